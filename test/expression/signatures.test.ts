import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import jsonata from 'jsonata';
import { describe, expect, test } from 'vitest';
import { HELPERS, SUGGESTIONS } from '../../src/expression/helpers/helper-table.ts';
import { BUILT_IN_SIGNATURES, parseSignature } from '../../src/expression/signatures.ts';

test.each([...BUILT_IN_SIGNATURES.keys()])('jsonata has a function $%s', async (name) => {
  expect(await jsonata(`$type($${name})`).evaluate({})).toBe('function');
});

test.each([...HELPERS.values()])(
  '$name takes as many arguments as it says to people, and has no name of jsonata',
  (one) => {
    const { least, most } = parseSignature(one.types);
    const told = /\((.*)\)$/.exec(one.signature)?.[1]?.split(', ') ?? [];
    const isRepeated = told.includes('…');
    expect(most).toBe(isRepeated ? Infinity : told.length);
    expect(least).toBe(told.filter((parameter) => parameter !== '…' && !parameter.endsWith('?')).length);
    expect(BUILT_IN_SIGNATURES.has(one.name)).toBe(false);
  },
);

test('what the checks suggest is each the matter of one helper', () => {
  const suggested = [...HELPERS.values()].flatMap((one) => Object.keys(one.suggestions ?? {}));
  expect(new Set(suggested).size).toBe(suggested.length);
  expect(Object.keys(SUGGESTIONS).sort()).toEqual(
    ['number', 'whole', 'answer', 'answerOf', 'choices', 'daysBetween', 'option', 'point'].sort(),
  );
});

describe('what a helper means stands in its entry: nobody else knows it by name', () => {
  const SRC = join(import.meta.dirname, '../../src');
  const NAMES = [...HELPERS.keys()].join('|');
  // In a text or a comparison; `{ meant: 'date' }` and types of DHIS2's properties are words of their own.
  const NAMED = new RegExp(String.raw`(?:===|!==|case|get\(|has\()\s*'(?:${NAMES})'|\$(?:${NAMES})\(`);
  const OWN_WORDS = /(?:\btype|\.is) [!=]== '(?:date|uid|option|period)'/g;
  test.each(['expression/rules', 'expression/inference', 'jsonata', 'mapping', 'playground'])('%s', (folder) => {
    const files = existsSync(join(SRC, folder))
      ? readdirSync(join(SRC, folder), { recursive: true, encoding: 'utf8' })
      : [];
    const code = (file: string) =>
      readFileSync(join(SRC, folder, file), 'utf8')
        .replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '')
        .replace(OWN_WORDS, '');
    expect(files.filter((one) => one.endsWith('.ts') && NAMED.test(code(one)))).toEqual([]);
  });
});

test('a signature is read in all its parts', () => {
  const { parameters, returns } = parseSignature('<s-(sf)n?a<s>+:b>');
  expect(parameters.map((one) => [one.type.kinds, one.takesContext, one.isOptional, one.isRepeated])).toEqual([
    [1, true, false, false],
    [65, false, false, false],
    [2, false, true, false],
    [16, false, false, true],
  ]);
  expect(returns.kinds).toBe(4);
});
