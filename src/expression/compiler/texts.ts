/** $substring and $length, counted in characters as jsonata counts; quick where no character takes two places. */

const SURROGATE = /[\uD800-\uDFFF]/;

export function length(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return SURROGATE.test(text) ? Array.from(text).length : text.length;
}

export function substring(text: string | undefined, from: number, count: number | undefined): string | undefined {
  if (text === undefined) return undefined;
  const characters = SURROGATE.test(text) ? Array.from(text) : text;
  const start = characters.length + from < 0 ? 0 : from;
  if (count !== undefined && count <= 0) return '';
  const end = count === undefined ? undefined : start >= 0 ? start + count : characters.length + start + count;
  const part = characters.slice(start, end);
  return typeof part === 'string' ? part : part.join('');
}
