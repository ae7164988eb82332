import { describe, expect, test } from 'vitest';
import { riskOfPattern } from '../../src/expression/regex-safety.ts';

describe('patterns of every day are fine', () => {
  test.each([
    /^[A-Z]{2}\d+$/,
    /^\w+(\.\w+)*$/,
    /(\d+,)*\d+/,
    /(a|ab)*c/,
    /^\s+|\s+$/,
    /^\d{4}-\d{2}-\d{2}$/,
    /^(\d{1,3}\.){3}\d{1,3}$/,
    /^(a?){30}$/,
    /([^,]*,)*[^,]*/,
    /^[\w.+-]+@[\w-]+(\.[\w-]+)+$/,
    /(foo|bar|baz)+/,
    /a{2,50}b/,
    /(.|\n)*x/,
    /^(?:(?:a|b)|c)*$/,
    /^.{0,200}$/,
    /^([a-z]+ )+$/i,
    /(a?)*b/,
    /^$/,
    /[\]\\-]+x/,
    /(?<year>\d{4})\b/,
    /^\+?\d[\d ()-]{5,}$/,
  ])('%s', (pattern) => expect(riskOfPattern(pattern)).toEqual({ is: 'fine' }));
});

describe('what can be read in ever more ways is refused', () => {
  test.each<[RegExp, string]>([
    [/(a+)+$/, '(a+)+'],
    [/(\d+)*x/, '(\\d+)*'],
    [/(a|a)*/, '(a|a)*'],
    [/(\w|\d)+$/, '(\\w|\\d)+'],
    [/^(([a-z])+.)+[A-Z]([a-z])+$/, '(([a-z])+.)+'],
    [/(x+x+)+y/, '(x+x+)+'],
    [/^(\(?\d+\)?[ -]?)+$/, '(\\(?\\d+\\)?[ -]?)+'],
    [/^([a-z]+ ?)+$/, '([a-z]+ ?)+'],
    [/(a*)*b/, '(a*)*'],
    [/(\d*|x)*y/, '(\\d*|x)*'],
    [/(\s*,?\s*)*x/, '(\\s*,?\\s*)*'],
    [/(A|a)+$/i, '(A|a)+'],
    [/([^x]|[a-c])+$/, '([^x]|[a-c])+'],
  ])('%s', (pattern, part) => expect(riskOfPattern(pattern)).toEqual({ is: 'explodes', part }));
});

describe('two loops that share letters are slow', () => {
  test.each([/\s*\s*x/, /.*foo.*/, /\w*\d+/, /é+[à-ü]+/, /\d*[0-5]*$/])('%s', (pattern) =>
    expect(riskOfPattern(pattern).is).toBe('slow'),
  );
});

test.each([/(a+)\1/, /(?=a)b/, /(?<!a)b/, /(?<q>a)\k<q>/])('%s is beyond what can be told', (pattern) =>
  expect(riskOfPattern(pattern).is).toBe('beyond'),
);

test('a pattern of any size is judged', () => {
  expect(riskOfPattern(new RegExp('(ab?c|d){40}e'.repeat(20))).is).toBe('fine');
  expect(riskOfPattern(new RegExp(`(${Array.from({ length: 300 }, (_, n) => `w${n}`).join('|')})+`)).is).not.toBe(
    'explodes',
  );
});
