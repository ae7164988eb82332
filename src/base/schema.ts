/**
 * JSON Schema by ajv, set up once for all that is checked. Beside the standard keywords a schema may say
 * - `expected`: what a value must be, as a phrase that completes “… must be”: `a UID: a letter, then ten letters or digits`;
 * - `notYet`: true on a property whose work comes with a later release, or beside `enum` the values of which that holds;
 * - `becomes`: what a value of the language is turned into, once it has been checked: `duration`, `path`, `expression`;
 * - `instant`: true on a text that is a point in time as our files have it: ISO 8601, and one that exists.
 */
import { Ajv, type KeywordDefinition, type Options, type ValidateFunction } from 'ajv';
import { toPath, type PlaceOf } from './pointer.ts';
import type { Problem } from './problem.ts';
import { toProblems, type NameOf } from './schema-problems.ts';

/** Declares a schema, keeping its literal type for `FromSchema`; ajv refuses a keyword that it does not know. */
export const defineSchema = <const S extends object>(schema: S): S => schema;

const KEYWORDS: KeywordDefinition[] = [
  { keyword: 'expected', schemaType: 'string' },
  { keyword: 'becomes', schemaType: 'string' },
  {
    keyword: 'notYet',
    schemaType: ['boolean', 'array'],
    errors: false,
    validate: (notYet: boolean | readonly unknown[], value: unknown) =>
      Array.isArray(notYet) ? !notYet.includes(value) : !notYet,
  },
  {
    keyword: 'instant',
    schemaType: 'boolean',
    errors: false,
    // That it begins with four digits keeps arithmetic with it within Date's reach.
    validate: (_: boolean, value: unknown) =>
      typeof value !== 'string' || (/^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(Date.parse(value))),
  },
];

/** Of what a person writes: all faults are found, and defaults filled in, in the value itself. */
const compileForPeople = compiler({ allErrors: true, useDefaults: true });

/** Of data that others may have written: the first fault is enough, and nothing is changed. */
export const compileForData = compiler({});

/** Gives the function that checks a value; each schema is compiled once. */
function compiler(options: Options): (schema: object) => ValidateFunction {
  const ajv = new Ajv({
    verbose: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    ownProperties: true,
    // Schemas are ours, checked by the tests; at start it would cost more than the check itself.
    validateSchema: false,
    addUsedSchema: false,
    keywords: KEYWORDS,
    ...options,
  });
  const compiled = new WeakMap<object, ValidateFunction>();
  return (schema) => {
    let validate = compiled.get(schema);
    if (!validate) {
      validate = ajv.compile(schema);
      compiled.set(schema, validate);
    }
    return validate;
  };
}

/**
 * Checks a value against a schema, and fills in its defaults (in `value` itself). All problems at once, each with its
 * place, none twice: `spec/unknown-key`, `spec/missing-key`, `spec/wrong-value`, `spec/not-one-of`, `spec/not-yet`,
 * `spec/one-of-keys`. Never throws for what is in `value`.
 */
export function checkSchema(schema: object, value: unknown, placeOf: PlaceOf, nameOf: NameOf = toPath): Problem[] {
  const validate = compileForPeople(schema);
  return validate(value) ? [] : toProblems(validate.errors ?? [], placeOf, nameOf);
}
