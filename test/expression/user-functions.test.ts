import type { Header } from '../../src/contracts/record.ts';
import { describe, expect, test } from 'vitest';
import { Failed } from '../../src/expression/batch.ts';
import type { ExpressionContext, UserFunction } from '../../src/expression/context.ts';
import { checkExpression, checkFunction } from '../../src/expression/check-expression.ts';
import type { ExpressionError } from '../../src/jsonata/parse.ts';
import { codeOf, evaluate as evaluateWith } from './evaluate.ts';

function ownFunction(name: string, text: string): UserFunction {
  const source = { file: 'x.yaml', text };
  const placeOf = (start: number, end: number) => ({ source, start, end });
  return { name, text: { text, place: placeOf(0, text.length), placeOf } };
}

const CONTEXT: ExpressionContext = {
  table: () => undefined,
  options: () => undefined,
  tableNames: [],
  userFunctions: [
    ownFunction('twice', 'function($x) { 2 * $int($x) }'),
    ownFunction('sumOfTwice', 'function($a, $b) { $twice($a) + $twice($b) }'),
    ownFunction('factorial', 'function($n) { $n <= 1 ? 1 : $n * $factorial($n - 1) }'),
    ownFunction('isEven', 'function($n) { $n = 0 ? true : $isOdd($n - 1) }'),
    ownFunction('isOdd', 'function($n) { $n = 0 ? false : $isEven($n - 1) }'),
    ownFunction('endless', 'function($n) { 1 + $endless($n + 1) }'),
    ownFunction('commented', '/* ten times */ function($x) { $x * 10 } /* (ends here) */'),
  ],
};

const evaluate = (text: string, row: Record<string, string>) => evaluateWith(text, row, CONTEXT);

describe('functions of the spec are called from any expression', () => {
  test.each<[string, unknown]>([
    ['$twice(beds)', 6],
    ['$sumOfTwice(beds, cots)', 14],
    ['$map([beds, cots], $twice)', [6, 8]],
    ['beds ~> $twice()', 6],
    ['$factorial($int(cots))', 24],
    ['$isEven(10)', true],
    ['$commented($int(beds))', 30],
    ['($twice := function($x) { "my own" }; $twice(beds))', 'my own'],
    ['$twice("")', undefined],
  ])('%s', async (text, value) => {
    const evaluated = await evaluate(text, { beds: '3', cots: '4' });
    // A list that JSONata has made bears marks of its own.
    expect(Array.isArray(evaluated) ? [...evaluated] : evaluated).toEqual(value);
  });

  test('a miss inside one rejects the record as elsewhere', async () => {
    const evaluated = await evaluate('$twice(beds)', { beds: 'many' });
    expect(codeOf(evaluated)).toBe('function/not-whole');
  });

  test('an error beside one is placed in the expression', async () => {
    const text = '$twice(beds) + $number("x")';
    const evaluated = await evaluate(text, { beds: '3' });
    const { start, end } = (evaluated as Failed).reason as ExpressionError;
    expect(text.slice(start, end)).toMatch(/\$number|\(/);
  });

  test('an error inside one is told of its call, not of a place in the function', async () => {
    const text = '1 + $broken(beds)';
    const userFunctions = [...(CONTEXT.userFunctions ?? []), ownFunction('broken', 'function($x) { -$x }')];
    const evaluated = await evaluateWith(text, { beds: '3' }, { ...CONTEXT, userFunctions });
    const { code, start, end } = (evaluated as Failed).reason as ExpressionError;
    expect([code, text.slice(start, end)]).toEqual(['D1002', '(']);
  });

  test('endless recursion is stopped', async () => {
    expect(await evaluate('$endless(1)', { beds: '3' })).toBeInstanceOf(Failed);
  });
});

test.each([
  ['function($x) { $x & beds }', 'function/reads-column'],
  ['function() { $$ }', 'function/reads-column'],
  ['"text"', 'function/not-a-function'],
  ['function($x) { $x + "a" }', 'expression/plus-of-texts'],
  ['function($x) { $twice() }', 'expression/argument-count'],
  ['function($x) { $option($x) }', undefined],
])('%s is checked', (text, code) => {
  const problems = checkFunction('own', ownFunction('own', text).text, CONTEXT);
  expect(problems.map((one) => one.code)).toEqual(code === undefined ? [] : [code]);
});

describe('functions are followed into what they call', () => {
  const long = (first: string): string => first + Array.from({ length: 480 }, (_, at) => ` & "${at}"`).join('');
  const check = (text: string, userFunctions: readonly UserFunction[], header?: Header) => {
    const context = { ...CONTEXT, userFunctions, ...(header && { header }) };
    return checkExpression(ownFunction('expression', text).text, context).problems.map((one) => one.code);
  };

  test('but not for ever: however many call each other', () => {
    const calls = (name: string) =>
      `function($x) { ${['$x', '$x & "1"', '$x & "2"'].map((one) => `$${name}(${one})`).join(' & ')} }`;
    const own = [ownFunction('a', calls('b')), ownFunction('b', calls('c')), ownFunction('c', calls('a'))];
    expect(check(Array.from({ length: 400 }, (_, at) => `$a(column${at})`).join(' & '), own)).toEqual([]);
  });

  test('and not deeper than the stack', () => {
    const own = [
      ownFunction('a', `function($x) { ${long('$b($x)')} }`),
      ownFunction('b', `function($x) { ${long('$c($x)')} }`),
      ownFunction('c', `function($x) { ${long('$x')} }`),
    ];
    expect(check(long('$a(name)'), own)).toEqual([]);
  });

  test('through each other, once the header has told that a name is no repeat', () => {
    const own = [
      ownFunction('total', 'function($a, $b) { $plain($a, $b) }'),
      ownFunction('plain', 'function($a, $b) { $a + $b }'),
    ];
    const header = {
      columns: ['beds', 'age'],
      positions: new Map([
        ['beds', 0],
        ['age', 1],
      ]),
    };
    expect(check('$total(beds, age)', own, header)).toContain('expression/not-a-number');
    expect(check('$total(beds, age)', own)).toEqual([]);
    expect(check('$total($int(beds), $int(age))', own)).toEqual([]);
  });
});
