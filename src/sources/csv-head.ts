/** What the header of a CSV tells of the whole file, before a parser can be set up for it. */

/** Delimiters that are looked for, the likelier first. */
const NAMES: ReadonlyMap<string, string> = new Map([
  [';', 'semicolon'],
  [',', 'comma'],
  ['~', 'tilde'],
  ['\t', 'tab'],
  ['|', 'bar'],
]);

/** A header, and what it tells before any row is parsed. */
export interface Head {
  /** How often each delimiter stands outside quotes. */
  readonly counts: ReadonlyMap<string, number>;
  /** How lines end: LF (also as CR LF), or a lone CR as on old Macs. */
  readonly lineEnd: '\n' | '\r';
  /** Where it starts: in UTF-16 units, and its line from 1. */
  readonly start: number;
  readonly line: number;
  /** Text of the header, without its line end. */
  readonly text: string;
  /** False where the file ends with the header's text. */
  readonly hasLineEnd: boolean;
  /** The delimiter that Excel's line `sep=;` names. */
  readonly separator: string | undefined;
}

export interface HeadOptions {
  /** The delimiter that the spec names. */
  readonly delimiter?: string | undefined;
  /** The header is not above this line. */
  readonly headerRow?: number | undefined;
}

/**
 * Reads the first line that is not blank; lines of delimiters alone are blank, and Excel's `sep=;` is no header. A quote
 * opens a quoted cell only where a cell starts; in it, line ends and delimiters do not count. Returns 'more' where the
 * text ends before the header does, 'open' where it ends for good inside quotes, null where there is nothing but blank
 * lines.
 */
export function parseHead(text: string, isAll: boolean, options: HeadOptions = {}): Head | 'more' | 'open' | null {
  const { delimiter } = options;
  const { start, line, separator } = skipToHeader(text, options);
  const named = [delimiter, separator].filter((sign) => sign !== undefined);
  const counts = new Map<string, number>([...NAMES.keys(), ...named].map((sign) => [sign, 0]));
  const head = { counts, start, line, separator };
  let isQuoted = false;
  let isCellStart = true;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at] as string;
    if (isQuoted) {
      if (char !== '"') continue;
      if (text[at + 1] === '"') at += 1;
      else isQuoted = false;
      continue;
    }
    if (char === '\n' || char === '\r') {
      if (char === '\r' && at + 1 === text.length && !isAll) return 'more';
      const isOldMac = char === '\r' && text[at + 1] !== '\n' && at + 1 < text.length;
      return { ...head, lineEnd: isOldMac ? '\r' : '\n', text: text.slice(start, at), hasLineEnd: true };
    }
    const count = counts.get(char);
    if (count !== undefined) counts.set(char, count + 1);
    if (char === '"' && isCellStart) isQuoted = true;
    isCellStart = count !== undefined;
  }
  if (!isAll) return 'more';
  if (isQuoted) return 'open';
  const rest = text.slice(start);
  return rest.trim() === '' ? null : { ...head, lineEnd: '\n', text: rest, hasLineEnd: false };
}

/** Passes over lines above the header: blank ones, Excel's `sep=;`, and those above the spec's `headerRow`. */
function skipToHeader(
  text: string,
  { delimiter, headerRow = 1 }: HeadOptions,
): { start: number; line: number; separator: string | undefined } {
  const blanks = new Set([' ', '\t', '"', ...NAMES.keys(), ...(delimiter === undefined ? [] : [delimiter])]);
  let separator: string | undefined;
  let start = 0;
  for (let line = 1; ; line += 1) {
    const end = lineEndAfter(text, start);
    if (end === undefined) return { start, line, separator };
    const lineText = text.slice(start, end.at);
    const signOfExcel = line === 1 ? /^"?sep=(.)"?[;,]*$/i.exec(lineText)?.[1] : undefined;
    separator ??= signOfExcel;
    const isBlank = Array.from(lineText.replaceAll('""', '')).every((char) => char !== '"' && blanks.has(char));
    if (line >= headerRow && signOfExcel === undefined && !isBlank) return { start, line, separator };
    start = end.next;
  }
}

function lineEndAfter(text: string, start: number): { readonly at: number; readonly next: number } | undefined {
  const lineEnds = /\r\n|\n|\r/g;
  lineEnds.lastIndex = start;
  const match = lineEnds.exec(text);
  return match ? { at: match.index, next: match.index + match[0].length } : undefined;
}

/** The delimiter that Excel's line names, or else the one that stands most often; undefined where there is none. */
export function findDelimiter({ counts, separator }: Head): string | undefined {
  if (separator !== undefined && (counts.get(separator) ?? 0) > 0) return separator;
  let best: string | undefined;
  let most = 0;
  for (const [delimiter, count] of counts) {
    if (count > most) [best, most] = [delimiter, count];
  }
  return best;
}

/** A delimiter for people: `; (semicolon)`. */
export function nameDelimiter(delimiter: string): string {
  const name = NAMES.get(delimiter);
  if (delimiter === '\t') return 'tab';
  return name ? `${delimiter} (${name})` : delimiter;
}
