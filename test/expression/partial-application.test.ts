/** Helpers of which some arguments are given beforehand, compiled and in jsonata's own evaluator. */
import { describe, expect, test } from 'vitest';
import { givenHelper } from '../../src/expression/helpers/bind-helper.ts';
import type { ExpressionContext } from '../../src/expression/context.ts';
import { HELPERS } from '../../src/expression/helpers/helper-table.ts';
import { interpreter } from '../../src/expression/interpret.ts';
import { parseExpression } from '../../src/jsonata/parse.ts';
import { toTable } from '../../src/mapping/lookup-file.ts';
import { evaluate } from './evaluate.ts';
import { RecordRow } from '../../src/expression/batch.ts';
import { EVERY_COLUMN } from '../../src/expression/read-columns.ts';

const REGIONS = toTable('regions', [['N', 'North']]);
const CONTEXT: ExpressionContext = {
  table: () => REGIONS,
  tableNames: ['regions'],
  options: () => toTable('Yes or no', [['1', 'YES']]),
};

describe('a helper with some of its arguments given beforehand', () => {
  test.each<[string, string, unknown]>([
    ['$date(?, "DD/MM/YYYY")(x)', '14/03/2025', '2025-03-14'],
    ['x ~> $date(?, "DD/MM/YYYY")', '14/03/2025', '2025-03-14'],
    ['($f := $date(?, "DD/MM/YYYY"); $f(x))', '14/03/2025', '2025-03-14'],
    ['$map($split(x, " "), $date(?, "DD/MM/YYYY"))[1]', '14/03/2025 15/03/2025', '2025-03-15'],
    ['$map($split(x, " "), $option(?, "OsYesNo0001"))[1]', '1 1', 'YES'],
    ['$map($split(x, " "), $date)[1]', '2025-03-14 2025-03-15', '2025-03-15'],
    ['$table("regions", ?)(x)', 'N', 'North'],
    ['$table(?, x)("regions")', 'N', 'North'],
    ['$int(?)(x)', '3.0', 3],
    ['$dateTime(?, "ISO", "Z")(x)', '2025-03-14 10:15', '2025-03-14T10:15:00Z'],
    ['$date(?, "DD/MM/YYYY")(x)', '', undefined],
  ])('%s of %j, compiled and by jsonata', async (text, x, value) => {
    expect(await evaluate(text, { x }, CONTEXT)).toEqual(value);
    const parsed = parseExpression(text);
    if (!parsed.ok) throw new Error(parsed.error.message);
    const header = { columns: ['x'], positions: new Map([['x', 0]]) };
    const row = new RecordRow({ header, cells: [x], row: 1, line: 2 }, EVERY_COLUMN);
    expect(await interpreter(parsed.evaluator, text, CONTEXT)(row)).toEqual(value);
  });

  test('the compiler knows the places of its arguments', () => {
    const counts = ['date', 'dateTime', 'table', 'uid'].map((name) => {
      const helper = HELPERS.get(name);
      return helper && givenHelper(helper, CONTEXT).parameterCount;
    });
    expect(counts).toEqual([2, 3, 2, undefined]);
  });
});
