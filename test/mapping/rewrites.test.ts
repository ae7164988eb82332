/**
 * What a hint tells people to write is tried: put in the place of the field's own expression it takes the value at fault,
 * and what the field has taken before. Where nothing would help, the hint is no expression.
 */
import { describe as group, expect, test } from 'vitest';
import { describe } from '../../src/messages/describe.ts';
import { knownCodes } from '../../src/messages/code-table.ts';
import { compileExpression } from '../../src/expression/compile.ts';
import type { ExpressionContext, LookupTable } from '../../src/expression/context.ts';
import type { Args } from '../../src/messages/args.ts';
import type { ShapeProperty } from '../../src/contracts/shape.ts';
import type { Field, Origin } from '../../src/mapping/field.ts';
import { bindMapper } from '../../src/mapping/mapper.ts';
import { canBeRewritten } from '../../src/expression/helpers/rewrites.ts';

const PLACE = { source: { file: 'x', text: '' }, start: 0, end: 0 };

function tableOf(name: string, entries: Record<string, string>): LookupTable {
  const map = new Map(Object.entries(entries));
  return { name, get: (key) => map.get(key), keys: () => map.keys() };
}

const UNITS = tableOf('orgUnits', { 'North Hospital': 'OuNorthHosp' });
const CHOICES = tableOf('OsSize00001', { '1': 'SMALL', '2': 'LARGE' });
const CONTEXT: ExpressionContext = {
  table: (name) => (name === 'orgUnits' ? UNITS : undefined),
  options: () => CHOICES,
  tableNames: ['orgUnits'],
};

type Target = string | Pick<ShapeProperty, 'name' | 'type'>;

function toField(target: Target, from: string): Field {
  const compiled = from.startsWith('=') ? compileExpression(from.slice(1), CONTEXT) : undefined;
  if (compiled && !compiled.ok) throw new Error(`${from}: ${compiled.error.message}`);
  const origin: Origin = compiled?.ok
    ? { is: 'expression', expression: compiled.expression, text: from.slice(1) }
    : { is: 'column', column: from };
  const hasOptions = target === 'OPTIONS';
  const element = { id: 'DeOne000001', name: 'One', valueType: hasOptions ? 'TEXT' : String(target) };
  return {
    target:
      typeof target === 'string'
        ? { is: 'element', element: { ...element, compulsory: undefined, optionSet: undefined } }
        : { is: 'property', property: { description: '', required: target.type === 'uid', ...target } },
    from: origin,
    when: undefined,
    required: undefined,
    optionMap: hasOptions && !compiled ? CHOICES : undefined,
    place: PLACE,
  };
}

/** The rejects of a field for one cell of the column `q`. */
async function rejectsOf(field: Field, cell: string) {
  const columns = ['q', 'a b'];
  const header = { columns, positions: new Map(columns.map((name, at) => [name, at])) };
  const { from } = field;
  const used =
    from.is === 'expression'
      ? [{ text: { text: from.text, place: PLACE, placeOf: () => PLACE }, expression: from.expression, leaves: [] }]
      : [];
  const mapper = bindMapper({ shape: 'event', where: undefined, versions: [], fields: [field], used }, header);
  const [mapped] = await mapper.mapBatch([{ header, cells: [cell, cell], row: 1, line: 2 }]);
  return mapped?.is === 'rejected' ? mapped.rejects : [];
}

const DATE: Target = { name: 'occurredAt', type: 'date' };
const UNIT: Target = { name: 'orgUnit', type: 'uid' };
const PERIOD: Target = { name: 'period', type: 'period' };
const GEOMETRY: Target = { name: 'geometry', type: 'geometry' };

/** Target, field, the value at fault, what to write, and a value that the field takes already. */
type Case = readonly [target: Target, from: string, value: string, expected: string, taken?: string];

