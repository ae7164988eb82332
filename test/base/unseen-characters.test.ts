import { expect, test } from 'vitest';
import { nearest } from '../../src/base/nearest.ts';
import { differenceOf, toComparable, trimUnseen } from '../../src/base/unseen-characters.ts';
import { toTable } from '../../src/mapping/lookup-file.ts';

test.each([
  ['Lumi\u00a0 Clinic', 'Lumi Clinic', 'a no-break space after Lumi'],
  ['Lumi Clinic\u200b', 'Lumi Clinic', 'a zero-width space after Clinic'],
  ['\u200bLumi Clinic', 'Lumi Clinic', 'a zero-width space at the start'],
  ['Lu\u200bmi Clinic', 'Lumi Clinic', 'a zero-width space after Lu'],
  ['Lu\u00admi Clinic', 'Lumi Clinic', 'a soft hyphen after Lu'],
  ['Lumi\u3000Clinic', 'Lumi Clinic', 'an ideographic space after Lumi'],
  ['Lumi\u202fClinic', 'Lumi Clinic', 'a narrow no-break space after Lumi'],
  ['Lumi\tClinic', 'Lumi Clinic', 'a tab after Lumi'],
  ['Lumi\u200f Clinic', 'Lumi Clinic', 'a direction mark after Lumi'],
  ['\ufeff_uuid', '_uuid', 'a byte-order mark at the start'],
  ['Hand  pump', 'Hand pump', 'two blanks after Hand'],
  ['Hand    pump', 'Hand pump', '4 blanks after Hand'],
  [' note ', 'note', 'a blank at the start and a blank after note'],
  ['note', ' note ', 'there a blank at the start and there a blank after note'],
  ['note', 'note\u00a0', 'there a no-break space after note'],
  ['lumi clinic', 'Lumi Clinic', 'upper and lower case'],
  ['Rivíere', 'Rivière', 'accents'],
  ['Riviere', 'Rivière', 'accents'],
  ['riviere', 'Rivière', 'accents, and upper and lower case'],
  ['Rivie\u0300re', 'Rivière', 'how its accents are made'],
  ['lumi\u00a0 clinic', 'Lumi Clinic', 'a no-break space after lumi and upper and lower case'],
  ['1.0', '1', 'decimal zeros'],
  ['1', '1.0', 'there decimal zeros'],
  ['7', '007', 'zeros in front'],
  ['N’Djamena', "N'Djamena", "’ (U+2019) for ' (U+0027)"],
  ['Post – 2', 'Post - 2', '– (U+2013) for - (U+002D)'],
  ['Lum\u0456', 'Lumi', '\u0456 (Cyrillic, U+0456) for i (Latin, U+0069)'],
  ['１', '1', '１ (U+FF11) for 1 (U+0031)'],
  ['Lumi Clinik', 'Lumi Clinic', ''],
  ['Lumi', 'Lumi', ''],
])('%j for %j differs in %j', (word, meant, difference) => {
  expect(differenceOf(word, meant)).toBe(difference);
});

test.each([
  ['1.0', ['2', '1'], '1'],
  ['1,0', ['1'], '1'],
  ['2.00', ['1', '2'], '2'],
  ['1', ['1.0'], '1.0'],
  ['7', ['007'], '007'],
  ['9', ['1', '8'], undefined],
  ['1.5', ['1', '15'], undefined],
  ['1012', ['1013'], undefined],
  ['1012.0', ['1013'], undefined],
  ['9007199254740993.0', ['9007199254740992'], undefined],
  ['Lu\u200bmi', ['Lumi'], 'Lumi'],
])('of a number, %j among %j, only the same one is near', (word, known, near) => {
  expect(nearest(word, known)).toBe(near);
});

test.each([
  ['\u200b\u00a0 Lumi\u00a0Clinic \ufeff', 'Lumi Clinic'],
  ['\u00adLumi\u3000Clinic\u2060', 'Lumi Clinic'],
  ['Lumi  Clinic', 'Lumi  Clinic'],
  ['Lu\u200bmi', 'Lu\u200bmi'],
  ['\u0646\u0645\u06cc\u200c\u062e', '\u0646\u0645\u06cc\u200c\u062e'],
  ['\u200b', ''],
  ['', ''],
])('%j is compared as %j', (key, compared) => {
  expect(toComparable(key)).toBe(compared);
});

test('a long run of blanks is trimmed at once', () => {
  const blanks = '\u00a0 '.repeat(200_000);
  expect(trimUnseen(`${blanks}x${blanks}y${blanks}`)).toHaveLength(blanks.length + 2);
});

const CLINICS = toTable('orgUnits', [
  ['Lumi Clinic', 'lumi'],
  ['Post\u00a01', 'post'],
  ['Two Ways', 'two'],
  ['Two\u00a0Ways', 'ways'],
]);

test.each([
  ['Lumi Clinic', 'lumi'],
  ['Lumi\u00a0Clinic', 'lumi'],
  ['Lumi Clinic\u200b', 'lumi'],
  ['Post 1', 'post'],
  ['Two Ways', 'two'],
  ['Two\u00a0Ways', 'ways'],
  // Which of the two is meant would be a guess.
  ['Two\u3000Ways', undefined],
  ['Lumi\u00a0 Clinic', undefined],
  ['Lumi  Clinic', undefined],
  ['lumi clinic', undefined],
])('%j in a table is %j', (key, value) => {
  expect(CLINICS.get(key)).toBe(value);
});
