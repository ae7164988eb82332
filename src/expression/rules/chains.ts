/** Operations that are a part of a longer one, `a + b` of `a + b + c`: what is wrong with them is told once, of the whole. */
import type { Tree } from '../../jsonata/tree.ts';

const TOLD = new WeakSet<Tree>();

/** Whoever looks at this part afterwards has nothing to tell of it. */
export function tellWithWhole(part: Tree): void {
  TOLD.add(part);
}

export function isToldWithWhole(part: Tree): boolean {
  return TOLD.has(part);
}
