/** An expression in a YAML file: its text, and where each of its characters stands there. */
import type { Place } from '../base/document.ts';
import type { YamlScalar } from '../base/yaml-reader.ts';
import type { ExpressionText } from '../base/expression-text.ts';

/** Where each unit of a decoded text starts in the file, and where it ends. */
interface Positions {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** What a YAML file holds: in a connections file, `functions` is the name of a connection. */
export type FileRole = 'spec' | 'connections';

/** Whether a scalar is a function of the analyst's own: an expression that needs no `=`. */
export function isFunctionScalar({ pointer, value }: YamlScalar, role: FileRole): boolean {
  return role === 'spec' && pointer[0] === 'functions' && pointer.length === 2 && typeof value === 'string';
}

/** Whether a scalar is an expression: what starts with `=`, as in a spreadsheet, or stands under `functions`. */
export function isExpressionScalar(scalar: YamlScalar, role: FileRole): boolean {
  if (typeof scalar.value !== 'string') return false;
  if (isFunctionScalar(scalar, role)) return true;
  return scalar.style === 'literal' || scalar.style === 'folded'
    ? /^\s*=/.test(scalar.value)
    : scalar.value.startsWith('=');
}

/** The expression of a scalar, without its `=`; blanks at its end do not count. */
export function toExpressionText(scalar: YamlScalar): ExpressionText {
  const value = String(scalar.value);
  const positions = locate(scalar, value);
  const from = /^\s*=/.exec(value)?.[0].length ?? 0;
  const text = value.slice(from).trimEnd();
  const placeOf = (start: number, end: number): Place => {
    const first = from + Math.min(Math.max(start, 0), text.length);
    const last = from + Math.min(Math.max(end, start), text.length);
    const begin = positions.starts[first] ?? positions.ends[first - 1] ?? scalar.place.start;
    return { ...scalar.place, start: begin, end: last > first ? (positions.ends[last - 1] ?? begin) : begin };
  };
  return { text, place: placeOf(0, text.length), placeOf };
}

function locate(scalar: YamlScalar, value: string): Positions {
  const positions = decode(scalar, value);
  // A text that does not come out as YAML read it (folded, over several lines) is only placed as a whole.
  if (positions.starts.length === value.length) return positions;
  const { start, end } = scalar.place;
  return { starts: Array.from(value, () => start), ends: Array.from(value, () => end) };
}

function decode(scalar: YamlScalar, value: string): Positions {
  const { raw, place, style } = scalar;
  if (style === 'plain')
    return ofPieces(
      Array.from({ length: raw.length }, (_, at) => [at, at + 1, 1]),
      place.start,
    );
  if (style === 'single')
    return ofPieces(
      piecesOf(raw, /''|[^]/g, () => 1),
      place.start,
    );
  if (style === 'double')
    return ofPieces(
      piecesOf(raw, ESCAPE, (piece) => (piece.startsWith('\\U') ? unitsOf(piece) : 1)),
      place.start,
    );
  if (style === 'literal') return ofLines(raw, value, place.start);
  return { starts: [], ends: [] };
}

/** YAML's escapes inside double quotes; each gives one unit, but `\U` beyond the basic plane. */
const ESCAPE = /\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\[^]|[^]/g;

function unitsOf(escape: string): number {
  return Number.parseInt(escape.slice(2), 16) > 0xffff ? 2 : 1;
}

/** Pieces of a quoted scalar: start, end, and the units that it gives. */
function piecesOf(raw: string, pattern: RegExp, units: (piece: string) => number): [number, number, number][] {
  const inner = raw.slice(1, -1);
  return [...inner.matchAll(pattern)].map((match) => [
    match.index + 1,
    match.index + 1 + match[0].length,
    units(match[0]),
  ]);
}

function ofPieces(pieces: readonly (readonly number[])[], offset: number): Positions {
  const starts: number[] = [];
  const ends: number[] = [];
  for (const [start = 0, end = 0, units = 1] of pieces) {
    for (let unit = 0; unit < units; unit += 1) {
      starts.push(offset + start);
      ends.push(offset + end);
    }
  }
  return { starts, ends };
}

/** A block: each line of the value is the end of a line of the file, after the header's. */
function ofLines(raw: string, value: string, offset: number): Positions {
  const starts: number[] = [];
  const ends: number[] = [];
  const lines = value.split('\n');
  let lineStart = raw.indexOf('\n') + 1;
  for (const [index, line] of lines.entries()) {
    const lineEnd = raw.indexOf('\n', lineStart) === -1 ? raw.length : raw.indexOf('\n', lineStart);
    const written = raw.slice(lineStart, lineEnd).replace(/\r$/, '');
    const indent = written.length - line.length;
    if (line !== '' && !written.endsWith(line)) return { starts: [], ends: [] };
    for (let at = 0; at < line.length; at += 1) {
      starts.push(offset + lineStart + indent + at);
      ends.push(offset + lineStart + indent + at + 1);
    }
    if (index < lines.length - 1) {
      starts.push(offset + lineStart + written.length);
      ends.push(offset + lineEnd + 1);
    }
    lineStart = Math.min(lineEnd + 1, raw.length);
  }
  return { starts, ends };
}
