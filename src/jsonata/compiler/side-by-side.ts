/**
 * Parts that jsonata evaluates side by side: the items of an array constructor, the values of an object constructor. One
 * sees nothing of what another assigns, and of several errors the one that comes first in time is told.
 */
import { TimeOver, Undecided, Unsupported } from './fault.ts';
import { assignedIn } from './variable-slots.ts';
import type { Tree } from '../tree.ts';

/** Throws Unsupported where one part may see what another assigns. */
export function refuseAssignments(parts: readonly Tree[], position: number | undefined): void {
  if (parts.length > 1 && assignedIn(parts).size > 0) {
    throw new Unsupported('an assignment inside a constructor', position);
  }
}

/** Runs parts in order. Which of several failures counts, only jsonata's own timing can tell. */
export function runTogether<T>(count: number, run: (at: number) => T): T[] {
  const results: T[] = [];
  try {
    for (let at = 0; at < count; at += 1) results.push(run(at));
    return results;
  } catch (thrown) {
    throw count === 1 || thrown instanceof TimeOver ? thrown : new Undecided();
  }
}
