import { describe, expect, test } from 'vitest';
import { knownCodes, pageOf } from '../../src/base/codes.ts';
import { EtlError } from '../../src/base/errors.ts';
import { describeCode, listCodes } from '../../src/cli/code-pages.ts';
import { checkExpression } from '../../src/expression/check-expression.ts';
import { checkColumnNames, checkNames } from '../../src/expression/check.ts';
import { compileExpression } from '../../src/expression/compile.ts';
import type { FunctionContext } from '../../src/expression/functions/etl-function.ts';

const CONTEXT: FunctionContext = {
  table: () => undefined,
  options: (uid) => (uid === undefined ? undefined : { name: uid, get: () => undefined, keys: () => [] }),
  tableNames: ['regions'],
};
const COLUMNS = new Set(
  'FACILITY age sex consent name first nickname services visit birth weight region t q _submission_time group/question group.question national_id'.split(
    ' ',
  ),
);

/** Codes of an expression that stands alone, its `=` before it. */
function codesOf(text: string): string[] {
  const source = { file: 'x', text };
  const placeOf = (start: number, end: number) => ({ source, start, end });
  const expression = { text, place: placeOf(0, text.length), placeOf };
  const compiled = compileExpression(text, CONTEXT);
  if (!compiled.ok) return ['expression/syntax'];
  const { references } = compiled.expression;
  const columns = [...checkNames(expression, references), ...checkColumnNames(expression, references, COLUMNS)];
  return [...columns, ...checkExpression(expression, CONTEXT).problems].map((one) => one.code);
}

const EXPLAINED = knownCodes().flatMap((code) => {
  const { explanation } = pageOf(code);
  return explanation ? [{ code, ...explanation }] : [];
});
const AREAS = ['expression/', 'function/', 'lookup/', 'option/'];

test.each(knownCodes().filter((code) => AREAS.some((area) => code.startsWith(area))))('%s is explained', (code) =>
  expect(pageOf(code).explanation).toBeDefined(),
);

const ALONE = EXPLAINED.filter(
  ({ code, wrong }) =>
    code.startsWith('expression/') &&
    wrong.startsWith('=') &&
    !wrong.includes('#') &&
    code !== 'expression/column-unsure',
);

describe('the examples of the explanations are true', () => {
  test.each(ALONE)('$wrong is wrong by $code', ({ code, wrong }) => expect(codesOf(wrong.slice(1))).toContain(code));

  test.each(ALONE)('$right is right', ({ code, right }) => expect(codesOf(right.slice(1))).not.toContain(code));
});

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
