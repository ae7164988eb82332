/** What is known of texts that are joined by `&`. */
import { holding, like } from '../text-shapes.ts';
import { isOnly, KIND, TEXT, type Type } from '../types.ts';
import type { Part } from './part.ts';

/** Longer chains are texts for people. */
const MOST_PARTS = 12;

/** The text that `&` makes: its form where that of every part is known, else what is always in it. */
export function joinedType(part: Part): Type {
  const types = partsOf(part)
    .slice(0, MOST_PARTS)
    .map((one) => one.type);
  const samples = types.map((one) => sampleOf(one));
  if (samples.every((sample) => sample !== undefined))
    return { ...TEXT, shape: { ...like(samples.join('')), isCustom: true } };
  const literals = types.map(({ literal }) => literal).filter((one) => typeof one === 'string' && one !== '');
  return literals.length > 0 ? { ...TEXT, shape: holding(literals as string[]) } : TEXT;
}

function partsOf(part: Part): readonly Part[] {
  return part.node.type === 'binary' && part.operator === '&' ? [part.lhs, part.rhs].flatMap(partsOf) : [part];
}

function sampleOf({ kinds, literal, shape }: Type): string | undefined {
  if (literal !== undefined && literal !== null) return String(literal);
  return isOnly({ kinds }, KIND.text) && shape?.isCustom !== true ? shape?.sample : undefined;
}
