import { expect, test } from 'vitest';
import { groupRecords } from '../../src/report/page/record-groups.ts';

const reject = {
  key: 'k1',
  row: 1,
  line: 2,
  column: 'day',
  field: 'occurredAt',
  code: 'value/not-a-date',
  message: 'no date',
};
const at = (row: number, field: string, value = 'soon') =>
  ({ ...reject, row, line: row + 1, key: `k${row}`, field, value, hint: null, args: {} }) as never;

test('a record that two fields keep back for one cause is one record, and one row', () => {
  const [group, ...others] = groupRecords([at(1, 'occurredAt'), at(1, 'DeDay'), at(2, 'occurredAt')]);
  expect(others).toEqual([]);
  expect(group).toMatchObject({ records: 2, rows: [{ row: 1 }, { row: 2 }] });
});

test('cells of two children of one record are each a row', () => {
  const [group] = groupRecords([at(1, 'DeAge', 'old'), at(1, 'DeAge', 'young')]);
  expect(group).toMatchObject({ records: 1, rows: [{ value: 'old' }, { value: 'young' }] });
});
