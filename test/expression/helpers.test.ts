import { describe, expect, test } from 'vitest';
import { knownCodes } from '../../src/messages/code-table.ts';
import { describe as describeCode } from '../../src/messages/describe.ts';
import { checkExpression } from '../../src/expression/check-expression.ts';
import { Failed } from '../../src/expression/batch.ts';
import type { ExpressionContext } from '../../src/expression/context.ts';
import { HELPERS } from '../../src/expression/helpers/helper-table.ts';
import type { ExpressionText } from '../../src/base/expression-text.ts';
import { toTable } from '../../src/mapping/lookup-file.ts';
import { codeOf, evaluate as evaluateWith } from './evaluate.ts';

const TABLES = new Map([
  [
    'orgUnits',
    toTable('orgUnits', [
      ['Clinic A', 'OuClinicA01'],
      ['Élan', 'OuElan00001'],
    ]),
  ],
  ['regions', toTable('regions', [['N', 'North']])],
]);
const CONTEXT: ExpressionContext = {
  table: (name) => TABLES.get(name),
  tableNames: [...TABLES.keys()],
  options: (uid) => (uid === 'OsYesNo0001' ? toTable('Yes or no', [['1', 'YES']]) : undefined),
};

/** The codes with which the helper that a text calls first may reject a record. */
function codesOf(text: string): readonly string[] {
  const name = /^\$(\w+)/.exec(text)?.[1] as string;
  return [...(HELPERS.get(name)?.errors ?? []), 'function/wrong-type'];
}

const textOf = (text: string): ExpressionText => {
  const place = { source: { file: 'x', text }, start: 0, end: text.length };
  return { text, place, placeOf: (start, end) => ({ ...place, start, end }) };
};

const evaluate = (text: string, row: Record<string, string>) => evaluateWith(text, row, CONTEXT);

describe('every example of the table of functions', () => {
  const examples = [...HELPERS.values()].flatMap((one) => one.examples);
  test.each(examples)('$expression', async ({ expression, row, result }) => {
    const evaluated = await evaluate(expression, row);
    expect(evaluated).toEqual(result);
  });

  test('each function has one', () => {
    expect([...HELPERS.values()].filter((one) => one.examples.length === 0)).toEqual([]);
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
    expect(codeOf(await evaluate(text, { x }))).toBe(code);
    expect(codesOf(text)).toContain(code);
  });

  test('a look-up suggests the nearest key, and never takes it', async () => {
    const evaluated = await evaluate('$orgUnit(x)', { x: 'elan' });
    expect(evaluated).toMatchObject({ reason: { args: { value: 'elan', nearest: 'Élan' } } });
  });

  test('outer blanks and Unicode form do not count in a look-up', async () => {
    expect(await evaluate('$orgUnit(x)', { x: ' E\u0301lan ' })).toEqual('OuElan00001');
  });
});

test('a name of Object is no column and reaches no prototype', async () => {
  for (const name of ['constructor', '__proto__', 'toString']) {
    expect(await evaluate(`\`${name}\` & "-"`, { x: '1' })).toEqual('-');
  }
});

test('an endless expression is stopped', async () => {
  const evaluated = await evaluate('($f := function($n) { $f($n + 1) + 1 }; $f(1))', { x: '1' });
  expect(evaluated).toBeInstanceOf(Failed);
});

