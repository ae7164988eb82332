/** The clock of expressions: today, unless a test of a pipeline says which day it is. */
let fixed: number | undefined;

/** Milliseconds since the epoch. */
export function readClock(): number {
  return fixed ?? Date.now();
}

/** Runs something at a time of one's own; undefined: now. One thing at a time. */
export async function atTime<T>(time: Date | undefined, run: () => Promise<T>): Promise<T> {
  const before = fixed;
  fixed = time?.getTime() ?? before;
  try {
    return await run();
  } finally {
    fixed = before;
  }
}
