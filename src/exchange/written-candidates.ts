/** Candidates as they stand in a cell, and as people copy them from it. Pure. */
import type { Nameable } from '../generate/sheet/resolve-names.ts';

/** `North Hospital (OuNorthHosp) 92 %; …`; null where there is none. */
export function writeCandidates(found: readonly (Nameable & { readonly score: number })[]): string | null {
  return found.map((one) => `${one.name} (${one.code}) ${toScore(one.score)} %`).join('; ') || null;
}

function toScore(score: number): number {
  return Math.min(100, Math.round(score));
}

/** What stands in such a cell. */
export function readCandidates(text: string): readonly Nameable[] {
  return text.split(/ %(?:;|$)/).flatMap((one) => toNameable(one.replace(/\s*\d+$/, '')) ?? []);
}

/** A decision as it is written, or what of a candidate was copied, with or without its score. */
export function wordsOf(text: string): readonly string[] {
  const word = text.trim();
  const copied = toNameable(word.replace(/(?:\s*\d+\s*%)?\s*;?$/, ''));
  return copied ? [word, copied.code, copied.name] : [word];
}

/** `Name (code)`: a code may have brackets of its own, as an expression does. */
function toNameable(text: string): Nameable | undefined {
  const word = text.trim();
  if (!word.endsWith(')')) return undefined;
  let depth = 0;
  for (let at = word.length - 1; at > 0; at -= 1) {
    if (word[at] === ')') depth += 1;
    if (word[at] === '(') depth -= 1;
    if (depth > 0) continue;
    const [name, code] = [word.slice(0, at).trim(), word.slice(at + 1, -1).trim()];
    return name === '' || code === '' ? undefined : { name, code };
  }
  return undefined;
}
