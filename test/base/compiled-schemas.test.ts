/** The checks that the build writes give what ajv gives from the sources: verdicts, errors and defaults. */
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import type { ValidateFunction } from 'ajv';
import { describe, expect, test } from 'vitest';
import { isObject } from '../../src/base/json.ts';
import { compileFor, nameCompiled } from '../../src/base/schema-compiler.ts';
import { compileToCode } from '../../scripts/build/compile-schemas.ts';
import { KNOWN_SCHEMAS } from '../../scripts/build/known-schemas.ts';
import { spoiled } from './spoil.ts';

const load = createRequire(import.meta.url);
const MAPPINGS = fileURLToPath(new URL('../../mappings/sipca/', import.meta.url));

function fromCode(code: string): ValidateFunction {
  const module = { exports: {} };
  compileFunction(code, ['module', 'exports', 'require'])(module, module.exports, load);
  return module.exports as ValidateFunction;
}

interface Part {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Part>>;
  readonly additionalProperties?: Part | boolean;
  readonly items?: Part;
  readonly anyOf?: readonly Part[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly instant?: boolean;
}

const TEXTS = ['name', 'abcdefghijk', '3 days', '50%', '=a', '2026-03-14T02:00:00Z'];

/** Something of that shape: mostly right, and with a value at each place that the schema knows. */
function likely(schema: Part): unknown {
  if ('const' in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf && !schema.type) return likely(schema.anyOf[0] ?? {});
  if (schema.instant) return TEXTS.at(-1);
  const [type] = [schema.type ?? (schema.properties ? 'object' : 'string')].flat();
  if (type === 'array') return schema.items ? [likely(schema.items)] : [];
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1;
  if (type === 'boolean') return true;
  if (type === 'null') return null;
  if (type === 'string') return TEXTS.find((text) => new RegExp(schema.pattern ?? '', 'u').test(text)) ?? 'x';
  const more = isObject(schema.additionalProperties) ? { more: likely(schema.additionalProperties) } : {};
  const own = Object.entries(schema.properties ?? {}).map(([name, part]) => [name, likely(part)] as const);
  return { ...Object.fromEntries(own), ...more };
}

/** What a check says of a value, and what it leaves of it. */
function tell(check: ValidateFunction, text: string): unknown {
  const value = JSON.parse(text) as unknown;
  const isFine = check(value);
  return { isFine, value, errors: isFine ? [] : structuredClone(check.errors) };
}

describe.each(['people', 'data'] as const)('for %s', (reader) => {
  const schemas = KNOWN_SCHEMAS[reader];

  test.each(schemas.map((schema, at) => [at, schema] as const))('schema %i', (_, schema) => {
    const own = compileFor(reader, schema);
    const built = fromCode(compileToCode(reader, schema));
    const value = likely(schema);
    const texts = [
      '{}',
      JSON.stringify(value),
      ...spoiled(value, 3),
      JSON.stringify({ ...(value as object), other: 1 }),
    ];
    const refused = texts.filter((text) => !own(JSON.parse(text)));
    for (const text of texts) expect({ text, told: tell(built, text) }).toEqual({ text, told: tell(own, text) });
    expect(refused.length).toBeGreaterThan(0);
  });

  test('each has a name of its own', () => {
    const names = new Set(schemas.map((schema) => nameCompiled(reader, schema)));
    expect(names.size).toBe(new Set(schemas.map((schema) => JSON.stringify(schema))).size);
  });
});

test.each(['mapping_generated.json', 'mapping_de.json', 'mapping_optionSet.json', 'retrieved_program_metadata.json'])(
  '%s is told alike by all',
  (file) => {
    const text = readFileSync(MAPPINGS + file, 'utf8');
    for (const schema of KNOWN_SCHEMAS.people)
      expect(tell(fromCode(compileToCode('people', schema)), text)).toEqual(tell(compileFor('people', schema), text));
  },
);
