import { describe, expect, test } from 'vitest';
import type { Reject } from '../../src/base/problem.ts';
import { reason } from '../../src/messages/reason.ts';
import { TaskList } from '../../src/engine/task-list.ts';

const reject = (changes: Partial<Reject>): Reject => ({
  ...reason('lookup/no-match', { value: 'East', table: 'orgUnits' }),
  key: 'k',
  row: 1,
  line: 2,
  column: 'facility',
  value: 'East',
  ...changes,
});

function tasksOf(reasons: readonly Reject[]): ReturnType<TaskList['toTasks']> {
  const list = new TaskList();
  for (const one of reasons) list.add(one);
  return list.toTasks();
}

describe('tasks', () => {
  test('one for each word of a vocabulary, what concerns most records first', () => {
    const west = { ...reason('lookup/no-match', { value: 'West', table: 'orgUnits' }), value: 'West' };
    const tasks = tasksOf([reject({}), reject({ ...west, key: 'l', row: 2 }), reject({ ...west, key: 'm', row: 3 })]);
    expect(tasks.map((one) => [one.records, one.rows, one.message])).toEqual([
      [2, [2, 3], 'facility: "West" is not in the look-up orgUnits.'],
      [1, [1], 'facility: "East" is not in the look-up orgUnits.'],
    ]);
  });

  test('values that are personal are one task, and in none of its texts', () => {
    const late = (value: string, row: number): Reject => {
      const told = reason('dhis2/E1047', { message: `Event date: \`${value}\` is too late` });
      return { ...told, field: 'occurredAt', row, line: row + 1, key: `k${row}`, value };
    };
    const [task, ...others] = tasksOf([late('2031-01-01', 1), late('2032-02-02', 2)]);
    expect(others).toEqual([]);
    expect(task).toMatchObject({ records: 2, rows: [1, 2] });
    expect(JSON.stringify(task)).not.toMatch(/203\d/);
  });

  test('for the report they stand beside them, the first with their rows', () => {
    const number = (value: string, row: number): Reject => ({
      ...reason('value/not-a-number', { valueType: 'NUMBER' }),
      column: 'rooms',
      label: 'How many rooms?',
      key: `k${row}`,
      row,
      line: row + 1,
      value,
    });
    const list = new TaskList();
    for (const [at, value] of ['abc', 'x', 'x', 'x', 'x', 'y', 'z', 'u', 'v'].entries())
      list.add(number(value, at + 1));
    const [task] = list.toTasks(true);
    expect(task).toMatchObject({
      column: 'rooms',
      label: 'How many rooms?',
      records: 9,
      lines: [2, 3, 4, 5, 6, 7, 8, 9, 10],
    });
    expect(task?.message).toMatch(/^rooms \(How many rooms\?\): /);
    expect(task?.values).toEqual([
      { value: 'abc', records: 1, rows: [1], lines: [2] },
      { value: 'x', records: 4, rows: [2, 3, 4], lines: [3, 4, 5] },
      { value: 'y', records: 1, rows: [6], lines: [7] },
      { value: 'z', records: 1, rows: [7], lines: [8] },
      { value: 'u', records: 1, rows: [8], lines: [9] },
    ]);
    expect(list.copy().toTasks(true)).toEqual([task]);
    expect(list.toTasks()[0]).not.toHaveProperty('values');
  });

  test('a question stands beside its column, also where the message names that', () => {
    const asked = { column: 'FACILITY', label: `Which\nfacility? ${'x'.repeat(90)}` };
    const [task] = tasksOf([
      { ...reason('dhis2/E1029', { message: 'FACILITY = "A" does not have it' }), ...asked, key: 'k', row: 1, line: 2 },
    ]);
    expect(task?.message).toContain('FACILITY (Which facility? xxx');
    expect(task?.message.length).toBeLessThan(150);
    const [other] = tasksOf([reject({ label: 'Which facility?', column: 'facility' })]);
    expect(other?.message).toBe('facility (Which facility?): "East" is not in the look-up orgUnits.');
  });

  test('what is one record’s own leaves no hole in the text', () => {
    const where = { key: 'uuid-1', row: 1, line: 2 };
    const tasks = tasksOf([
      { ...reason('source/duplicate-key', { key: 'uuid-1' }), ...where },
      { ...reason('index/uid-taken', { uid: 'EvAbcdefgh1', owner: 'uuid-9' }), ...where },
    ]);
    for (const { message } of tasks) {
      expect(message).not.toMatch(/uuid-|EvAbc| {2}| [,.:]/);
    }
    expect(tasks.map((one) => one.message)).toContain(
      'More than one row has the same key, and they differ in columns that are mapped.',
    );
  });

  test('a record with two reasons of one kind counts once', () => {
    expect(tasksOf([reject({}), reject({})])).toMatchObject([{ records: 1, rows: [1] }]);
  });

  test('a column full of nonsense comes to a bounded number of tasks, and all records are counted', () => {
    const many = Array.from({ length: 5000 }, (_, n) =>
      reject({
        ...reason('lookup/no-match', { value: `v${n}`, table: 'orgUnits' }),
        row: n + 1,
        key: `k${n}`,
        value: `v${n}`,
      }),
    );
    const tasks = tasksOf(many);
    expect(tasks).toHaveLength(1001);
    expect(tasks[0]).toMatchObject({ records: 4000, message: 'facility: "…" is not in the look-up orgUnits.' });
    expect(tasks.reduce((sum, one) => sum + one.records, 0)).toBe(5000);
  });

  test('a copy grows by itself', () => {
    const list = new TaskList();
    list.add(reject({}));
    const copy = list.copy();
    copy.add(reject({ row: 2 }));
    expect([list.toTasks(), copy.toTasks()]).toMatchObject([
      [{ records: 1, rows: [1] }],
      [{ records: 2, rows: [1, 2] }],
    ]);
  });
});
