/** What is known of texts that are joined by `&`. */
import type { Inspection, Scope } from './part.ts';
import { holding, like, type Shape } from '../text-shapes.ts';
import type { Tree } from '../../jsonata/tree.ts';
import { isOnly, KIND, TEXT, type Type } from '../types.ts';

/** Longer chains are texts for people. */
const MOST_PARTS = 12;

/** The text that `&` makes: its form where that of every part is known, else what is always in it. */
export function joinedType(inspection: Inspection, node: Tree, scope: Scope): Type {
  const parts = partsOf(node).slice(0, MOST_PARTS);
  const types = parts.map((one) => inspection.typeOf(one, scope));
  const samples = types.map((one) => sampleOf(one));
  if (samples.every((one) => one !== undefined))
    return { ...TEXT, shape: { ...like(samples.join('')), isCertain: false } };
  const literals = types.map(({ literal }) => literal).filter((one) => typeof one === 'string' && one !== '');
  const shape: Shape | undefined = literals.length > 0 ? holding(literals as string[]) : undefined;
  return shape ? { ...TEXT, shape } : TEXT;
}

function partsOf(node: Tree): readonly Tree[] {
  return node.type === 'binary' && node.value === '&'
    ? [...partsOf(node.lhs as Tree), ...partsOf(node.rhs as Tree)]
    : [node];
}

function sampleOf({ kinds, literal, shape }: Type): string | undefined {
  if (literal !== undefined && literal !== null) return String(literal);
  return isOnly({ kinds }, KIND.text) && shape?.isCertain === true ? shape.sample : undefined;
}
