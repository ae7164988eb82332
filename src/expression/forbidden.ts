/** Built-ins that no field may call. */

/** Their result changes from run to run, and with it every hash; or they would run text from the data. */
export const FORBIDDEN: ReadonlyMap<string, 'expression/not-deterministic' | 'expression/no-eval'> = new Map([
  ['now', 'expression/not-deterministic'],
  ['millis', 'expression/not-deterministic'],
  ['random', 'expression/not-deterministic'],
  ['shuffle', 'expression/not-deterministic'],
  ['eval', 'expression/no-eval'],
]);
