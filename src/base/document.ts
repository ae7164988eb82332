/**
 * Texts with places. Whatever finds a problem points at a place as offsets into a text; line and column are worked out
 * only when somebody looks at it.
 */

/** A text that somebody wrote, under the name by which they know it. */
export interface SourceText {
  /** Path as shown to people: relative to the working folder where that is shorter. */
  readonly file: string;
  readonly text: string;
  /** Where secrets stand, or may stand, in order: no frame shows them. */
  readonly hidden?: readonly Stretch[];
  /** Of a sheet of a spreadsheet, whose lines are its rows: what people call the cell at an offset, `Questions!C14`. */
  readonly cellAt?: (offset: number) => string;
}

/** Offsets into a text; `end` is exclusive. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A stretch of a text. Offsets count UTF-16 units from 0; `end` is exclusive. */
export interface Place {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}

/** A place as people say it: both count from 1, `column` in characters (code points). */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

/** Turns an offset into line and column. A lone CR does not end a line; CR LF and LF do. */
export function toLineColumn(text: string, offset: number): LineColumn {
  const at = Math.min(Math.max(offset, 0), text.length);
  const starts = lineStarts(text);
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] as number) <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: text.slice(starts[low], at).length + 1 };
}

/** The whole text of line `line` (from 1), without its line end. */
export function lineAt(text: string, line: number): string {
  const starts = lineStarts(text);
  const start = starts[line - 1];
  if (start === undefined) return '';
  const next = starts[line];
  return text.slice(start, next === undefined ? text.length : next - 1).replace(/\r$/, '');
}

/** Of the text asked for last: problems come in thousands, and mostly of one file. */
let lastText = '';
let lastStarts: readonly number[] = [0];

/** Where each line of a text starts. */
function lineStarts(text: string): readonly number[] {
  if (text === lastText) return lastStarts;
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  lastText = text;
  lastStarts = starts;
  return starts;
}

/** `file:line:column` of a place; of one in a spreadsheet `file Sheet!C14`. */
export function toReference(place: Place): string {
  const { cellAt, file } = place.source;
  if (cellAt) return `${file} ${cellAt(place.start)}`;
  const { line, column } = toLineColumn(place.source.text, place.start);
  return `${place.source.file}:${line}:${column}`;
}
