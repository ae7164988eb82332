import { describe, expect, test } from 'vitest';
import { EtlError } from '../../src/base/errors.ts';
import { SILENT } from '../../src/base/log.ts';
import { AlteredCells } from '../../src/engine/altered-cells.ts';
import { toHeader } from '../../src/sources/table-header.ts';

/** What is made of the cells of a column: of the key, and of a data element of type text. */
function verdictsOf(cells: readonly string[]): { key: string; text: string } {
  const header = toHeader(['id']);
  const warned: string[] = [];
  const watch = (key: readonly string[]): AlteredCells => {
    const texts = key.length > 0 ? [] : [{ column: 'id', at: 0, field: 'Case id (DeCaseId001)' }];
    const altered = new AlteredCells(key, texts, header);
    altered.see(cells.map((cell, n) => ({ header, cells: [cell], row: n + 1, line: n + 2 })));
    return altered;
  };
  const conclude = (altered: AlteredCells): string => {
    try {
      altered.conclude('x.csv', { ...SILENT, warn: (text: string) => void warned.push(text) });
      return 'fine';
    } catch (error) {
      if (!(error instanceof EtlError)) throw error;
      return `${error.exitCode} ${error.code} ${String(error.args['how'])} ${String(error.args['count'])} line ${String(error.args['line'])}`;
    }
  };
  const key = conclude(watch(['id']));
  conclude(watch([]));
  return { key, text: warned.map((one) => /scientific|\.0|more than 15 digits/.exec(one)?.[0] ?? one).join(', ') };
}

describe('cells that a program has taken for numbers', () => {
  test.each<[string, string[], string, string]>([
    ['plain ids', ['202603010001', '202603010002', 'uuid:1e5a', ''], 'fine', ''],
    ['Excel, a point', ['2.02603E+11', '202603010002'], '3 source/ids-altered scientific 1 line 2', 'scientific'],
    ['Excel, a comma', ['1', '2,02603E+11', '2,02603E+11'], '3 source/ids-altered scientific 2 line 3', 'scientific'],
    ['R', ['2.02603e+11'], '3 source/ids-altered scientific 1 line 2', 'scientific'],
    ['pandas, all digits', ['2.02603010001e+11'], '3 source/ids-altered scientific 1 line 2', 'scientific'],
    ['a power of ten', ['1E+15'], '3 source/ids-altered scientific 1 line 2', 'scientific'],
    ['a small number', ['1.5E-07'], '3 source/ids-altered scientific 1 line 2', 'scientific'],
    ['blanks around it', [' 2.02603E+11 '], '3 source/ids-altered scientific 1 line 2', 'scientific'],
    ['pandas', ['', '1012.0', '1013.0'], '3 source/ids-altered zeros 2 line 3', '.0'],
    ['a comma and zeros', ['1012,00'], '3 source/ids-altered zeros 1 line 2', '.0'],
    ['thousands', ['202,603,010,001'], '3 source/ids-altered commas 1 line 2', ''],
    ['a decimal comma', ['20260301,5'], '3 source/ids-altered commas 1 line 2', ''],
    [
      'what Excel keeps of long ids',
      ['202603010000001', '202603010000012000', '202603010000013000'],
      '3 source/ids-altered rounded 2 line 3',
      'more than 15 digits',
    ],
    // What is written so on purpose.
    [
      'long ids, one of them with zeros',
      ['202603010000012000', '202603010000013000', '202603010000013001'],
      'fine',
      '',
    ],
    ['a single long id with zeros', ['202603010000012000'], 'fine', ''],
    ['ids of two parts', ['1.0', '1.1', '12.10'], 'fine', ''],
    ['an E without a sign', ['12E5', '3e12'], 'fine', ''],
    ['UUIDs', ['5f1c0f0e-9d9a-4d3c-8a83-0c6f0f6f0001', '1e+5f1c0f'], 'fine', ''],
    ['dates and versions', ['2026-03-01', '1.2.0', '01,A', '1, 2'], 'fine', ''],
    ['a text about it', ['about 2.02603E+11'], 'fine', ''],
  ])('%s', (_, cells, key, text) => {
    expect(verdictsOf(cells)).toEqual({ key, text });
  });

  test('the id itself is not told', () => {
    const header = toHeader(['id']);
    const altered = new AlteredCells(['id'], [], header);
    altered.see([{ header, cells: ['731942.0'], row: 1, line: 2 }]);
    expect(() => altered.conclude('x.csv', SILENT)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('731942') as string }),
    );
  });
});
