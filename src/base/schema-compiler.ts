/**
 * How ajv is set up for all schemas, and where checks come from that were compiled before: the build writes the code of
 * the schemas that it knows to `validators/`, beside what it bundles. From the sources there is none, and ajv compiles.
 */
import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as AjvModule from 'ajv';
import type { Ajv, CodeKeywordDefinition, KeywordCxt, Options, ValidateFunction } from 'ajv';

/** `people`: all faults are found, and defaults filled in. `data`: the first fault is enough, and nothing is changed. */
export type Reader = 'people' | 'data';

const OPTIONS: Readonly<Record<Reader, Options>> = { people: { allErrors: true, useDefaults: true }, data: {} };

const COMPILED = fileURLToPath(new URL('../validators/', import.meta.url));

const load = createRequire(import.meta.url);
const isBuilt = existsSync(COMPILED);
const ajvs = new Map<Reader, Ajv>();
const checks = { people: new WeakMap<object, ValidateFunction>(), data: new WeakMap<object, ValidateFunction>() };

/** The function that checks a value for that reader; each schema is compiled once, in the build or here. */
export function compileFor(reader: Reader, schema: object): ValidateFunction {
  let check = checks[reader].get(schema);
  if (!check) {
    check = (isBuilt ? loadCompiled(reader, schema) : undefined) ?? compile(reader, schema);
    checks[reader].set(schema, check);
  }
  return check;
}

/** The file of a compiled schema. Its name says what is in it: a schema that has changed since finds none. */
export function nameCompiled(reader: Reader, schema: object): string {
  return `${reader}-${hash('sha256', JSON.stringify(schema)).slice(0, 32)}.cjs`;
}

/** `extra`: for the build, which wants the code. */
export function makeAjv(reader: Reader, extra: Options = {}): Ajv {
  const ajv = load('ajv') as typeof AjvModule;
  return new ajv.Ajv({
    verbose: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    ownProperties: true,
    // Schemas are ours, checked by the tests; at start it would cost more than the check itself.
    validateSchema: false,
    addUsedSchema: false,
    keywords: ['expected', 'becomes'].map((keyword) => ({ keyword, schemaType: 'string' })),
    ...OPTIONS[reader],
    ...extra,
  })
    .addKeyword(notYet(ajv))
    .addKeyword(instant(ajv));
}

function compile(reader: Reader, schema: object): ValidateFunction {
  const ajv = ajvs.get(reader) ?? makeAjv(reader);
  ajvs.set(reader, ajv);
  return ajv.compile(schema);
}

function loadCompiled(reader: Reader, schema: object): ValidateFunction | undefined {
  const file = COMPILED + nameCompiled(reader, schema);
  return existsSync(file) ? (load(file) as ValidateFunction) : undefined;
}

function notYet({ _ }: typeof AjvModule): CodeKeywordDefinition {
  return {
    keyword: 'notYet',
    schemaType: ['boolean', 'array'],
    code(context: KeywordCxt) {
      const { data, schema, schemaValue } = context;
      if (Array.isArray(schema)) context.fail(_`${schemaValue}.includes(${data})`);
      else if (schema === true) context.fail();
    },
  };
}

function instant({ _ }: typeof AjvModule): CodeKeywordDefinition {
  return {
    keyword: 'instant',
    schemaType: 'boolean',
    code(context: KeywordCxt) {
      const { data } = context;
      // That it begins with four digits keeps arithmetic with it within Date's reach.
      context.fail(
        _`typeof ${data} === 'string' && (!/^\\d{4}-\\d\\d-\\d\\d/.test(${data}) || Number.isNaN(Date.parse(${data})))`,
      );
    },
  };
}
