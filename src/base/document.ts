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
  let line = 1;
  let lineStart = 0;
  for (let next = text.indexOf('\n'); next !== -1 && next < at; next = text.indexOf('\n', next + 1)) {
    line += 1;
    lineStart = next + 1;
  }
  return { line, column: text.slice(lineStart, at).length + 1 };
}

/** The whole text of line `line` (from 1), without its line end. */
export function lineAt(text: string, line: number): string {
  return (text.split('\n', line)[line - 1] ?? '').replace(/\r$/, '');
}

/** `file:line:column` of a place. */
export function toReference(place: Place): string {
  const { line, column } = toLineColumn(place.source.text, place.start);
  return `${place.source.file}:${line}:${column}`;
}