const CASES: readonly Case[] = [
  ['NUMBER', 'q', '135,8', '=$decimal(q, [",", "."])', '12.5'],
  ['NUMBER', 'a b', '135,8', '=$decimal(`a b`, [",", "."])', '12.5'],
  ['NUMBER', '=$trim(q)', '135,8', '=$decimal($trim(q), [",", "."])', '12.5'],
  ['NUMBER', '=$decimal(q)', '135,8', '=$decimal(q, [",", "."])', '12.5'],
  ['NUMBER', '=$decimal(q, ",")', '12.5', '=$decimal(q, [",", "."])', '135,8'],
  ['NUMBER', '=$decimal(q, ",") * 2', '12.5', '=$decimal(q, [",", "."]) * 2', '135,8'],
  ['NUMBER', '=$int(q)', '3.5', '=$decimal(q)', '3'],
  ['NUMBER', '=$int(q)', '3,5', '=$decimal(q, [",", "."])', '3'],
  ['NUMBER', 'q', '007', '=$int(q)', '7'],
  ['NUMBER', 'q', '007.5', '=$decimal(q)', '7'],
  ['INTEGER', 'q', '007', '=$int(q)', '7'],
  ['INTEGER', 'q', '3.5', '=$round($decimal(q))', '3'],
  ['INTEGER', '=$int(q)', '3.5', '=$round($decimal(q))', '3'],
  ['INTEGER', '=$decimal(q)', '3.5', '=$round($decimal($decimal(q)))', '3'],
  ['DATE', 'q', '14/03/2025', '=$date(q, ["YYYY-MM-DD", "DD/MM/YYYY"])', '2025-03-14'],
  ['DATE', 'q', '03/14/2025', '=$date(q, ["YYYY-MM-DD", "MM/DD/YYYY"])', '2025-03-14'],
  ['DATE', 'q', '14.03.2025', '=$date(q, ["YYYY-MM-DD", "DD.MM.YYYY"])', '2025-03-14'],
  ['DATE', '=$date(q)', '14/03/2025', '=$date(q, ["YYYY-MM-DD", "DD/MM/YYYY"])', '2025-03-14'],
  ['DATE', '=$date(q, "DD/MM/YYYY")', '2025-03-14', '=$date(q, ["DD/MM/YYYY", "YYYY-MM-DD"])', '14/03/2025'],
  ['DATE', "=$date(q, 'DD/MM/YYYY')", '14-03-2025', '=$date(q, ["DD/MM/YYYY", "DD-MM-YYYY"])', '14/03/2025'],
  [
    'DATE',
    '=$date(q, ["YYYY-MM-DD", "DD/MM/YYYY"])',
    '14.03.2025',
    '=$date(q, ["YYYY-MM-DD", "DD/MM/YYYY", "DD.MM.YYYY"])',
    '14/03/2025',
  ],
  ['DATETIME', 'q', '14/03/2025 10:15', '=$dateTime(q, ["ISO", "DD/MM/YYYY HH:mm"])', '2025-03-14T10:15:00'],
  [
    'DATETIME',
    '=$dateTime(q, "ISO", "Z")',
    '14/03/2025 10:15',
    '=$dateTime(q, ["ISO", "DD/MM/YYYY HH:mm"], "Z")',
    '2025-03-14T10:15:00',
  ],
  [
    'DATETIME',
    '=$dateTime(q)',
    '14/03/2025 10:15',
    '=$dateTime(q, ["ISO", "DD/MM/YYYY HH:mm"])',
    '2025-03-14T10:15:00',
  ],
  ['DATETIME', 'q', '2025-03-14', '=$length(q) = 10 ? q & "T00:00" : q', '2025-03-14T10:15:00'],
  [DATE, 'q', '14/03/2025', '=$date(q, ["YYYY-MM-DD", "DD/MM/YYYY"])', '2025-03-14'],
  [DATE, 'q', '2025-03-14T10:15:00.000+03:00', '=$date(q)', '2025-03-14'],
  [DATE, '=$date(q, "DD/MM/YYYY")', '2025-03-14', '=$date(q, ["DD/MM/YYYY", "YYYY-MM-DD"])', '14/03/2025'],
  [PERIOD, 'q', '2025-03-14T10:15:00', '=$period(q, "Monthly")'],
  [PERIOD, 'q', '14/03/2025', '=$period($date(q, ["YYYY-MM-DD", "DD/MM/YYYY"]), "Monthly")'],
  [
    PERIOD,
    '=$period(q, "Weekly")',
    '14/03/2025',
    '=$period($date(q, ["YYYY-MM-DD", "DD/MM/YYYY"]), "Weekly")',
    '2025-03-14',
  ],
  ['BOOLEAN', 'q', 'si', '=$yesNo(q, ["yes", "true", "1", "oui", "vrai", "si"])', 'Non'],
  ['BOOLEAN', '=$yesNo(q)', 'si', '=$yesNo(q, ["yes", "true", "1", "oui", "vrai", "si"])', 'Non'],
  ['BOOLEAN', '=$yesNo(q, "si", "no")', 'sí', '=$yesNo(q, ["si", "sí"], "no")', 'no'],
  ['TIME', 'q', '10:15:30', '=$time(q)', '10:15'],
  [GEOMETRY, 'q', '-1.28 36.8 1790 5', '=$geoPoint(q)'],
  [UNIT, 'q', 'North Hospital', '=$orgUnit(q)'],
  ['OPTIONS', 'q', '1.0', '=$int(q)', '2'],
];

