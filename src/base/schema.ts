/**
 * JSON Schema, checked by ajv and told in our own words. Beside the standard keywords a schema may say
 * - `expected`: what a value must be, as a phrase that completes “… must be”: `a UID: a letter, then ten letters or digits`;
 * - `notYet`: true on a property whose work comes with a later release, or beside `enum` the values of which that holds.
 */
import { Ajv, type ValidateFunction } from 'ajv';
import type { PlaceOf, Pointer } from './json-document.ts';
import type { Problem } from './problem.ts';
import { toProblems, type NameOf } from './schema-problems.ts';

/** Declares a schema, keeping its literal type for `FromSchema`; ajv refuses a keyword that it does not know. */
export const defineSchema = <const S extends object>(schema: S): S => schema;

const ajv = new Ajv({
  allErrors: true,
  useDefaults: true,
  verbose: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
  ownProperties: true,
  // Schemas are ours, checked by the tests; at start it would cost more than the check itself.
  validateSchema: false,
  addUsedSchema: false,
});
ajv.addKeyword({ keyword: 'expected', schemaType: 'string' });
ajv.addKeyword({
  keyword: 'notYet',
  schemaType: ['boolean', 'array'],
  errors: false,
  validate: (notYet: boolean | readonly unknown[], value: unknown) =>
    Array.isArray(notYet) ? !notYet.includes(value) : !notYet,
});

const compiled = new WeakMap<object, ValidateFunction>();

/**
 * Checks a value against a schema, and fills in its defaults (in `value` itself). All problems at once, each with its
 * place, none twice: `spec/unknown-key`, `spec/missing-key`, `spec/wrong-value`, `spec/not-one-of`, `spec/not-yet`,
 * `spec/one-of-keys`. Never throws for what is in `value`.
 */
export function checkSchema(schema: object, value: unknown, placeOf: PlaceOf, nameOf: NameOf = toPath): Problem[] {
  const validate = compile(schema);
  return validate(value) ? [] : toProblems(validate.errors ?? [], placeOf, nameOf);
}

function compile(schema: object): ValidateFunction {
  const known = compiled.get(schema);
  if (known) return known;
  const validate = ajv.compile(schema);
  compiled.set(schema, validate);
  return validate;
}

/** `source.versions, entry 2`; the root is the empty text. */
export function toPath(pointer: Pointer): string {
  let path = '';
  for (const step of pointer) {
    if (typeof step === 'number') path = path ? `${path}, entry ${step + 1}` : `entry ${step + 1}`;
    else path = path === '' ? step : `${path}${path.includes(', entry') ? ': ' : '.'}${step}`;
  }
  return path;
}
