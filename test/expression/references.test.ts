import { describe, expect, test } from 'vitest';
import { findReferences } from '../../src/expression/analyse.ts';
import { parseExpression } from '../../src/jsonata/parse.ts';

function referencesOf(text: string): { columns: string[]; readsAll: boolean } {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const { columns, readsAll } = findReferences(parsed.tree, text);
  return { columns: columns.map((one) => one.name), readsAll };
}

describe('what an expression reads of the record', () => {
  test.each<[string, string[]]>([
    ['a & b', ['a', 'b']],
    ['$.a', ['a']],
    ['$$.a', ['a']],
    ['$uppercase(a)', ['a']],
    ['a ~> $trim', ['a']],
    ['a ~> $substringBefore(" ")', ['a']],
    ['$map($split(a, " "), $uppercase)', ['a']],
    ['$split(a, " ")[$ != b]', ['a']],
    ['[1, 2].{"x": $$.a}', ['a']],
    ['$split(a, " ").{"x": $$.b}', ['a', 'b']],
    ['$split(a, " "){$: $$.b}', ['a', 'b']],
    ['$split(a, " ")#$i.{"at": $i}', ['a']],
  ])('%s: some columns', (text, columns) => {
    expect(referencesOf(text)).toEqual({ columns, readsAll: false });
  });

  test.each<[string, string[]]>([
    ['$[b = "x"].a', ['b', 'a']],
    ['$$[b = "x"].a', ['b', 'a']],
    ['$.(a & b)', ['a', 'b']],
    ['$.{"x": a}', ['a']],
    ['${"x": a}', ['a']],
    ['$.a[b = "x"]', ['a']],
  ])('%s: columns behind $', (text, columns) => {
    expect(referencesOf(text).columns).toEqual(columns);
  });

  test.each([
    '$keys($)',
    '*',
    '**',
    '$keys()',
    '$string()',
    '$lookup("a")',
    '"a" ~> $lookup',
    '($f := $keys; $f())',
    'function($x)<o-:s>{"a"}()',
    'a.%.b',
    'a.(%.b)',
    'a[%.b = "x"]',
    'a@$f.($f & b)',
    '$[b = "x"].a',
    '$$[b = "x"].a',
    'a{"x": $$}',
  ])('%s: perhaps all', (text) => {
    expect(referencesOf(text).readsAll).toBe(true);
  });
});
