/** $substring and $length, counted in characters as jsonata counts, quick where no character takes two places; and $trim. */
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

const trimAny = NATIVES.get('trim')?.implementation as (text: string | undefined) => string | undefined;

/** Blanks within a text become one; where there are none to join, only the ends are to be seen to. */
export function trim(text: string | undefined): string | undefined {
  if (text === undefined || /[\t\n\r]| {2}/.test(text)) return trimAny(text);
  const start = text.startsWith(' ') ? 1 : 0;
  return text.slice(start, text.length > start && text.endsWith(' ') ? -1 : undefined);
}
