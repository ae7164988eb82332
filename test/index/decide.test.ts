import { describe, expect, test } from 'vitest';
import { decide, type Decision, type Policy } from '../../src/index/decide.ts';
import { NO_ANSWER, toHash, type Entry } from '../../src/index/json/raw-entry.ts';

const HASH = toHash('wanted');
const WANTED = { hash: HASH, shape: 'now' };
const REPORT: Policy = { changed: 'update', deletedInDhis2: 'report' };
const RECREATE: Policy = { ...REPORT, deletedInDhis2: 'recreate' };

const LIVE: Entry = { dhis2_uuid: 'AbcdefghijK', uploaded: true, deleted: false, deleted_dhis2: false, hash: HASH };
const found = (entry: Entry, isBelieved = true, key = 'a') => ({ key, entry, isBelieved });

describe('one entry', () => {
  test.each<[string, Entry, Policy, string]>([
    ['as sent', LIVE, REPORT, 'leave'],
    ['as sent, of the same questions', { ...LIVE, shape: 'now' }, REPORT, 'leave'],
    ['as sent, of other questions', { ...LIVE, shape: 'then' }, REPORT, 'look change'],
    ['changed', { ...LIVE, hash: toHash('other') }, REPORT, 'look change'],
    ['changed, to be reported', { ...LIVE, hash: toHash('other') }, { ...REPORT, changed: 'report' }, 'hold'],
    ['sent by an earlier tool', { ...LIVE, hash: undefined as never }, REPORT, 'look unverified'],
    ['hash of another version', { ...LIVE, hash: 'v0:x' }, REPORT, 'look unverified'],
    ['reserved, never sent', { ...LIVE, uploaded: false }, REPORT, 'look new'],
    ['first send under way', { ...LIVE, uploaded: false, error: NO_ANSWER }, REPORT, 'look doubt'],
    [
      'refused after a send in doubt',
      { ...LIVE, uploaded: false, error: 'DHIS2_REJECTED', doubts: ['x y'] },
      REPORT,
      'look doubt',
    ],
    ['update under way', { ...LIVE, hash: undefined as never, was: HASH, error: NO_ANSWER }, REPORT, 'look doubt'],
    ['settled after a lost answer', { ...LIVE, doubts: [`${HASH} x`] }, REPORT, 'look settled'],
    ['was gone, is back', { ...LIVE, deleted: true }, REPORT, 'returned'],
    ['was gone, is back changed', { ...LIVE, deleted: true, hash: toHash('other') }, REPORT, 'look change'],
    ['was gone, never arrived, is back', { ...LIVE, deleted: true, uploaded: false }, REPORT, 'look new'],
    ['was gone, a person removed the event', { ...LIVE, deleted: true, deleted_dhis2: true }, REPORT, 'returned'],
    ['the same, to be made anew', { ...LIVE, deleted: true, deleted_dhis2: true }, RECREATE, 'look removed'],
    ['DHIS2 said it is deleted', { ...LIVE, uploaded: false, error: 'DELETED_IN_DHIS2' }, REPORT, 'hold'],
    ['the same, to be made anew', { ...LIVE, uploaded: false, error: 'DELETED_IN_DHIS2' }, RECREATE, 'look removed'],
  ])('%s', (_, entry, policy, decision) => {
    expect(textOf(decide([found(entry)], WANTED, policy))).toBe(decision);
  });

  test.each<[string, Entry, string]>([
    ['as sent', LIVE, 'look unbelieved'],
    ['changed', { ...LIVE, hash: toHash('other') }, 'look unbelieved'],
    ['said to be removed', { ...LIVE, deleted_dhis2: true }, 'look removed'],
    ['said to be gone and removed', { ...LIVE, deleted: true, deleted_dhis2: true }, 'look removed'],
    ['sent by an earlier tool', { ...LIVE, hash: undefined as never }, 'look unverified'],
  ])('changed by somebody else: %s', (_, entry, decision) => {
    expect(textOf(decide([found(entry, false)], WANTED, REPORT))).toBe(decision);
  });
});

function textOf(decision: Decision): string {
  return decision.is === 'look' ? `look ${decision.why}` : decision.is;
}

test('no entry: DHIS2 is asked whether an earlier index knew it', () => {
  expect(decide([], WANTED, REPORT)).toEqual({ is: 'look', why: 'new', found: undefined });
});

describe('several entries', () => {
  const other = { ...LIVE, dhis2_uuid: 'BbcdefghijK' };
  test('the live one counts, wherever it stands', () => {
    const gone = found({ ...other, deleted: true }, true, 'b');
    for (const candidates of [
      [gone, found(LIVE)],
      [found(LIVE), gone],
    ]) {
      expect(decide(candidates, WANTED, REPORT)).toMatchObject({ is: 'leave', found: { key: 'a' } });
    }
  });
  test('two live ones are for a person', () => {
    expect(decide([found(LIVE), found(other, true, 'b')], WANTED, REPORT)).toMatchObject({
      is: 'hold',
      code: 'index/two-entries',
    });
  });
});
