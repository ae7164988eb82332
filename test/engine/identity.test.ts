import { describe, expect, test } from 'vitest';
import type { Header, SourceRecord } from '../../src/contracts/record.ts';
import { bindIdentity, type KeyColumns } from '../../src/engine/identity.ts';

const COLUMNS = ['_id', '_uuid', 'facility', 'month'];
const header: Header = { columns: COLUMNS, positions: new Map(COLUMNS.map((name, at) => [name, at])) };

function idsOf(key: readonly KeyColumns[], cells: Readonly<Record<string, string>>): readonly string[] | undefined {
  const record: SourceRecord = { header, row: 1, cells: COLUMNS.map((name) => cells[name] ?? '') };
  const identity = bindIdentity(key, header)(record);
  expect(identity?.key).toBe(identity?.ids[0]);
  return identity?.ids;
}

const FORM: readonly KeyColumns[] = [['facility', 'month']];

describe('what a record is called', () => {
  test.each<[string, readonly KeyColumns[], Record<string, string>, readonly string[] | undefined]>([
    ['all its ids, the first is its key', [['_id'], ['_uuid']], { _id: '7', _uuid: 'uuid:a' }, ['7', 'a']],
    ['the first that is not blank', [['_id'], ['_uuid']], { _id: ' ', _uuid: 'a' }, ['a']],
    ['an accent written in two ways', FORM, { facility: 'Se\u0301gou', month: '202601' }, ['S\u00e9gou:202601']],
    ['two columns together', FORM, { facility: ' Alpha ', month: '202601' }, ['Alpha:202601']],
    ['nothing where one of them is blank', FORM, { facility: 'Alpha', month: ' ' }, undefined],
    ['an id, then two columns together', [['_id'], ...FORM], { _id: '7', facility: 'A', month: '1' }, ['7', 'A:1']],
    ['no uuid: is taken from columns together', FORM, { facility: 'uuid:a', month: '1' }, [String.raw`uuid\:a:1`]],
    ['a sign that nobody sees is seen', FORM, { facility: 'a\u001fb', month: '1' }, [String.raw`a\u001fb:1`]],
    ['columns that the source has not', [['_id'], ['facility', 'year']], { _id: '7', facility: 'A' }, ['7']],
  ])('%s', (_, key, cells, ids) => {
    expect(idsOf(key, cells)).toEqual(ids);
  });

  test('different cells never give one id, whatever signs stand in them', () => {
    const cells = ['', 'a', ':', '\\', 'a:', ':a', '\\:', ':\\', 'a\\', '\\a', String.raw`\u001f`, '\u001f'];
    const seen = new Map<string, string>();
    for (const facility of cells)
      for (const month of cells) {
        const [id] = idsOf(FORM, { facility, month }) ?? [];
        if (id === undefined) continue;
        const pair = JSON.stringify([facility.trim(), month.trim()]);
        expect(seen.get(id) ?? pair).toBe(pair);
        seen.set(id, pair);
      }
    expect(seen.size).toBeGreaterThan(100);
  });
});
