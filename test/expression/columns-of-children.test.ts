/** Columns of children, wherever rows are handed to: a misspelt one is told, and what is right is not. */
import { expect, test } from 'vitest';
import type { Header } from '../../src/contracts/record.ts';
import { checkExpression } from '../../src/expression/check-expression.ts';
import type { UserFunction } from '../../src/expression/context.ts';
import { asTyped } from '../../src/playground/typed-expression.ts';
import { toRepeats } from './with-children.ts';

const header: Header = {
  columns: ['clinic', 'age'],
  positions: new Map([
    ['clinic', 0],
    ['age', 1],
  ]),
  repeats: toRepeats({ visits: ['month', 'cases', 'kind'] }),
};
const FUNCTIONS: readonly UserFunction[] = Object.entries({
  total: 'function($rows) { $sum($map($rows, function($one) { $number($one.casess) })) }',
  byWay: 'function($rows) { $total($rows) }',
  each: 'function($rows, $make) { $map($rows, $make) }',
  kindOf: 'function($row) { $row.kindd }',
}).map(([name, text]) => ({ name, text: asTyped(text) }));

function columnsTold(text: string): unknown[] {
  const context = {
    table: () => undefined,
    options: () => undefined,
    tableNames: [],
    header,
    userFunctions: FUNCTIONS,
  };
  return checkExpression(asTyped(text), context).problems.flatMap(({ code, args }) =>
    code === 'expression/unknown-column' ? [args['nearest'] ?? args['rewrite']] : [],
  );
}

test.each([
  ['$total(visits)', 'cases'],
  ['$byWay(visits[kind = "a"])', 'cases'],
  ['$each(visits, function($one) { $one.casess })', 'cases'],
  ['$map(visits, $kindOf)', 'kind'],
  ['visits ~> $total', 'cases'],
  ['$append(visits, visits[kind = "a"]).casess', 'cases'],
  ['$total($append(visits, []))', 'cases'],
  ['(age = "1" ? visits : visits[kind = "a"]).casess', 'cases'],
  ['$total(age = "1" ? visits : visits[kind = "a"])', 'cases'],
  ['visits@$v.$v.casess', 'cases'],
  ['visits@$v.{"cases": $v.casess, "clinic": clinic}', 'cases'],
  ['$lookup(visits[0], "casess")', 'cases'],
  ['visits.$lookup($, "clinic")', '$$.clinic'],
])('%s', (text, meant) => {
  expect(columnsTold(text)).toContain(meant);
});

test.each([
  'visits@$v.clinic',
  'visits@$v.{"cases": $v.cases, "clinic": clinic}',
  '$append(visits, visits).cases',
  '$append(visits, {"casess": 1}).casess',
  '$append(visits, clinic)',
  '(age = "1" ? visits : {"casess": 1}).casess',
  '$lookup({"casess": 1}, "casess")',
  '$lookup(visits[0], "cases")',
])('%s is right', (text) => {
  expect(columnsTold(text)).toEqual([]);
});
