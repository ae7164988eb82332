/** Choices and keys that a spreadsheet has taken for numbers or dates: the line is the same, and its key is another. Pure. */
import { problem, type Problem } from '../base/problem.ts';
import type { Said } from '../generate/sheet/mapping-lines.ts';

/** What stood there, and stands there no more, while something with the same value looks like it. */
export function findAlteredKeys(
  now: ReadonlyMap<string, string | undefined> = new Map(),
  wanted: ReadonlyMap<string, Said> = new Map(),
): Problem[] {
  const gone = [...now].filter(([key]) => !wanted.has(key));
  if (gone.length === 0) return [];
  return [...wanted].flatMap(([key, { value, keyPlace }]) => {
    if (now.has(key)) return [];
    const was = gone.find(([before, code]) => code === value && isMadeOf(key, before))?.[0];
    return was === undefined ? [] : [problem('sheet/altered-key', { key, was }, keyPlace)];
  });
}

/** `007` becomes 7, `1E5` 100000, `3.10` 3.1 or October, `1-2` the first of February. */
function isMadeOf(text: string, before: string): boolean {
  const [number, meant] = [toNumber(text), toNumber(before)];
  if (number !== undefined && number === meant) return true;
  const isDate = /^\d{4}-\d\d-\d\d|^\d{1,2}[-/. ]\p{L}{3,}|^\p{L}{3,}\.?[-/. ]\d/u;
  const parts = /^\d{1,4}(?:[-/.]\d{1,4}){1,2}$/.test(before) ? numbersIn(before) : [];
  return isDate.test(text) && parts.length > 0 && numbersIn(text).every((one) => one > 1900 || parts.includes(one));
}

function numbersIn(text: string): number[] {
  return (text.match(/\d+/g) ?? []).map(Number);
}

function toNumber(text: string): number | undefined {
  const plain = text.trim().replace(',', '.');
  return /^[-+]?\d+(?:\.\d*)?(?:e[-+]?\d{1,3})?$/i.test(plain) ? Number(plain) : undefined;
}
