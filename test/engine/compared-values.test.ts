import { describe, expect, test } from 'vitest';
import { describe as describeCode } from '../../src/messages/describe.ts';
import { compileExpression } from '../../src/expression/compile.ts';
import { ComparedValues, type SeenValues } from '../../src/engine/compared-values.ts';
import { comparedColumns } from '../../src/mapping/field-columns.ts';
import { toHeader } from '../../src/sources/table-header.ts';

const HEADER = toHeader(['status']);

/** One night: what is told of its cells, and what is remembered of them. */
function nightOf(cells: readonly string[], known: SeenValues = {}): { told: readonly string[]; seen: SeenValues } {
  const compared = new ComparedValues(['status'], known, HEADER);
  compared.see(cells.map((cell, n) => ({ header: HEADER, cells: [cell], row: n + 1, line: n + 2 })));
  return {
    told: compared.news().map(({ code, args }) => describeCode(code, args).message),
    seen: compared.knownValues(),
  };
}

describe('values of a compared column', () => {
  test.each<[string, string[], string[], RegExp | undefined]>([
    ['the same', ['a', 'b', ''], ['b', 'a'], undefined],
    ['fewer', ['a', 'b'], ['a'], undefined],
    ['blank', ['a'], ['', ' '], undefined],
    ['a new one', ['a', 'b'], ['a', 'c', 'c'], /"status" .* \(rows: 2, first: row 3 in Excel\)/],
    ['all in other words', ['validation_status_approved'], ['Approved', ''], /rows: 1, first: row 2 in Excel/],
    ['free text', Array.from({ length: 101 }, (_, n) => `text ${n}`), ['another'], undefined],
    ['free text from now on', ['a'], Array.from({ length: 101 }, (_, n) => `text ${n}`), undefined],
  ])('%s', (_, first, second, told) => {
    const { told: before, seen } = nightOf(first);
    expect(before).toEqual([]);
    const now = nightOf(second, seen);
    expect(now.told.join()).toMatch(told ?? /^$/);
    expect(nightOf(second, now.seen).told).toEqual([]);
    expect(JSON.stringify(now)).not.toMatch(/Approved|validation_status_approved|text 1/);
  });

  test('a column that the source has lost for a night is remembered', () => {
    const { seen } = nightOf(['a']);
    expect(new ComparedValues(['status'], seen, toHeader(['other'])).knownValues()).toEqual(seen);
  });
});

test.each<[string, string[]]>([
  ['status != "refused"', ['status']],
  ['`a/b` = "1" and "2" = c', ['a/b', 'c']],
  ['status in ["a", "b"]', ['status']],
  ['$validation(status) != "not_approved"', []],
  ['visit >= "2025-01-01" and age <= "9"', []],
  ['$date(visit) > "2025-01-01"', []],
])('%s compares %j', (text, columns) => {
  const compiled = compileExpression(text, { table: () => undefined, options: () => undefined, tableNames: [] });
  if (!compiled.ok) throw new Error(compiled.error.message);
  const place = { source: { file: 'x', text }, start: 0, end: 0 };
  const used = { text: { text, place, placeOf: () => place }, expression: compiled.expression, leaves: [] };
  expect(comparedColumns([used, undefined])).toEqual(columns);
});

test('a form version that no run has met is named, for no person wrote it', () => {
  const header = toHeader(['__version__']);
  const night = (cells: readonly string[], known: SeenValues) => {
    const compared = new ComparedValues([], known, header);
    compared.see(cells.map((cell, n) => ({ header, cells: [cell], row: n + 1, line: n + 2 })));
    return compared;
  };
  const before = night(['vA1', 'vA1'], {}).knownValues();
  expect(night(['vA1'], before).news()).toEqual([]);
  expect(night(['vA1', 'vB2', 'vB2'], before).news()).toEqual([
    { code: 'source/new-version', args: { column: '__version__', version: 'vB2', more: 0, count: 2, line: 3 } },
  ]);
});
