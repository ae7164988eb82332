/** Strictness at run time: what an expression cannot make sense of rejects the record, and numbers lose nothing. */
import { describe, expect, test } from 'vitest';
import { compileExpression } from '../../src/expression/compile.ts';
import type { ExpressionContext } from '../../src/expression/context.ts';
import type { Field } from '../../src/mapping/field.ts';
import { bindMapper } from '../../src/mapping/mapper.ts';
import { assembleEvent } from '../../src/sinks/assemble-event.ts';
import { assemble } from '../../src/engine/assemble.ts';

const CONTEXT: ExpressionContext = { table: () => undefined, options: () => undefined, tableNames: [] };
const PLACE = { source: { file: 'x', text: '' }, start: 0, end: 0 };

/** What becomes of one required data element of one row: its value, or why it has none. */
async function map(text: string, row: Record<string, string>, valueType = 'TEXT'): Promise<unknown> {
  const compiled = compileExpression(text, CONTEXT);
  if (!compiled.ok) throw new Error(compiled.error.message);
  const { expression } = compiled;
  const field: Field = {
    target: {
      is: 'element',
      element: { id: 'DeOne000001', name: 'One', valueType, compulsory: undefined, optionSet: undefined },
    },
    from: { is: 'expression', expression, text },
    when: undefined,
    required: 'always',
    optionMap: undefined,
    place: PLACE,
  };
  const columns = Object.keys(row);
  const header = { columns, positions: new Map(columns.map((name, at) => [name, at])) };
  const used = [{ text: { text, place: PLACE, placeOf: () => PLACE }, expression, leaves: [] }];
  const mapper = bindMapper({ shape: 'event', where: undefined, versions: [], fields: [field], used }, header);
  const [mapped] = await mapper.mapBatch([{ header, cells: Object.values(row), row: 1, line: 2 }]);
  if (!mapped || mapped.is === 'excluded') return mapped;
  const assembled = assemble({ assemble: assembleEvent }, mapped);
  if ('object' in assembled) return mapped.filled?.values[0];
  return assembled.rejects.map(({ code, args, value }) => ({ code, args, value }));
}

describe('a required field without a value names field, expression, and what it stumbled on', () => {
  const args = (from: string, makesNothing: boolean) => ({
    field: 'One (DeOne000001)',
    from,
    ...(makesNothing && { makesNothing }),
  });

  test.each<[string, Record<string, string>, string | undefined]>([
    ['$lookup({"1": "YES"}, q)', { q: '2' }, '2'],
    ['$lookup({"1": "YES"}, q)', { q: '' }, undefined],
    ['$trim(q)', { q: '  ' }, undefined],
    ['$lookup({"1": "YES"}, q & r)', { q: '2', r: 'b' }, 'q: 2, r: b'],
    ['$int(q)', { q: '' }, undefined],
  ])('%s of %o', async (text, row, value) => {
    const reason = { code: 'field/required', args: args(text, value !== undefined), value };
    expect(await map(text, row)).toEqual([reason]);
  });
});

describe('a blank is the empty text, and a helper given a blank gives no value', () => {
  test.each([
    ['(q != "1") & ""', 'true'],
    ['q = "" ? "blank" : q', 'blank'],
    ['$exists($date(q)) & ""', 'false'],
    ['$exists($choices(q)) & ""', 'false'],
    ['$exists($age(q, "2025-01-01")) & ""', 'false'],
    ['$exists($geoPoint(q)) & ""', 'false'],
  ])('%s', async (text, value) => expect(await map(text, { q: '' })).toBe(value));
});

describe('numbers lose nothing', () => {
  test.each<[string, string, unknown, string]>([
    ['q', '12345678901234567', '12345678901234567', 'TEXT'],
    ['$trim(q)', ' 12345678901234567 ', '12345678901234567', 'TEXT'],
    ['$int(q)', '3.0', '3', 'INTEGER'],
    ['q', '0.50', '0.50', 'NUMBER'],
    ['$decimal(q) * 3', '0.1', '0.30000000000000004', 'NUMBER'],
    ['$decimal(q) / 10000000', '1', '0.0000001', 'NUMBER'],
  ])('%s of %s', async (text, q, value, type) => expect(await map(text, { q }, type)).toBe(value));

  test.each([
    ['$number(q)', 'function/too-large'],
    ['$int(q)', 'function/too-large'],
    ['$decimal(q)', 'function/too-large'],
    ['$int("9007199254740991") * 10', 'function/too-large'],
  ])('%s of an identifier is refused', async (text, code) => {
    expect(await map(text, { q: '12345678901234567' })).toMatchObject([{ code }]);
  });
});
