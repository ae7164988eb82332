/** The stretch of each part of an expression, whatever is written between. */
import { expect, test } from 'vitest';
import { parseExpression } from '../../../src/jsonata/parse.ts';
import { Spans } from '../../../src/expression/inference/spans.ts';
import type { Tree } from '../../../src/jsonata/tree.ts';

const CASES: readonly (readonly [text: string, find: (tree: Tree) => Tree, part: string])[] = [
  ['age = -1', (tree) => tree.rhs as Tree, '-1'],
  ['age = - 1', (tree) => tree.rhs as Tree, '- 1'],
  ['age = - /* or so */ 1', (tree) => tree.rhs as Tree, '- /* or so */ 1'],
  ['age - 1', (tree) => tree.rhs as Tree, '1'],
  ['[-1, 2]', (tree) => tree.expressions?.[0] as Tree, '-1'],
  ['$f(-0)', (tree) => tree.arguments?.[0] as Tree, '-0'],
  ["it's = 1", (tree) => tree.lhs as Tree, "it's"],
  ['l’age = 1', (tree) => tree.lhs as Tree, 'l’age'],
  ['pre\u0301nom = 1', (tree) => tree.lhs as Tree, 'pre\u0301nom'],
  ['a\u00A0b / c / d', (tree) => tree.lhs as Tree, 'a\u00A0b / c'],
  ['x ~> |$|{"b": 1}| ', (tree) => tree.rhs as Tree, '|$|{"b": 1}|'],
  ['x ~> |$|{"b": 1}, ["c"] |', (tree) => tree.rhs as Tree, '|$|{"b": 1}, ["c"] |'],
  ['$f(function($x) { $x })', (tree) => tree.arguments?.[0] as Tree, 'function($x) { $x }'],
  ['a / b = "/" & c', (tree) => tree.rhs as Tree, '"/" & c'],
];

test.each(CASES)('%s', (text, find, part) => {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const spans = new Spans(text);
  expect(spans.textOf(spans.of(find(parsed.tree)))).toBe(part);
});
