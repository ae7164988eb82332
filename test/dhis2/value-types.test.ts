import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { describe as describeCode } from '../../src/messages/describe.ts';
import { isValueType, takesValue, toDhis2Value, valueTypes } from '../../src/dhis2/value-types.ts';

type Verdict = readonly [valueType: string, value: string | { repeat: readonly [string, number] }, accepted: boolean];

const VERDICTS = (
  JSON.parse(readFileSync(new URL('recordings/value-type-verdicts.json', import.meta.url), 'utf8')) as {
    rows: readonly Verdict[];
  }
).rows;

const ours = (type: string, value: string): string => `${type} ${JSON.stringify(value.slice(0, 60))}`;

/** What we let pass and the server refuses: it knows what exists, and the list of top-level domains. */
const ONLY_THE_SERVER_KNOWS = new Set([
  'EMAIL "ann@example.invalidtld"',
  'EMAIL "ann@example.local"',
  'URL "https://example.invalidtld"',
  'USERNAME "kobo_etl"',
  'USERNAME "nobody1"',
  'USERNAME "ADMIN"',
  'USERNAME "Admin"',
  'USERNAME "ann.b"',
  'USERNAME "kobo-etl"',
  'USERNAME "M5zQapPyTZI"',
  'USERNAME "ann@example.org"',
  `USERNAME "${'x'.repeat(60)}"`,
  'ORGANISATION_UNIT "KobFacXx999"',
  'ORGANISATION_UNIT "kobfacoua01"',
  'FILE_RESOURCE "KobFileXx99"',
  'IMAGE "KobFileXx99"',
]);

test('our checks agree with a real server', () => {
  const differing = new Map<string, string>();
  for (const [type, given, accepted] of VERDICTS) {
    const value = typeof given === 'string' ? given : given.repeat[0].repeat(given.repeat[1]);
    if (takesValue(type, value) !== accepted) differing.set(ours(type, value), accepted ? 'taken' : 'refused');
  }
  expect([...differing.keys()].filter((one) => !ONLY_THE_SERVER_KNOWS.has(one))).toEqual([]);
  expect([...ONLY_THE_SERVER_KNOWS].filter((one) => !differing.has(one))).toEqual([]);
  expect([...new Set(differing.values())]).toEqual(['refused']);
  expect(VERDICTS.length).toBe(900);
  expect([...new Set(VERDICTS.map(([type]) => type))].filter((type) => !isValueType(type))).toEqual([]);
});

test('what conversion lets through, the server takes', () => {
  const wrong: string[] = [];
  for (const [type, given] of VERDICTS) {
    const value = typeof given === 'string' ? given : given.repeat[0].repeat(given.repeat[1]);
    const converted = toDhis2Value(type, value);
    if (!converted.ok || converted.value === null) continue;
    if (!takesValue(type, converted.value)) wrong.push(ours(type, value));
    const again = toDhis2Value(type, converted.value);
    if (!again.ok || again.value !== converted.value || again.conversion !== null)
      wrong.push(`twice: ${ours(type, value)}`);
  }
  expect(wrong).toEqual([]);
});

