/** Delimiters that are looked for, the likelier first: Kobo's own, then those in use around it. */
const CANDIDATES = [';', ',', '~', '\t', '|'] as const;

/** How a delimiter is named to people. */
export function delimiterName(delimiter: string): string {
  return delimiter === '\t' ? 'tab' : `"${delimiter}"`;
}

/** The delimiter that stands most often in the header, outside quotes; undefined where there is none. */
export function findDelimiter(start: string): string | undefined {
  const header = headerOf(start);
  let best: string | undefined;
  let most = 0;
  for (const candidate of CANDIDATES) {
    const count = header.split(candidate).length - 1;
    if (count > most) {
      best = candidate;
      most = count;
    }
  }
  return best;
}

/** The first line that is not blank, without what stands in quotes. */
function headerOf(start: string): string {
  let header = '';
  let isQuoted = false;
  for (const character of start.replace(/^\uFEFF/, '')) {
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (character === '\n' || character === '\r')) {
      if (header.trim() !== '') break;
    } else if (!isQuoted) header += character;
  }
  return header;
}
