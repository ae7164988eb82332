/**
 * $substring and $length, counted in characters as jsonata counts, quick where no character takes two places; and
 * $number, quick for texts that are written as JSON writes numbers.
 */
import { NATIVES } from './natives.ts';

const SURROGATE = /[\uD800-\uDFFF]/;

export function length(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return SURROGATE.test(text) ? Array.from(text).length : text.length;
}

export function substring(text: string | undefined, from: number, count: number | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (count !== undefined && from >= 0 && count > 0 && isPlainUpTo(text, from + count))
    return text.slice(from, from + count);
  const characters = SURROGATE.test(text) ? Array.from(text) : text;
  const start = characters.length + from < 0 ? 0 : from;
  if (count !== undefined && count <= 0) return '';
  const end = count === undefined ? undefined : start >= 0 ? start + count : characters.length + start + count;
  const part = characters.slice(start, end);
  return typeof part === 'string' ? part : part.join('');
}

/** Whether each character takes one place, as far as that matters. */
function isPlainUpTo(text: string, end: number): boolean {
  const last = Math.min(end, text.length);
  for (let at = 0; at < last; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= 0xd800 && unit <= 0xdfff) return false;
  }
  return true;
}

const NUMBER = /^-?[0-9]+(\.[0-9]+)?([Ee][-+]?[0-9]+)?$/;

/** jsonata's, for all that is not simple: hexadecimal texts, conditions, errors. */
const numberOfAny = NATIVES.get('number')?.implementation as (value: unknown) => number;

export function number(value: unknown): number | undefined {
  if (typeof value === 'string' && NUMBER.test(value)) {
    const read = Number(value);
    if (Number.isFinite(read)) return read;
  }
  return numberOfAny(value);
}
