/** Pictures of numbers and dates that are written out: they are tried once, since a wrong one fails at every row. */
import { NATIVES } from '../../jsonata/compiler/natives.ts';
import { literalText, type Inspection } from '../inference/part.ts';
import type { Tree } from '../../jsonata/tree.ts';
import type { Type } from '../types.ts';

/** The built-ins with a picture: what it is tried with, and what is told of a wrong one. */
const TRIED: ReadonlyMap<string, { readonly sample: number; readonly reason: string }> = new Map([
  ['formatNumber', { sample: 1234.5, reason: 'a picture is made of 0, #, a comma and a point, as "#,##0.00"' }],
  ['formatInteger', { sample: 7, reason: 'a picture of a whole number is "0", "001", "A", "i", "w" or the like' }],
  ['formatBase', { sample: 7, reason: 'a base is a number from 2 to 36' }],
  ['fromMillis', { sample: 0, reason: 'a picture of a date has its parts in brackets, as "[Y0001]-[M01]-[D01]"' }],
]);

/** Looks at the second argument, where it is a literal. */
export function checkPicture(
  inspection: Inspection,
  name: string,
  args: readonly Tree[],
  types: readonly Type[],
): void {
  const tried = TRIED.get(name);
  const node = args[1];
  const picture = types[1]?.literal;
  if (!tried || !node || picture === undefined || picture === null) return;
  if (isUsable(name, tried.sample, picture)) return;
  const shown = { value: literalText(picture), name, reason: tried.reason };
  inspection.report('expression/argument-value', shown, inspection.spans.of(node));
}

function isUsable(name: string, sample: number, picture: unknown): boolean {
  if (name === 'fromMillis' && !String(picture).includes('[')) return false;
  // As other languages write it: here % is a hundredfold, and the rest stands there as it is.
  if (name === 'formatNumber' && /^%[\d.+-]*[a-z]$/i.test(String(picture))) return false;
  try {
    NATIVES.get(name)?.implementation.call({}, sample, picture);
    return true;
  } catch {
    return false;
  }
}
