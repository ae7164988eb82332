/** Numbers of cells as people read them, by the format of the cell. */
import { describe, expect, test } from 'vitest';
import { parseFormat, toNumberForm } from '../../../src/sheets/xlsx/number-form.ts';
import { toNumberText } from '../../../src/sheets/xlsx/number-text.ts';

const read = (written: string, format = 'General', is1904 = false): string =>
  toNumberText(written, parseFormat(format), is1904);

describe('plain numbers', () => {
  test.each([
    ['12', '12'],
    ['-3', '-3'],
    ['0', '0'],
    ['-0', '0'],
    ['12.5', '12.5'],
    ['12.50', '12.5'],
    ['0.30000000000000004', '0.3'],
    ['2.9999999999999996', '3'],
    ['12.300000001', '12.300000001'],
    ['1.1000000000000001', '1.1'],
    ['1E+15', '1000000000000000'],
    ['1e15', '1000000000000000'],
    ['1.23456789012345E+17', '123456789012345000'],
    ['2.02603000000001E+14', '202603000000001'],
    ['1E-7', '0.0000001'],
    ['-1.5E-3', '-0.0015'],
    ['1E+300', `1${'0'.repeat(300)}`],
    // As typed: programs that do not calculate write all digits.
    ['123456789012345678', '123456789012345678'],
    ['12345678901234567890123', '12345678901234567890123'],
    ['254700000001', '254700000001'],
    // No number, though the cell says so.
    ['abc', 'abc'],
    ['NaN', 'NaN'],
    ['INF', 'INF'],
  ])('%s is %s', (written, text) => {
    expect(read(written)).toBe(text);
  });
});

describe('formats that are decoration', () => {
  test.each([
    ['1234.5', '#,##0.00', '1234.5'],
    ['2.34567', '0.00', '2.34567'],
    ['2.5', '0', '2.5'],
    ['1234.5', '[$€-407] #,##0.00;[Red]-[$€-407] #,##0.00', '1234.5'],
    ['12', '0" kg"', '12'],
    ['12', 'General" units"', '12'],
    ['12', '@', '12'],
    ['0', '0;-0;;@', '0'],
    ['0.000012', '0.00E+00', '0.000012'],
    ['0.5', '# ?/?', '0.5'],
    ['5551234', '[<=9999999]###-####;(###) ###-####', '5551234'],
    ['7', '_-* #,##0_-;-* #,##0_-', '7'],
  ])('%s as %s is %s', (written, format, text) => {
    expect(read(written, format)).toBe(text);
  });
});

describe('formats that say something', () => {
  test.each([
    ['0.125', '0%', '12.5%'],
    ['0.125', '0.00%', '12.5%'],
    ['0.07', '0%', '7%'],
    ['1', '0%', '100%'],
    ['7', '000', '007'],
    ['1234', '000', '1234'],
    ['-7', '000', '-007'],
    ['12', '00000000', '00000012'],
    ['12345', '000-000', '012-345'],
    ['12', '"ID-"0000', 'ID-0012'],
    ['12', '\\K000', 'K012'],
    ['12.5', '000', '12.5'],
  ])('%s as %s is %s', (written, format, text) => {
    expect(read(written, format)).toBe(text);
  });
});

describe('dates and times', () => {
  test.each([
    ['45352', 'yyyy-mm-dd', '2024-03-01'],
    ['45352', 'd/m/yyyy', '2024-03-01'],
    ['45352', 'dd mmmm yyyy', '2024-03-01'],
    ['45352', 'd "de" mmmm "de" yyyy', '2024-03-01'],
    ['45352', 'mmm-yy', '2024-03-01'],
    ['45352', '[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', '2024-03-01'],
    ['45352', '[$-409]d\\-mmm\\-yy;@', '2024-03-01'],
    ['45352.75', 'yyyy-mm-dd', '2024-03-01'],
    ['45352.427083333336', 'yyyy-mm-dd hh:mm', '2024-03-01T10:15:00'],
    ['45352.427083333336', 'm/d/yy h:mm AM/PM', '2024-03-01T10:15:00'],
    ['45352.42744212963', 'yyyy-mm-dd\\Thh:mm:ss', '2024-03-01T10:15:31'],
    ['45352.42744212963', 'yyyy-mm-dd hh:mm', '2024-03-01T10:15:00'],
    ['45352.427442129', 'yyyy-mm-dd hh:mm:ss.000', '2024-03-01T10:15:31.000'],
    ['45352', 'yyyy-mm-dd hh:mm:ss', '2024-03-01T00:00:00'],
    ['45351.99999999999', 'yyyy-mm-dd hh:mm:ss', '2024-03-01T00:00:00'],
    ['0.427083333333333', 'h:mm', '10:15'],
    ['0.42708333333333331', 'hh:mm:ss', '10:15:00'],
    ['0.9375', 'h:mm AM/PM', '22:30'],
    ['45352.9375', 'h:mm', '22:30'],
    ['0', 'h:mm', '00:00'],
    ['1.145833333333333', '[h]:mm', '27:30'],
    ['1.1460416666666666', '[h]:mm:ss', '27:30:18'],
    ['0.0625', '[mm]', '90'],
    ['0.0625', '[ss]', '5400'],
    ['-0.5', '[h]:mm', '-12:00'],
    // Excel believes in 29 February 1900; nobody else does.
    ['1', 'yyyy-mm-dd', '1900-01-01'],
    ['59', 'yyyy-mm-dd', '1900-02-28'],
    ['60', 'yyyy-mm-dd', '1900-02-29'],
    ['61', 'yyyy-mm-dd', '1900-03-01'],
    ['0', 'yyyy-mm-dd', '1900-01-00'],
    ['2958465', 'yyyy-mm-dd', '9999-12-31'],
    // No dates: Excel shows ####.
    ['2958466', 'yyyy-mm-dd', '2958466'],
    ['-1', 'yyyy-mm-dd', '-1'],
    ['20240301', 'yyyy-mm-dd', '20240301'],
  ])('%s as %s is %s', (written, format, text) => {
    expect(read(written, format)).toBe(text);
  });

  test.each([
    ['0', 'yyyy-mm-dd', '1904-01-01'],
    ['43890', 'yyyy-mm-dd', '2024-03-01'],
    ['43890.5', 'yyyy-mm-dd hh:mm', '2024-03-01T12:00:00'],
    ['0.5', 'h:mm', '12:00'],
  ])('%s as %s, counted from 1904, is %s', (written, format, text) => {
    expect(read(written, format, true)).toBe(text);
  });

  test('formats that have a number and no code', () => {
    const forms = [0, 1, 2, 9, 14, 20, 22, 27, 37, 46, 49].map((id) => toNumberForm(id, undefined).is);
    expect(forms).toEqual([
      'plain',
      'plain',
      'plain',
      'percent',
      'date',
      'time',
      'dateTime',
      'date',
      'plain',
      'duration',
      'plain',
    ]);
  });
});
