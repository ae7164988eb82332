import { expect, test } from 'vitest';
import { dhis2Events } from '../../src/sinks/dhis2-events.ts';
import { isObject } from '../../src/base/json.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { assemble } from '../../src/pipeline/assembly.ts';
import { LANGUAGE, SINK_KEYS, SOURCE_KEYS } from '../../src/pipeline/language.ts';
import { conversionsOf } from '../../src/pipeline/spec-conversions.ts';
import { parseSpecFile, replaceReferences } from '../../src/pipeline/spec-file.ts';

function wordsIn(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(wordsIn);
  if (!isObject(schema)) return [];
  const { becomes, ...rest } = schema;
  return [...(typeof becomes === 'string' ? [becomes] : []), ...Object.values(rest).flatMap(wordsIn)];
}

test('the language says of no value that it becomes something that nobody makes, and nothing is made that it never says', () => {
  const settings = {
    words: { secret: new Set<string>(), maps: new Set<string>(), open: new Set<string>() },
    secrets: new Secrets(),
  };
  const parsed = parseSpecFile('spec', '/a/pipeline.yaml', { file: 'pipeline.yaml', text: 'name: a\n' }, settings);
  const spec = replaceReferences(parsed, { variables: new Map(), inis: new Map() });
  const made = Object.keys(conversionsOf(assemble(spec, undefined), dhis2Events));
  expect([...new Set(wordsIn([LANGUAGE, SOURCE_KEYS, SINK_KEYS]))].sort()).toEqual(made.sort());
});
