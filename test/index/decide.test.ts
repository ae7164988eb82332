import { describe, expect, test } from 'vitest';
import { decide, type Policy } from '../../src/index/decide.ts';
import { toHash, type Entry } from '../../src/index/entry.ts';

const HASH = toHash('wanted');
const REPORT: Policy = { changed: 'update', deletedInDhis2: 'report' };
const RECREATE: Policy = { ...REPORT, deletedInDhis2: 'recreate' };

const LIVE: Entry = { dhis2_uuid: 'AbcdefghijK', uploaded: true, deleted: false, deleted_dhis2: false, hash: HASH };
const found = (entry: Entry, key = 'a') => ({ key, entry });

describe('one entry', () => {
  test.each<[string, Entry, Policy, string]>([
    ['as sent', LIVE, REPORT, 'leave'],
    ['changed', { ...LIVE, hash: toHash('other') }, REPORT, 'change'],
    ['changed, to be reported', { ...LIVE, hash: toHash('other') }, { ...REPORT, changed: 'report' }, 'hold'],
    ['sent by an earlier tool', { ...LIVE, hash: undefined as never }, REPORT, 'verify'],
    ['hash of another version', { ...LIVE, hash: 'v0:x' }, REPORT, 'verify'],
    ['reserved, never confirmed', { ...LIVE, uploaded: false }, REPORT, 'create'],
    ['was gone, is back', { ...LIVE, deleted: true }, REPORT, 'returned'],
    ['was gone, is back changed', { ...LIVE, deleted: true, hash: toHash('other') }, REPORT, 'change'],
    ['was gone, never arrived, is back', { ...LIVE, deleted: true, uploaded: false }, REPORT, 'create'],
    ['was gone, a person removed the event', { ...LIVE, deleted: true, deleted_dhis2: true }, REPORT, 'returned'],
    ['the same, to be made anew', { ...LIVE, deleted: true, deleted_dhis2: true }, RECREATE, 'recreate'],
    ['DHIS2 said it is deleted', { ...LIVE, uploaded: false, error: 'DELETED_IN_DHIS2' }, REPORT, 'hold'],
    ['the same, to be made anew', { ...LIVE, uploaded: false, error: 'DELETED_IN_DHIS2' }, RECREATE, 'recreate'],
  ])('%s', (_, entry, policy, decision) => {
    expect(decide([found(entry)], HASH, policy).is).toBe(decision);
  });
});

test('no entry: a new UID, reserved in this run', () => {
  expect(decide([], HASH, REPORT)).toEqual({ is: 'create', found: undefined, isNew: true });
});

describe('several entries', () => {
  const other = { ...LIVE, dhis2_uuid: 'BbcdefghijK' };
  test('the live one counts, wherever it stands', () => {
    const gone = found({ ...other, deleted: true }, 'b');
    for (const candidates of [
      [gone, found(LIVE)],
      [found(LIVE), gone],
    ]) {
      expect(decide(candidates, HASH, REPORT)).toMatchObject({ is: 'leave', found: { key: 'a' } });
    }
  });
  test('two live ones are for a person', () => {
    expect(decide([found(LIVE), found(other, 'b')], HASH, REPORT)).toMatchObject({
      is: 'hold',
      code: 'index/two-entries',
    });
  });
});

test('a send without a verdict is sent whole again, even where the record is back as it was', () => {
  const entry = { ...LIVE, hash: undefined as never, error: 'NO_RESPONSE_FROM_DHIS2' };
  expect(decide([found(entry)], HASH, REPORT).is).toBe('resend');
});