describe('conversions lose nothing', () => {
  test.each<[string, string | number | boolean, string | null, string | null]>([
    ['TEXT', 'a', 'a', null],
    ['TEXT', '  a b ', 'a b', 'blanks trimmed'],
    ['TEXT', 'e\u0301', '\u00e9', 'accents composed (NFC)'],
    ['TEXT', '   ', null, null],
    ['TEXT', '', null, null],
    ['TEXT', 'line\nline', 'line\nline', null],
    ['TEXT', 7.5, '7.5', null],
    ['TEXT', true, 'true', null],
    ['LONG_TEXT', 'x'.repeat(50_000), 'x'.repeat(50_000), null],
    ['SOMETHING_NEW', 'as it is', 'as it is', null],
    ['NUMBER', '0.50', '0.50', null],
    ['NUMBER', '12345678901234567890', '12345678901234567890', null],
    ['NUMBER', ' 5 ', '5', 'blanks trimmed'],
    ['NUMBER', 0.1, '0.1', null],
    ['NUMBER', 1e-7, '0.0000001', null],
    ['NUMBER', -1.5e-9, '-0.0000000015', null],
    ['NUMBER', 1e21, '1000000000000000000000', null],
    ['NUMBER', 1.25e22, '12500000000000000000000', null],
    ['NUMBER', -0, '0', null],
    ['PERCENTAGE', '33.3', '33.3', null],
    ['UNIT_INTERVAL', '0.25', '0.25', null],
    ['INTEGER', '3.0', '3', 'decimal zeros dropped'],
    ['INTEGER', '-3.00', '-3', 'decimal zeros dropped'],
    ['INTEGER', '-0', '0', 'decimal zeros dropped'],
    ['INTEGER', 12, '12', null],
    ['INTEGER', '-2147483648', '-2147483648', null],
    ['INTEGER_ZERO_OR_POSITIVE', '0.0', '0', 'decimal zeros dropped'],
    ['BOOLEAN', 'true', 'true', null],
    ['BOOLEAN', 'TRUE', 'true', 'yes or no as true or false'],
    ['BOOLEAN', 'Yes', 'true', 'yes or no as true or false'],
    ['BOOLEAN', 'no', 'false', 'yes or no as true or false'],
    ['BOOLEAN', '1', 'true', 'yes or no as true or false'],
    ['BOOLEAN', 0, 'false', 'yes or no as true or false'],
    ['BOOLEAN', false, 'false', null],
    ['BOOLEAN', 'Oui', 'true', 'yes or no as true or false'],
    ['BOOLEAN', 'vrai', 'true', 'yes or no as true or false'],
    ['BOOLEAN', 'NON', 'false', 'yes or no as true or false'],
    ['BOOLEAN', 'faux', 'false', 'yes or no as true or false'],
    ['TRUE_ONLY', 'oui', 'true', 'yes or no as true or false'],
    ['TRUE_ONLY', 'Non', null, 'no as no value'],
    ['TRUE_ONLY', 'yes', 'true', 'yes or no as true or false'],
    ['TRUE_ONLY', 'true', 'true', null],
    ['TRUE_ONLY', 'false', null, 'no as no value'],
    ['TRUE_ONLY', 'No', null, 'no as no value'],
    ['TRUE_ONLY', '0', null, 'no as no value'],
    ['DATE', '2025-03-14', '2025-03-14', null],
    ['DATE', '2025-03-14T23:30:00.000+03:00', '2025-03-14', 'day of a date and time'],
    ['DATE', '2025-03-14 10:15:00', '2025-03-14', 'day of a date and time'],
    ['AGE', '1990-05-17', '1990-05-17', null],
    ['DATETIME', '2025-03-14T10:15:00.000+03:00', '2025-03-14T10:15:00.000+03:00', null],
    ['DATETIME', '2025-03-14 10:15:00', '2025-03-14T10:15:00', 'date and time joined by T'],
    ['DATETIME', '2025-03-14 10:15', '2025-03-14T10:15', 'date and time joined by T'],
    ['DATETIME', '2025-03-14T10', '2025-03-14T10', null],
    ['TIME', '10:15', '10:15', null],
    ['TIME', '10:15:00.000+03:00', '10:15', 'seconds and offset of a time dropped'],
    ['TIME', '9:05:00', '9:05', 'seconds and offset of a time dropped'],
    ['COORDINATE', '41.9 12.49 0 0', '[12.49,41.9]', 'geopoint as [longitude,latitude]'],
    ['COORDINATE', '-1.2921 36.8219 1661.5 4.9', '[36.8219,-1.2921]', 'geopoint as [longitude,latitude]'],
    ['COORDINATE', '1.0E-4 -3.6e1 -1.0E-4 1e2', '[-36,0.0001]', 'geopoint as [longitude,latitude]'],
    ['COORDINATE', '[12.49, 41.9]', '[12.49, 41.9]', null],
    ['MULTI_TEXT', 'fever cough', 'fever,cough', 'choices joined by commas'],
    ['MULTI_TEXT', 'FEVER,Big Toe', 'FEVER,Big Toe', null],
    ['MULTI_TEXT', 'fever', 'fever', null],
    ['LETTER', 'é', 'é', null],
    ['PHONE_NUMBER', '+34 600 123 456', '+34 600 123 456', null],
    [
      'URL',
      'https://kc.kobotoolbox.org/media/original?media_file=x/attachments/a.jpg',
      'https://kc.kobotoolbox.org/media/original?media_file=x/attachments/a.jpg',
      null,
    ],
  ])('%s %j', (type, raw, value, conversion) => {
    expect(toDhis2Value(type, raw)).toEqual({ ok: true, value, conversion });
  });
});

