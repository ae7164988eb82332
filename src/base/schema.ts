/**
 * JSON Schema by ajv (`schema-compiler.ts`), for what a person writes. Beside the standard keywords a schema may say
 * - `expected`: what a value must be, as a phrase that completes “… must be”: `a UID: a letter, then ten letters or digits`;
 * - `notYet`: true on a property whose work comes with a later release, or beside `enum` the values of which that holds;
 * - `becomes`: what a value of the language is turned into, once it has been checked: `duration`, `path`, `expression`;
 * - `instant`: true on a text that is a point in time as our files have it: ISO 8601, and one that exists.
 */
import { toPath, type PlaceOf } from './pointer.ts';
import type { Problem } from './problem.ts';
import { compileFor } from './schema-compiler.ts';
import { toProblems, type NameOf } from './schema-problems.ts';

/** Declares a schema, keeping its literal type for `FromSchema`; ajv refuses a keyword that it does not know. */
export const defineSchema = <const S extends object>(schema: S): S => schema;

/**
 * Checks a value against a schema, and fills in its defaults (in `value` itself). All problems at once, each with its
 * place, none twice: `spec/unknown-key`, `spec/missing-key`, `spec/wrong-value`, `spec/not-one-of`, `spec/not-yet`,
 * `spec/one-of-keys`. Never throws for what is in `value`.
 */
export function checkSchema(schema: object, value: unknown, placeOf: PlaceOf, nameOf: NameOf = toPath): Problem[] {
  const validate = compileFor('people', schema);
  return validate(value) ? [] : toProblems(validate.errors ?? [], placeOf, nameOf);
}