describe('dates, ages, periods and places', () => {
  test.each<[string, string, unknown]>([
    ['$date(x, "D/M/YYYY")', ' 4/3/2025 ', '2025-03-04'],
    ['$date(x, "D/M/YYYY")', '14/12/2025', '2025-12-14'],
    ['$date(x, "YYYYMMDD")', '20240229', '2024-02-29'],
    ['$date(x, "YYYY-MM-DD")', '0099-01-01', '0099-01-01'],
    ['$decimal(x, "")', '15', 15],
    ['$decimal($number(x) / 3)', '1', 1 / 3],
    ['$slug(x)', 'क्षेत्र 한국 Zoë', 'क्षेत्र-한국-zoe'],
    ['$date(x, "DD.MM.YYYY HH:mm")', '01.02.2025 23:59', '2025-02-01'],
    ['$dateTime(x, "YYYY-MM-DDTHH:mm:ssZ")', '2025-02-01T23:59:07Z', '2025-02-01T23:59:07Z'],
    ['$dateTime(x)', '2025-03-14 10:15', '2025-03-14T10:15:00'],
    ['$dateTime(x)', '2025-03-14T10:15:07.123456-0330', '2025-03-14T10:15:07.123456-0330'],
    ['$dateTime(x, "ISO", "Europe/Madrid")', '2025-07-01T10:15:00', '2025-07-01T10:15:00+02:00'],
    ['$dateTime(x, "ISO", "Europe/Madrid")', '2025-10-26T01:59:59', '2025-10-26T01:59:59+02:00'],
    ['$dateTime(x, "ISO", "Europe/Madrid")', '2025-10-26T03:00:00', '2025-10-26T03:00:00+01:00'],
    ['$dateTime(x, "ISO", "Australia/Lord_Howe")', '2025-04-06T01:15', '2025-04-06T01:15:00+11:00'],
    ['$dateTime(x, "ISO", "+02:00")', '2025-10-26T02:30:00', '2025-10-26T02:30:00+02:00'],
    ['$dateTime(x, "ISO", "America/Bogota")', '2025-07-01T23:30', '2025-07-01T23:30:00-05:00'],
    ['$dateTime(x, "ISO", "Asia/Kathmandu")', '2025-07-01T23:30', '2025-07-01T23:30:00+05:45'],
    ['$dateTime(x, "ISO", "Z")', '2025-07-01T10:15:00+03:00', '2025-07-01T10:15:00+03:00'],
    ['$age(x, "2025-03-01")', '2024-02-29', 1],
    ['$age(x, "2025-02-28")', '2024-02-29', 0],
    ['$age(x, "2025-02-28T23:00:00+03:00", "days")', '2025-02-28T01:00:00-05:00', 0],
    ['$period(x, "Weekly")', '2026-01-01', '2026W1'],
    ['$period(x, "Weekly")', '2021-01-03', '2020W53'],
    ['$age(x, "2025-03-01", "weeks")', '2025-02-02', 3],
    ['$age(x, "2025-03-01", "weeks")', '2025-02-01', 4],
    ['$period(x, "Quarterly")', '2025-10-01', '2025Q4'],
    // The fourth day of a week tells its year: Saturday, Sunday, Tuesday, Wednesday.
    ['$period(x, "WeeklyWednesday")', '2025-12-30', '2025WedW52'],
    ['$period(x, "WeeklyWednesday")', '2025-12-31', '2026WedW1'],
    ['$period(x, "WeeklyWednesday")', '2026-01-06', '2026WedW1'],
    ['$period(x, "WeeklyWednesday")', '2026-01-07', '2026WedW2'],
    ['$period(x, "WeeklyThursday")', '2025-12-31', '2025ThuW52'],
    ['$period(x, "WeeklyThursday")', '2026-01-01', '2026ThuW1'],
    ['$period(x, "WeeklySaturday")', '2026-01-02', '2025SatW52'],
    ['$period(x, "WeeklySaturday")', '2026-01-03', '2026SatW1'],
    ['$period(x, "WeeklySunday")', '2026-01-03', '2025SunW53'],
    ['$period(x, "WeeklySunday")', '2026-01-04', '2026SunW1'],
    ['$period(x, "BiMonthly")', '2026-02-28', '202601B'],
    ['$period(x, "BiMonthly")', '2026-03-01', '202602B'],
    ['$period(x, "BiMonthly")', '2026-12-31', '202606B'],
    ['$period(x, "SixMonthly")', '2026-06-30', '2026S1'],
    ['$period(x, "SixMonthly")', '2026-07-01', '2026S2'],
    ['$period(x, "SixMonthlyApril")', '2026-03-31', '2025AprilS2'],
    ['$period(x, "SixMonthlyApril")', '2026-04-01', '2026AprilS1'],
    ['$period(x, "SixMonthlyApril")', '2026-09-30', '2026AprilS1'],
    ['$period(x, "SixMonthlyApril")', '2026-10-01', '2026AprilS2'],
    ['$period(x, "FinancialApril")', '2026-03-31', '2025April'],
    ['$period(x, "FinancialApril")', '2026-04-01', '2026April'],
    ['$period(x, "FinancialJuly")', '2026-06-30', '2025July'],
    ['$period(x, "FinancialJuly")', '2026-07-01', '2026July'],
    ['$period(x, "FinancialOct")', '2026-09-30', '2025Oct'],
    ['$period(x, "FinancialOct")', '2026-10-01', '2026Oct'],
    ['$period(x, "FinancialNov")', '2026-10-31', '2026Nov'],
    ['$period(x, "FinancialNov")', '2026-11-01', '2027Nov'],
    ['$period(x, "BiWeekly")', '2026-12-31', '2026BiW27'],
    ['$geoPoint(x)', '5 -73.5', { type: 'Point', coordinates: [-73.5, 5] }],
    ['$slug(x)', 'Ñandú / Río', 'nandu-rio'],
    ['$slug(x)', 'край', 'край'],
    ['$slug(x)', 'Ёлка ά', 'ёлка-ά'],
    ['$slug(x)', 'Ærø Straße Łódź Đà ŒUVRE', 'aero-strasse-lodz-da-oeuvre'],
    ['$slug(x)', 'İstanbul ISPARTAı Þórr Ɛʋɛ', 'istanbul-ispartai-thorr-eve'],
    ['$slug(x)', 'Nʼdjamena ﬁn e\u0301', 'n-djamena-fin-e'],
    ['$geoPoint(x)', '1.0E-4 36 -1.0E-4 0', { type: 'Point', coordinates: [36, 0.0001] }],
    ['$date(x)', '2025-03-14T10:15:00.123456789', '2025-03-14'],
    ['$date(x)', '2025-03-14t9:15:00z', '2025-03-14'],
    ['$date(x)', '2025-03-14T10:15+05', '2025-03-14'],
    ['$age(x, "2025-03-14T10:15+05")', '2024-03-14T10:15:00.123456789', 1],
    ['$period(x, "Monthly")', '2025-03-14t10:15z', '202503'],
    ['$dateTime(x)', '2025-03-14t9:15+05', '2025-03-14T09:15:00+05'],
    ['$time(x)', '10:15:30+05', '10:15'],
    ['$yesNo(x, "\u00e9")', 'E\u0301', true],
    ['$yesNo(x, null, null)', 'no', false],
    ['$decimal(x)', `0.${'0'.repeat(300)}1`, 1e-301],
    ['$int("1" & x)', '0', 10],
    ['$decimal(x)', '0.30000000000000000', 0.3],
  ])('%s of %s', async (text, x, value) => {
    expect(await evaluate(text, { x })).toEqual(value);
  });

  test.each([
    ['$date(x, "YYYY")', '2025', 'function/bad-format'],
    ['$date(x, "MM/YYYY")', '03/2025', 'function/bad-format'],
    ['$dateTime(x, "DD/MM/YYYY")', '14/03/2025', 'function/bad-format'],
    ['$time(x)', '10:15+99:99', 'function/not-a-time'],
    ['$decimal("15", x)', ';', 'function/not-a-number'],
    ['$int([$int(x)])', '5', 'function/wrong-type'],
    ['$date([x, x])', '2025-03-14', 'function/wrong-type'],
    ['$date({"d": x})', '2025-03-14', 'function/wrong-type'],
    ['$date($int(x), "YYYYMMDD")', '20250314', 'function/wrong-type'],
    ['$hash([x])', '5', 'function/wrong-type'],
    ['$uid("a", [x])', '5', 'function/wrong-type'],
    ['$hash($uppercase)', '5', 'function/wrong-type'],
    ['$slug(function($v) { $v })', '5', 'function/wrong-type'],
    ['$choices([x])', '5', 'function/wrong-type'],
    ['$orgUnit([])', '5', 'function/wrong-type'],
    ['$yesNo(x, {"a": 1})', '5', 'function/wrong-type'],
    ['$date(x, "D/M/YYYY")', '4/3/25', 'function/not-in-format'],
    ['$date(x, "D/M/YYYY")', '4/3/2025 10:00', 'function/not-in-format'],
    ['$date(x, "DD/MM/YYYY")', '4/3/2025', 'function/not-in-format'],
    ['$date(x, "DD/MM/YYYY")', '29/02/2025', 'function/not-in-format'],
    ['$dateTime(x, "DD/MM/YYYY HH:mm")', '14/03/2025 24:00', 'function/not-in-format'],
    ['$date(x)', '2025-03-14T10:15+99:00', 'function/not-a-date'],
    ['$date(x)', '2025-03-14T', 'function/not-a-date'],
    ['$date(x)', '2025-03-14T10:15:07.', 'function/not-a-date'],
    ['$dateTime(x, "ISO", "Europe/Madrid")', '2025-03-30T02:30:00', 'function/no-such-hour'],
    ['$dateTime(x, "ISO", "Mars/Base")', '2025-03-30T02:30:00', 'function/bad-offset'],
    ['$dateTime(x, "ISO", "+15:00")', '2025-03-30T02:30:00', 'function/bad-offset'],
    ['$dateTime(x, "ISO", "+14:59")', '2025-03-30T02:30:00', 'function/bad-offset'],
    ['$dateTime(x, "ISO", "-14:30")', '2025-03-30T02:30:00', 'function/bad-offset'],
    ['$dateTime(x, "ISO", "Europe/Madrid")', '2025-10-26T02:30:00', 'function/hour-twice'],
    ['$dateTime(x, "ISO", "Australia/Lord_Howe")', '2025-04-06T01:45', 'function/hour-twice'],
    ['$dateTime(x)', '2025-03-14T10', 'function/not-a-date-time'],
    ['$date(x)', '2025-03-14T10:15+14:59', 'function/not-a-date'],
    ['$uid("visit", x)', 'a\nb', 'function/line-feed'],
    ['$yesNo(x, "null")', 'nul', 'function/not-yes-or-no'],
    ['$yesNo(x, null)', 'null', 'function/not-yes-or-no'],
    ['$yesNo(x, ["a", "b"], ["b"])', 'b', 'function/not-yes-or-no'],
    ['$int(1e21 * $int(x))', '1', 'function/too-large'],
    ['$decimal(x)', `0.${'0'.repeat(330)}1`, 'function/too-large'],
    ['$decimal(x)', `1${'0'.repeat(400)}.0`, 'function/too-large'],
    ['$decimal(x)', '9007199254740993.0', 'function/too-large'],
    ['$date(x, "dd/mm/yyyy")', '14/03/2025', 'function/bad-format'],
    ['$date(x, "DD MMM YYYY")', '14 Mar 2025', 'function/bad-format'],
    ['$age(x, "2025-03-01")', '2025-03-02', 'function/born-later'],
    ['$age(x, "2025-03-01", "hours")', '2025-02-02', 'function/unknown-unit'],
    ['$period(x, "month")', '2025-02-02', 'function/unknown-period'],
    ['$period(x, "Monthly")', '2025-02-30', 'function/not-a-date'],
    ['$geoPoint(x)', '36.8, -1.2', 'function/not-a-point'],
    ['$geoPoint(x)', '95.1 36.8 0 0', 'function/not-a-point'],
    ['$decimal(x)', '12345678901234567', 'function/too-large'],
    ['$decimal(x)', '0.12345678901234567', 'function/too-large'],
  ])('%s of %s is a miss', async (text, x, code) => {
    expect(codeOf(await evaluate(text, { x }))).toBe(code);
    expect(codesOf(text)).toContain(code);
  });
});