describe('what would be a guess is refused', () => {
  test.each<[string, string | number | boolean, string]>([
    ['TEXT', 'a\0b', 'value/nul'],
    ['TEXT', 'a\ud800b', 'value/broken-text'],
    ['TEXT', 'x'.repeat(50_001), 'value/too-long'],
    ['TEXT', '😀'.repeat(25_001), 'value/too-long'],
    ['NUMBER', Number.NaN, 'value/not-finite'],
    ['NUMBER', 1 / 0, 'value/not-finite'],
    ['NUMBER', '2,5', 'value/number-format'],
    ['NUMBER', '1,200', 'value/number-format'],
    ['NUMBER', '1 200', 'value/number-format'],
    ['NUMBER', '1.200,50', 'value/number-format'],
    ['NUMBER', '007', 'value/leading-zeros'],
    ['NUMBER', '-00.5', 'value/leading-zeros'],
    ['INTEGER', '007', 'value/leading-zeros'],
    ['NUMBER', '+5', 'value/number-format'],
    ['NUMBER', '.5', 'value/number-format'],
    ['NUMBER', '1e5', 'value/number-format'],
    ['NUMBER', 'many', 'value/not-a-number'],
    ['NUMBER', '5%', 'value/not-a-number'],
    ['NUMBER', '٣', 'value/not-a-number'],
    ['NUMBER', true, 'value/not-a-number'],
    ['NUMBER', '9'.repeat(250), 'value/out-of-range'],
    ['PERCENTAGE', '101', 'value/out-of-range'],
    ['INTEGER', '2.5', 'value/not-whole'],
    ['INTEGER', 2.5, 'value/not-whole'],
    ['INTEGER', '2147483648', 'value/out-of-range'],
    ['INTEGER', '1,200', 'value/number-format'],
    ['INTEGER_POSITIVE', '0', 'value/out-of-range'],
    ['INTEGER_NEGATIVE', '5.0', 'value/out-of-range'],
    ['BOOLEAN', 'sí', 'value/not-yes-no'],
    ['BOOLEAN', 'oui non', 'value/not-yes-no'],
    ['BOOLEAN', '2', 'value/not-yes-no'],
    ['TRUE_ONLY', 'maybe', 'value/not-yes-no'],
    ['DATE', '14/03/2025', 'value/date-format'],
    ['DATE', '2025-3-4', 'value/date-format'],
    ['DATE', '46095', 'value/date-format'],
    ['DATE', '2025-03-14x', 'value/date-format'],
    ['DATE', '2026-02-30', 'value/no-such-day'],
    ['DATE', '0000-01-01', 'value/no-such-day'],
    ['DATE', 'today', 'value/not-a-date'],
    ['DATETIME', '2025-03-14', 'value/no-time'],
    ['DATETIME', '2025-03-14T10:15:00+99:99', 'value/date-format'],
    ['DATETIME', '2025-03-14T10:15:00+14:30', 'value/date-format'],
    ['DATE', '2025-03-14T10:15:00+99:99', 'value/date-format'],
    ['DATE', '2025-03-14T10:15:00-14:30', 'value/date-format'],
    ['TIME', '10:15:00+99:99', 'value/not-a-time'],
    ['DATETIME', '2026-02-30T10:00', 'value/no-such-day'],
    ['DATETIME', '14/03/2025 10:15', 'value/date-format'],
    ['TIME', '10:15:30', 'value/time-with-seconds'],
    ['TIME', '10:15 AM', 'value/not-a-time'],
    ['TIME', '24:00', 'value/not-a-time'],
    ['COORDINATE', '12.49,41.9', 'value/not-a-coordinate'],
    ['COORDINATE', '41.9', 'value/not-a-coordinate'],
    ['COORDINATE', '120.5 12.49 0 0', 'value/coordinate-out-of-range'],
    ['COORDINATE', '[200,10]', 'value/coordinate-out-of-range'],
    ['COORDINATE', '[10,1e400]', 'value/coordinate-out-of-range'],
    ['COORDINATE', '[200,x]', 'value/not-a-coordinate'],
    ['LETTER', 'ab', 'value/wrong-format'],
    ['EMAIL', 'ann@example', 'value/wrong-format'],
    ['ORGANISATION_UNIT', 'Clinic A', 'value/wrong-format'],
  ])('%s %j is %s', (type, raw, code) => {
    const converted = toDhis2Value(type, raw);
    expect(converted).toMatchObject({ ok: false, code, args: {} });
    // Cells are personal data; the messages are not the place for them.
    expect(JSON.stringify(converted)).not.toContain(JSON.stringify(raw));
  });
});

test.each(['NUMBER', 'INTEGER'])('a long row of digits is read but once: %s', (type) => {
  // As often as it takes to run into the time limit otherwise.
  for (const digit of '0123456789') {
    const converted = toDhis2Value(type, `${digit.repeat(49_999)}x`);
    expect(converted).toMatchObject({ code: 'value/not-a-number' });
  }
});

test('how a date is written, and a date and time', () => {
  const hintOf = (valueType: string): string | undefined => {
    const converted = toDhis2Value(valueType, '14/03/2025 10:15');
    return converted.ok ? undefined : describeCode(converted.code, converted.args).hint;
  };
  expect(hintOf('DATE')).toContain('$date(column, "DD/MM/YYYY")');
  expect(hintOf('DATETIME')).toContain('$dateTime(column, "DD/MM/YYYY HH:mm")');
});

test('every value type of DHIS2 that events can have is known', () => {
  expect(valueTypes().length).toBe(28);
});
