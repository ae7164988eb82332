import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { RowTable } from '../../src/engine/row-table.ts';
import { randomOf } from './form-records.ts';

const digestOf = (text: string): string => createHash('sha256').update(text).digest('binary').slice(0, 16);
const saidOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);

function fileOf(table: RowTable): Buffer {
  return Buffer.concat([...table.toFile()]);
}

function tableOf(count: number): RowTable {
  const table = new RowTable('head');
  for (let n = 0; n < count; n += 1) {
    const note = table.noteOf(`note ${n % 3}`) as number;
    table.add(digestOf(`row ${n}`), { said: saidOf(`row ${n}`), ids: [`k${n}`, `é ${n}`], note });
  }
  return table;
}

function readAgain(table: RowTable): RowTable {
  const again = RowTable.parse(fileOf(table), 'head');
  if (!again) throw new Error('cannot be read');
  return again;
}

describe('rows are kept', () => {
  test('as they were, with their notes and marks', () => {
    const table = tableOf(3000);
    table.setMark(table.find(digestOf('row 7')), '\u00ff'.repeat(12));
    const again = readAgain(table);
    for (let n = 0; n < 3000; n += 1) {
      const row = again.get(again.find(digestOf(`row ${n}`)));
      expect(row).toMatchObject({ said: saidOf(`row ${n}`), ids: [`k${n}`, `é ${n}`] });
      expect(again.noteText(row.note)).toBe(`note ${n % 3}`);
      expect(row.mark).toBe(n === 7 ? '\u00ff'.repeat(12) : undefined);
    }
    expect(again.find(digestOf('another'))).toBe(-1);
  });

  test('as long as they are met', () => {
    const again = readAgain(tableOf(10));
    expect(again.isChanged).toBe(true);
    for (let n = 0; n < 10; n += 1) again.meet(again.find(digestOf(`row ${n}`)));
    expect(again.isChanged).toBe(false);
    const [second, third] = [readAgain(again), readAgain(again)];
    second.meet(second.find(digestOf('row 4')));
    const left = readAgain(second);
    expect(left.find(digestOf('row 3'))).toBe(-1);
    expect(left.get(left.find(digestOf('row 4'))).ids).toEqual(['k4', 'é 4']);
    expect(third.find(digestOf('row 3'))).toBeGreaterThan(-1);
  });

  test('of the very mapping', () => {
    expect(RowTable.parse(fileOf(tableOf(2)), 'another')).toBeUndefined();
  });
});

describe('a file that others have spoilt', () => {
  const file = fileOf(tableOf(20));
  const sealed = (bytes: Buffer): Buffer => Buffer.concat([bytes, createHash('sha256').update(bytes).digest()]);

  test('is not believed', () => {
    for (let at = 0; at < file.length; at += 7) {
      const spoilt = Buffer.from(file);
      spoilt[at] = (spoilt[at] as number) ^ 1;
      expect(RowTable.parse(spoilt, 'head')).toBeUndefined();
      expect(RowTable.parse(file.subarray(0, at), 'head')).toBeUndefined();
    }
  });

  test('breaks nothing, even where its sum is right', () => {
    const random = randomOf(1);
    let read = 0;
    for (let times = 0; times < 2000; times += 1) {
      const bytes = Buffer.from(file.subarray(0, file.length - 32 - (random(2) === 0 ? random(200) : 0)));
      for (let flips = random(4); flips > 0; flips -= 1) bytes[random(bytes.length)] = random(256);
      const table = RowTable.parse(sealed(bytes), 'head') ?? new RowTable('head');
      const places = Array.from({ length: 20 }, (_, n) => table.find(digestOf(`row ${n}`))).filter((at) => at !== -1);
      read += places.map((at) => table.get(at)).filter(({ ids }) => Array.isArray(ids)).length;
    }
    expect(read).toBeGreaterThan(0);
  });
});
