import { describe, expect, test } from 'vitest';
import { compileExpression, type Evaluated, type Row } from '../../src/expression/compile.ts';
import type { FunctionContext } from '../../src/expression/functions/etl-function.ts';
import { FUNCTIONS } from '../../src/expression/functions/function-table.ts';
import { toTable } from '../../src/mapping/lookup-file.ts';

const TABLES = new Map([
  ['orgUnits', toTable('orgUnits', [['Clinic A', 'OuClinicA01'], ['Élan', 'OuElan00001']])],
  ['regions', toTable('regions', [['N', 'North']])],
]);
const CONTEXT: FunctionContext = {
  table: (name) => TABLES.get(name),
  tableNames: [...TABLES.keys()],
  options: (uid) => (uid === 'OsYesNo0001' ? toTable('Yes or no', [['1', 'YES']]) : undefined),
};

async function evaluate(text: string, row: Record<string, string>): Promise<Evaluated> {
  const compiled = compileExpression(text, CONTEXT);
  if (!compiled.ok) throw new Error(compiled.error.message);
  const columns = Object.keys(row);
  const header = { columns, positions: new Map(columns.map((name, at) => [name, at])) };
  const record = { header, cells: Object.values(row), row: 1, line: 2 };
  const rows: Row[] = [{ record, view: Object.assign(Object.create(null) as Record<string, string>, row) }];
  return (await compiled.expression.evaluateBatch(rows))[0] as Evaluated;
}

describe('every example of the table of functions', () => {
  const examples = [...FUNCTIONS.values()].flatMap((one) => one.examples);
  test.each(examples)('$expression', async ({ expression, row, result }) => {
    const evaluated = await evaluate(expression, row);
    expect(evaluated).toEqual({ ok: true, value: result });
  });

  test('each function has one', () => {
    expect([...FUNCTIONS.values()].filter((one) => one.examples.length === 0)).toEqual([]);
  });
});

describe('what a helper cannot make sense of is a miss', () => {
  test.each([
    ['$orgUnit(x)', 'clinic a', 'lookup/no-match'],
    ['$table("nowhere", x)', 'N', 'lookup/unknown-table'],
    ['$option(x, "OsYesNo0001")', '2', 'option/no-match'],
    ['$option(x)', '1', 'option/no-map'],
    ['$date(x)', '2025-02-30', 'function/not-a-date'],
    ['$date(x)', '14/03/2025', 'function/not-a-date'],
    ['$date(x)', '2025-3-4', 'function/not-a-date'],
    ['$date(x, "DD/MM/YYYY")', '31/02/2025', 'function/not-in-format'],
    ['$date(x, "no date")', '31/02/2025', 'function/bad-format'],
    ['$dateTime(x)', '2025-03-14', 'function/not-a-date-time'],
    ['$time(x)', '24:00', 'function/not-a-time'],
    ['$int(x)', '4.5', 'function/not-whole'],
    ['$int(x)', '1,200', 'function/not-whole'],
    ['$int(x)', '12345678901234567', 'function/too-large'],
    ['$decimal(x)', '2,5', 'function/not-a-number'],
    ['$decimal(x, ",")', '1.200,5', 'function/not-a-number'],
    ['$yesNo(x)', 'perhaps', 'function/not-yes-or-no'],
  ])('%s of %s', async (text, x, code) => {
    const evaluated = await evaluate(text, { x });
    expect(evaluated.ok ? evaluated.value : evaluated.miss?.code).toBe(code);
  });

  test('a look-up suggests the nearest key, and never takes it', async () => {
    const evaluated = await evaluate('$orgUnit(x)', { x: 'elan' });
    expect(evaluated.ok ? undefined : evaluated.miss?.args).toMatchObject({ value: 'elan', nearest: 'Élan' });
  });

  test('outer blanks and Unicode form do not count in a look-up', async () => {
    expect(await evaluate('$orgUnit(x)', { x: ' E\u0301lan ' })).toEqual({ ok: true, value: 'OuElan00001' });
  });
});

test('a name of Object is no column and reaches no prototype', async () => {
  for (const name of ['constructor', '__proto__', 'toString']) {
    expect(await evaluate(`\`${name}\` & "-"`, { x: '1' })).toEqual({ ok: true, value: '-' });
  }
});

test('an endless expression is stopped', async () => {
  const evaluated = await evaluate('($f := function($n) { $f($n + 1) + 1 }; $f(1))', { x: '1' });
  expect(evaluated.ok).toBe(false);
});
