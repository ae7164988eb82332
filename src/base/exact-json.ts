/** JSON from a server, without what JavaScript would do to its numbers. */
import { toDecimalText } from './decimal-text.ts';
import { isTooDeep } from './parse-json.ts';

/**
 * A number that JavaScript cannot hold: an id beyond 2^53, more digits than a double has. Where it becomes text or JSON
 * again it is as it was written.
 */
export class ExactNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  toString(): string {
    return this.source;
  }

  toJSON(): unknown {
    return (JSON as unknown as { rawJSON(source: string): unknown }).rawJSON(this.source);
  }
}

/**
 * Parses a JSON text. Numbers that would lose a digit come as `ExactNumber`.
 * @returns undefined where it is no JSON, or nested deeper than the rest of the program can walk
 */
export function parseExactJson(text: string): unknown {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (isTooDeep(body)) return undefined;
  try {
    return MAY_LOSE.test(body)
      ? (JSON.parse(body, keepExact as Parameters<typeof JSON.parse>[1]) as unknown)
      : JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** A JSON number as a cell: all its digits, and no exponent, unless that would only make room for zeros. */
export function toNumberText(value: number | ExactNumber): string {
  if (typeof value === 'number') return toDecimalText(value);
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(value.source) ?? [];
  const shift = Number(exponent);
  if (whole === '' || Math.abs(shift) > MOST_ZEROS) return value.source;
  const digits = whole + fraction;
  const point = whole.length + shift;
  const before = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  const after = (point < 0 ? '0'.repeat(-point) + digits : digits.slice(Math.max(point, 0))).replace(/0+$/, '');
  return `${sign}${before.replace(/^0+(?=\d)/, '')}${after && `.${after}`}`;
}

const MOST_ZEROS = 400;

/**
 * Whether some number may have more digits than a double keeps: sixteen, or an exponent. What stands in a text may be
 * taken for one, which costs time and no more; so what often stands in texts (`uuid:4e1…`) is told apart.
 */
const MAY_LOSE = /(?:"\s*:|[[,])\s*-?(?:[\d.]{16,}|\d[\d.]*[eE][+-]?\d+)(?=\s*[,\]}])/;

function keepExact(_: string, value: unknown, { source }: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || source === undefined) return value;
  return isSameNumber(source, value) ? value : new ExactNumber(source);
}

/** Whether a number, written anew, is the one that was written. */
function isSameNumber(source: string, value: number): boolean {
  if (!Number.isFinite(value)) return false;
  return toPlain(source) === toPlain(String(value));
}

/** Significant digits and their place: `1.50e3` and `1500` are the same. */
function toPlain(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const all = (whole + fraction).replace(/^0+/, '');
  const digits = all.replace(/0+$/, '');
  return digits === '' ? '0' : `${sign}${digits}e${Number(exponent) - fraction.length + (all.length - digits.length)}`;
}
