/** What the header of a CSV tells of the whole file, before a parser can be set up for it. */
import type { Header } from '../engine/contracts.ts';

/** Delimiters that are looked for, the likelier first. */
const NAMES: ReadonlyMap<string, string> = new Map([
  [';', 'semicolon'],
  [',', 'comma'],
  ['~', 'tilde'],
  ['\t', 'tab'],
  ['|', 'bar'],
]);

export interface Head {
  /** How often each delimiter stands outside quotes. */
  readonly counts: ReadonlyMap<string, number>;
  /** How lines end: LF (also as CR LF), or a lone CR as on old Macs. */
  readonly lineEnd: '\n' | '\r';
  /** Text of the header, without its line end. */
  readonly text: string;
  /** False where the file ends with the header's text. */
  readonly hasLineEnd: boolean;
}

/**
 * Reads the first line that is not blank. A quote opens a quoted cell only where a cell starts; in it, line ends and
 * delimiters do not count. Returns 'more' where the text ends before the header does, 'open' where it ends for good
 * inside quotes, null where there is nothing but blank lines.
 */
export function parseHead(text: string, isAll: boolean, given: string | undefined): Head | 'more' | 'open' | null {
  const counts = new Map<string, number>(
    [...NAMES.keys(), ...(given === undefined ? [] : [given])].map((one) => [one, 0]),
  );
  const start = /^[\r\n \t]*[\r\n]/.exec(text)?.[0].length ?? 0;
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
      return { counts, lineEnd: isOldMac ? '\r' : '\n', text: text.slice(start, at), hasLineEnd: true };
    }
    const count = counts.get(char);
    if (count !== undefined) counts.set(char, count + 1);
    if (char === '"' && isCellStart) isQuoted = true;
    isCellStart = count !== undefined;
  }
  if (!isAll) return 'more';
  if (isQuoted) return 'open';
  const rest = text.slice(start);
  return rest.trim() === '' ? null : { counts, lineEnd: '\n', text: rest, hasLineEnd: false };
}

/** The delimiter that stands most often in the header; undefined where there is none. */
export function findDelimiter({ counts }: Head): string | undefined {
  let best: string | undefined;
  let most = 0;
  for (const [delimiter, count] of counts) {
    if (count > most) [best, most] = [delimiter, count];
  }
  return best;
}

/** `; (semicolon)`. */
export function nameDelimiter(delimiter: string): string {
  const name = NAMES.get(delimiter);
  if (delimiter === '\t') return 'tab';
  return name ? `${delimiter} (${name})` : delimiter;
}

/** The header that all records share. A name that stands twice means its first column; a nameless one cannot be meant. */
export function toHeader(columns: readonly string[]): Header {
  const positions = new Map<string, number>();
  for (const [at, name] of columns.entries()) {
    if (name !== '' && !positions.has(name)) positions.set(name, at);
  }
  return { columns, positions };
}

/** What is odd about the names, in plain words. */
export function remarkOnNames({ columns, positions }: Header): string[] {
  const remarks: string[] = [];
  const nameless = columns.filter((name) => name === '').length;
  const again = [...new Set(columns.filter((name, at) => name !== '' && positions.get(name) !== at))];
  const blank = [...positions.keys()].filter((name) => name.trim() !== name);
  if (nameless > 0)
    remarks.push(`${nameless === 1 ? '1 column has' : `${nameless} columns have`} no name, and cannot be read.`);
  if (again.length > 0) remarks.push(`Columns that stand more than once, of which the first counts: ${toList(again)}.`);
  if (blank.length > 0) remarks.push(`Column names with a blank before or after them: ${toList(blank)}.`);
  return remarks;
}

function toList(names: readonly string[]): string {
  const shown = names.slice(0, 10).map((name) => JSON.stringify(name));
  return names.length > 10 ? `${shown.join(', ')} and ${names.length - 10} more` : shown.join(', ');
}
