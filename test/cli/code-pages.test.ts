import { expect, test } from 'vitest';
import { knownCodes, pageOf } from '../../src/base/codes.ts';
import { EtlError } from '../../src/base/errors.ts';
import { describeCode, listCodes } from '../../src/cli/code-pages.ts';

const AREAS = ['expression/', 'function/', 'lookup/', 'option/', 'yaml/expression-'];

test.each(knownCodes().filter((code) => AREAS.some((area) => code.startsWith(area))))('%s is explained', (code) =>
  expect(pageOf(code).explanation).toBeDefined(),
);

test('a page has message, meaning, example and hint', () => {
  expect(describeCode('unknown-column').text).toBe(
    [
      'expression/unknown-column: The source has no column "<name>".',
      'Every name in an expression is a column of the source, letter by letter, unless it starts with $. JSONata itself would take a misspelt one for a blank.',
      'Wrong:\n    =FACILTY',
      'Right:\n    =FACILITY',
    ].join('\n\n'),
  );
});

test('an unknown code has its nearest neighbour', () => {
  expect(() => describeCode('expression/unknown-colum')).toThrow(EtlError);
  try {
    describeCode('expression/unknown-colum');
  } catch (error) {
    expect((error as EtlError).hint).toBe('Did you mean expression/unknown-column?');
  }
});

test('every code is in the list, with a message that says something without its gaps filled', () => {
  const { pages, text } = listCodes();
  for (const { code, message } of pages) {
    expect(text).toContain(code);
    expect(message).not.toMatch(/undefined|NaN|\[object/);
  }
});
