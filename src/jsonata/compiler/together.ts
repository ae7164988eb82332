/**
 * Parts that jsonata evaluates side by side: the items of an array constructor, the values of an object constructor. One
 * sees nothing of what another assigns, and of several errors the one that comes first in time is told.
 */
import { Undecided, Unsupported, type Thrown } from './fault.ts';
import type { Runtime } from './runtime.ts';
import { assignedIn } from './scope.ts';
import type { Tree } from '../tree.ts';

/** Throws Unsupported where one part may see what another assigns. */
export function refuseAssignments(parts: readonly Tree[], position: number | undefined): void {
  if (parts.length > 1 && assignedIn(parts).size > 0) {
    throw new Unsupported('an assignment inside a constructor', position);
  }
}

/**
 * Runs parts in order. After an error the others are tried too: where another fails in another way, only jsonata's own
 * timing can tell which error counts. Throws Undecided then.
 */
export function runTogether<T>(runtime: Runtime, count: number, run: (at: number) => T): T[] {
  const results: T[] = [];
  const { base } = runtime;
  let at = 0;
  try {
    for (; at < count; at += 1) results.push(run(at));
    return results;
  } catch (thrown) {
    for (let other = at + 1; other < count; other += 1) {
      runtime.base = base;
      const second = failureOf(() => run(other));
      if (second !== undefined && !isAlike(second, thrown)) throw new Undecided();
    }
    throw thrown;
  }
}

function failureOf(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (thrown) {
    return thrown;
  }
}

function isAlike(left: unknown, right: unknown): boolean {
  const [one, other] = [left as Thrown, right as Thrown];
  return one.code === other.code && one.position === other.position;
}