test.each(CASES.map((one) => [`${JSON.stringify(one[0])} from ${one[1]}: ${one[2]}`, one] as const))(
  '%s',
  async (_, one) => {
    const [target, from, value, expected, taken] = one;
    const [reject] = await rejectsOf(toField(target, from), value);
    const { code, args } = reject ?? { code: undefined, args: {} as Args };
    expect({ code, instead: args['instead'] }).toEqual({ code, instead: expected });
    const { hint } = describe(code as 'value/date-format', args as never);
    expect(hint).toContain(expected);
    if (target === 'OPTIONS') return expect(CHOICES.get('1')).toBe('SMALL');
    const mended = toField(target, expected);
    expect(await rejectsOf(mended, value)).toEqual([]);
    if (taken !== undefined) {
      expect(await rejectsOf(toField(target, from), taken)).toEqual([]);
      expect(await rejectsOf(mended, taken)).toEqual([]);
    }
  },
);

group('where no expression helps, or it would be a guess, none is told', () => {
  test.each<readonly [Target, string, string]>([
    ['NUMBER', 'q', '1,200'],
    ['NUMBER', 'q', '1 200'],
    ['NUMBER', 'q', '1e5'],
    ['NUMBER', '=$decimal(q, [",", "."])', '1,200'],
    ['NUMBER', '=$decimal(q, [",", "."])', 'many'],
    ['NUMBER', '=$decimal(q) + $decimal(q)', '135,8'],
    ['INTEGER', '=$int(q)', 'many'],
    ['DATE', 'q', '2025-02-30'],
    ['DATE', '=$date(q, "DD/MM/YYYY")', '31/02/2025'],
    ['DATE', '=$date(q, ["DD/MM/YYYY", "MM/DD/YYYY"])', '03/04/2025'],
    ['DATE', '=$date(q)', 'yesterday'],
    ['DATETIME', '=$dateTime(q)', '14/03/2025'],
    ['TIME', '=$time(q)', 'noon'],
    ['BOOLEAN', 'q', 'I do not know, ask her mother'],
    [UNIT, '=$orgUnit(q)', 'Nowhere'],
    [GEOMETRY, 'q', 'over there'],
  ])('%s from %s: %s', async (target, from, value) => {
    const [reject] = await rejectsOf(toField(target, from), value);
    expect(reject).toBeDefined();
    if (!reject) return;
    const { hint = '' } = describe(reject.code, reject.args);
    expect(hint).not.toMatch(/\$(?:decimal|int|date|dateTime|time|yesNo|round|geoPoint)\(/);
  });
});

test('every code whose hint names a function for a value is one that knows the field', () => {
  const generic = knownCodes().filter((code) => {
    if (!/^(?:value|field|function)\//.test(code) || canBeRewritten(code)) return false;
    return /\$(?:decimal|int|date|dateTime|time|yesNo|round|geoPoint|period)\(/.test(
      describe(code, {} as never).hint ?? '',
    );
  });
  expect(generic).toEqual([]);
});
