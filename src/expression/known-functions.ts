/** The functions that every expression can call, without `$`: our helpers and JSONata's own. */
import { HELPERS } from './helpers/helper-table.ts';
import { BUILT_IN_SIGNATURES, parseSignature, type Signature } from './signatures.ts';

/** JSONata's own functions, language version 2.2. */
export const BUILT_IN_NAMES: ReadonlySet<string> = new Set(BUILT_IN_SIGNATURES.keys());

export const SIGNATURES: ReadonlyMap<string, Signature> = new Map([
  ...[...HELPERS.values()].map((one): [string, Signature] => [one.name, parseSignature(one.types)]),
  ...BUILT_IN_SIGNATURES,
]);