describe('a UID of several texts', () => {
  test.each(['', ' ', '\u00a0'])('is none where one of them is blank: %j', async (x) => {
    expect(await evaluate('$uid("visit", x)', { x })).toBeUndefined();
    expect(await evaluate('$uid(x, "visit")', { x })).toBeUndefined();
  });

  test('is none where one of them is absent', async () => {
    expect(await evaluate('$uid("visit", $lookup({"a": "b"}, x))', { x: 'c' })).toBeUndefined();
  });

  test.each(['$uid("visit", x)', '$hash(x)'])('outer blanks and Unicode form do not count in %s', async (text) => {
    expect(await evaluate(text, { x: ' e\u0301 ' })).toBe(await evaluate(text, { x: '\u00e9' }));
  });
});

test.each([
  ['$yesNo(x, "a", "A ")', ['expression/argument-value']],
  ['$yesNo(x, "no")', ['expression/argument-value']],
  ['$yesNo(x, "si", "yes")', []],
  ['$yesNo(x, "yes", "0")', []],
])('a word that would be both yes and no is told: %s', (text, codes) => {
  expect(checkExpression(textOf(text), CONTEXT).problems.map((one) => one.code)).toEqual(codes);
});

test('the call that a hint shows is one that may be written', () => {
  const hint = describeCode('function/not-a-date-time', {}).hint ?? '';
  const [call] = /\$dateTime\(.*\)/.exec(hint) ?? [];
  expect(checkExpression(textOf(call ?? ''), CONTEXT).problems).toEqual([]);
});

test('the codes that a table names exist', () => {
  for (const one of HELPERS.values()) for (const code of one.errors) expect(knownCodes()).toContain(code);
});
