import { describe, expect, test } from 'vitest';
import type { Problem } from '../../../src/base/problem.ts';
import { findReferences } from '../../../src/expression/analyse.ts';
import { checkColumnNames, guessColumnNames } from '../../../src/expression/names/check-columns.ts';
import { checkExpression } from '../../../src/expression/check-expression.ts';
import { checkNames } from '../../../src/expression/names/check-names.ts';
import { parseExpression } from '../../../src/jsonata/parse.ts';

function references(text: string) {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return findReferences(parsed.tree, text);
}

describe('the columns that an expression reads', () => {
  test.each<[string, string[]]>([
    ['FACILITY', ['FACILITY']],
    ['`group/question` != "1"', ['group/question']],
    ['$.a & $$.b', ['a', 'b']],
    ['a[b = 1]^(c)', ['a']],
    ['$map($choices(q), function($v) { $v & r })', ['q', 'r']],
    ['($x := a; function($y) { $y & b }($x))', ['a', 'b']],
    ['{"k": a, b: c}', ['a', 'b', 'c']],
    ['a ? b : c', ['a', 'b', 'c']],
    ['a ~> $uppercase', ['a']],
    ['"x" in [a, b]', ['a', 'b']],
  ])('%s', (text, columns) => {
    const found = references(text);
    expect(found.columns.map((one) => one.name).sort()).toEqual(columns);
    expect(found.readsAll).toBe(false);
  });

  test.each(['*', '$', '$$', '$keys($)', '$each($$, function($v) { $v })'])('%s may read any', (text) => {
    expect(references(text).readsAll).toBe(true);
  });
});

describe('names are checked, with a suggestion', () => {
  const check = (text: string) => {
    const source = { file: 'x.yaml', text };
    const placeOf = (start: number, end: number) => ({ source, start, end });
    const typed = { text, place: placeOf(0, text.length), placeOf };
    const problems = [
      ...checkNames(typed, references(text)),
      ...checkColumnNames(typed, references(text), { columns: ['FACILITY', 'beds'] }),
    ];
    return problems.map((one) => [one.code, one.args['nearest'], text.slice(one.place?.start, one.place?.end)]);
  };
  test.each([
    ['$orgUnit(FACILTY)', [['expression/unknown-column', 'FACILITY', 'FACILTY']]],
    ['$orgunit(FACILITY)', [['expression/unknown-name', '$orgUnit', '$orgunit']]],
    ['$now()', [['expression/not-deterministic', undefined, '$now']]],
    ['$eval(beds)', [['expression/no-eval', undefined, '$eval']]],
    ['($e := $eval; $e(beds))', [['expression/no-eval', undefined, '$eval']]],
    ['$random() * beds', [['expression/not-deterministic', undefined, '$random']]],
    ['beds & $nothing', [['expression/unknown-name', undefined, '$nothing']]],
    ['($n := beds; $n & $trim(FACILITY))', []],
    ['[FACILITY]@$f.$f', []],
    ['beds#$i[$i = 0]', []],
    [
      'beds/a-b & "x/y" & $contains(beds, /x-y/)',
      [
        ['expression/unknown-column', undefined, 'a'],
        ['expression/unknown-column', undefined, 'b'],
      ],
    ],
    ["FACILITY/it's", [['expression/unknown-column', undefined, "it's"]]],
    ['($é’x := beds; $é’y & $é’x)', [['expression/unknown-name', '$é’x', '$é’y']]],
  ])('%s', (text, expected) => expect(check(text)).toEqual(expected));
});

describe('a column in other words gets the right one', () => {
  const typed = (text: string) => {
    const source = { file: 'x.yaml', text };
    const placeOf = (start: number, end: number) => ({ source, start, end });
    return { text, place: placeOf(0, text.length), placeOf };
  };
  const columns = ['ward/beds', 'facility_name', 'sex', 'visit date'];
  const told = (problems: readonly Problem[]) => problems.map((one) => [one.code, one.args['nearest']]);

  test.each([
    ['beds', '`ward/beds`'],
    ['`rooms/beds`', '`ward/beds`'],
    ['`ward.beds`', '`ward/beds`'],
    ['ward_beds', '`ward/beds`'],
    ['`ward-beds`', '`ward/beds`'],
    ['`Beds `', '`ward/beds`'],
    ['beds_total', '`ward/beds`'],
    ['facility', 'facility_name'],
    ['facilityNames', 'facility_name'],
    ['`site/facility`', 'facility_name'],
    ['`group/sex`', 'sex'],
    ['visit_date', '`visit date`'],
  ])('%s: %s', (text, wanted) => {
    const problems = checkColumnNames(typed(text), references(text), { columns });
    expect(told(problems)).toEqual([['expression/unknown-column', wanted]]);
  });

  test.each([
    ['ward/beds', 'expression/needs-backticks', undefined],
    ['ward.beds', 'expression/split-column', '`ward/beds`'],
    ['rooms/beds', 'expression/split-column', '`ward/beds`'],
  ])('%s, without backticks', (text, code, wanted) => {
    expect(told(checkColumnNames(typed(text), references(text), { columns }))).toEqual([[code, wanted]]);
  });

  test('where the source is out of reach, other words may be another column', () => {
    const guessed = (text: string) => told(guessColumnNames(typed(text), references(text), new Set(columns)));
    expect(guessed('beds')).toEqual([['expression/column-unsure', '`ward/beds`']]);
    expect(guessed('beds_total')).toEqual([]);
    expect(guessed('facility')).toEqual([]);
  });
});

test.each([
  ['a + (b', 6, 6],
  ['a and', 5, 5],
  ['($f := 1 $f)', 9, 11],
  ['a + $b $c', 7, 9],
  ['a ~ b', 2, 3],
  ['"open', 4, 5],
])('a syntax error in %s is placed under its token', (text, start, end) => {
  const parsed = parseExpression(text);
  expect(parsed.ok ? undefined : [parsed.error.start, parsed.error.end]).toEqual([start, end]);
});

test.each([
  ['calls in first arguments', (inner: string) => `$map(${inner}, function($v) { $v })`],
  ['comparisons in conditions', (inner: string) => `((${inner}) = "1" and a != "2")`],
])('%s, nested deeply, are each looked at once', (_, around) => {
  let text = '[a]';
  for (let depth = 0; depth < 28; depth += 1) text = around(text);
  const source = { file: 'x.yaml', text };
  const placeOf = (start: number, end: number) => ({ source, start, end });
  const typed = { text, place: placeOf(0, text.length), placeOf };
  // Twice the work at each level would not come to an end.
  expect(
    checkExpression(typed, { table: () => undefined, options: () => undefined, tableNames: [] }).leaves,
  ).toHaveLength(1);
});
