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
    expect(again.isWorthKeeping).toBe(true);
    for (let n = 0; n < 10; n += 1) again.meet(again.find(digestOf(`row ${n}`)));
    expect(again.isWorthKeeping).toBe(false);
    const [second, third] = [readAgain(again), readAgain(again)];
    second.meet(second.find(digestOf('row 4')));
    const left = readAgain(second);
    expect(left.find(digestOf('row 3'))).toBe(-1);
    expect(left.get(left.find(digestOf('row 4'))).ids).toEqual(['k4', 'é 4']);
    expect(third.find(digestOf('row 3'))).toBeGreaterThan(-1);
  });

  test('with the notes that they have, and no others', () => {
    const first = readAgain(tableOf(9));
    const met = first.find(digestOf('row 4'));
    first.meet(met);
    const again = readAgain(first);
    expect(fileOf(first).toString('latin1')).not.toContain('note 0');
    expect(again.noteText(again.noteAt(again.find(digestOf('row 4'))))).toBe('note 1');
    const numbers = ['note 3', 'note 4', 'note 1', 'note 5'].map((text) => again.noteOf(text) as number);
    expect(new Set(numbers).size).toBe(4);
    expect(Math.max(...numbers)).toBe(3);
    expect(numbers.map((number) => again.noteText(number))).toEqual(['note 3', 'note 4', 'note 1', 'note 5']);
  });

  test('as long as notes are told apart: the others are read again, until numbers are free', () => {
    let table = new RowTable('head');
    for (let n = 0; n < 0xffff; n += 1) {
      const note = table.noteOf(`note ${n}`) as number;
      if (n % 1000 === 0) table.add(digestOf(`row ${n}`), { said: saidOf('x'), ids: ['k'], note });
    }
    expect(table.noteOf('one more')).toBeUndefined();
    table = readAgain(table);
    expect(table.noteOf('one more')).toBeDefined();
    expect(table.noteText(table.noteAt(table.find(digestOf('row 7000'))))).toBe('note 7000');
  });

  test('again only where enough of a large file has changed', () => {
    const rows = 20_000;
    const table = readAgain(tableOf(rows));
    for (let n = 0; n < rows; n += 1) table.meet(table.find(digestOf(`row ${n}`)));
    expect(table.isWorthKeeping).toBe(false);
    for (let n = 0; n < rows / 200 - 1; n += 1) table.setMark(table.find(digestOf(`row ${n}`)), '\u0001'.repeat(12));
    expect(table.isWorthKeeping).toBe(false);
    table.setMark(table.find(digestOf('row 19999')), '\u0001'.repeat(12));
    expect(table.isWorthKeeping).toBe(true);
    const left = readAgain(tableOf(rows));
    for (let n = 101; n < rows; n += 1) left.meet(left.find(digestOf(`row ${n}`)));
    expect(left.isWorthKeeping).toBe(true);
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
