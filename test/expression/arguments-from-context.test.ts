/** Built-ins that take the context for their first argument: the checks let pass what jsonata evaluates. */
import jsonata from 'jsonata';
import { expect, test } from 'vitest';
import { checkExpression } from '../../src/expression/check-expression.ts';
import { compileExpression } from '../../src/expression/compile.ts';
import type { ExpressionContext } from '../../src/expression/context.ts';
import { RecordRow } from '../../src/expression/batch.ts';
import { EVERY_COLUMN } from '../../src/expression/read-columns.ts';

const CONTEXT: ExpressionContext = { table: () => undefined, options: () => undefined, tableNames: [] };
const RECORD = { name: 'Koné', symptoms: 'fever_1 cough', age: '25' };

test.each([
  'name.$contains("K")',
  'name[$contains("K")]',
  'name.$split("o")',
  'name.$split("o", 1)',
  'name.$replace("é", "e")',
  'name.$replace("n", "N", 1)',
  'name.$substringBefore("n")',
  'name.$substringAfter("K")',
  'name.$pad(6).$pad(8, "#")',
  'name ~> $contains("K")',
  '$split(symptoms, " ").$replace("_", "-")',
  '$split(symptoms, " ")[$contains("fe")]',
  '$map($split(symptoms, " "), function($v) { $v.$contains("fe") })',
  '$number(age & "0").$power(2)',
  '[1, 2].$power(2)',
  '(name; "12").$parseInteger("0")',
  '{"a": 1}.$lookup("a") ?? 0',
  '$lookup("name") ?? ""',
  '{"a": 1}.$each(function($v, $k) { $k })',
  '$sift(function($v, $k) { $k = "name" })',
])('%s', async (text) => {
  const source = { file: 'x', text };
  const placeOf = (start: number, end: number) => ({ source, start, end });
  const { problems } = checkExpression({ text, place: placeOf(0, text.length), placeOf }, CONTEXT);
  expect(problems).toEqual([]);
  const compiled = compileExpression(text, CONTEXT);
  if (!compiled.ok) throw new Error(compiled.error.message);
  const columns = Object.keys(RECORD);
  const header = { columns, positions: new Map(columns.map((name, at) => [name, at])) };
  const row = new RecordRow({ header, cells: Object.values(RECORD), row: 1, line: 2 }, EVERY_COLUMN);
  const expected: unknown = await jsonata(text).evaluate(RECORD);
  expect(expected).toBeDefined();
  expect(JSON.stringify(await compiled.expression.evaluateBatch([row]))).toBe(JSON.stringify([expected]));
});
