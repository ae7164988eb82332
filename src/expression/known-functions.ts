/** The functions that every expression can call, without `$`: our helpers and JSONata's own. */
import { HELPERS } from './helpers/helper-table.ts';
import { BUILT_IN_SIGNATURES, parseSignature, type Signature } from './signatures.ts';

export const SIGNATURES: ReadonlyMap<string, Signature> = new Map([
  ...[...HELPERS.values()].map((one): [string, Signature] => [one.name, parseSignature(one.types)]),
  ...BUILT_IN_SIGNATURES,
]);

/**
 * Built-ins that no field may call. Their result changes from run to run, and with it every hash; or they would run text
 * from the data.
 */
export const FORBIDDEN: ReadonlyMap<string, 'expression/not-deterministic' | 'expression/no-eval'> = new Map([
  ['now', 'expression/not-deterministic'],
  ['millis', 'expression/not-deterministic'],
  ['random', 'expression/not-deterministic'],
  ['shuffle', 'expression/not-deterministic'],
  ['eval', 'expression/no-eval'],
]);
