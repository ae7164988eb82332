import { describe, expect, test } from 'vitest';
import { decide, type Decision, type Policy } from '../../src/index/decide.ts';
import type { Entry, Found } from '../../src/contracts/store.ts';
import { toHash } from '../../src/index/hash.ts';

const HASH = toHash('wanted');
const WANTED = { hash: HASH, shape: 'now' };
const REPORT: Policy = { changed: 'update', deletedInDhis2: 'report' };
const RECREATE: Policy = { ...REPORT, deletedInDhis2: 'recreate' };

const LIVE: Entry = {
  address: 'AbcdefghijK',
  state: 'live',
  ids: [],
  generation: 0,
  doubts: [],
  hash: HASH,
  version: '',
};
const GONE = { missing: { isPastGrace: true } };
const DOUBT = { doubts: [{ hash: HASH, shape: 'x' }] };
const found = (entry: Entry, isBelieved = true, key = 'a'): Found => ({ ref: { key, role: '' }, entry, isBelieved });

describe('one entry', () => {
  test.each<[string, Entry, Policy, string]>([
    ['as sent', LIVE, REPORT, 'leave'],
    ['as sent, of the same questions', { ...LIVE, shape: 'now' }, REPORT, 'leave'],
    ['as sent, of other questions', { ...LIVE, shape: 'then' }, REPORT, 'look change'],
    ['changed', { ...LIVE, hash: toHash('other') }, REPORT, 'look change'],
    ['changed, to be reported', { ...LIVE, hash: toHash('other') }, { ...REPORT, changed: 'report' }, 'hold'],
    [
      'taken only in part, changes are to be reported: not changed since',
      { ...LIVE, hash: toHash('part'), partOf: HASH },
      { ...REPORT, changed: 'report' },
      'look change',
    ],
    [
      'taken only in part, and changed since, to be reported',
      { ...LIVE, hash: toHash('part'), partOf: toHash('before') },
      { ...REPORT, changed: 'report' },
      'hold',
    ],
    ['sent by an earlier tool', { ...LIVE, hash: undefined as never }, REPORT, 'look unverified'],
    ['hash of another version', { ...LIVE, hash: 'v0:x' }, REPORT, 'look unverified'],
    ['reserved, never sent', { ...LIVE, state: 'reserved' }, REPORT, 'look new'],
    ['refused, never sent', { ...LIVE, state: 'refused' }, REPORT, 'look new'],
    ['first send under way', { ...LIVE, state: 'sending', ...DOUBT }, REPORT, 'look doubt'],
    [
      'refused after a send in doubt',
      { ...LIVE, state: 'sending', refusal: { by: 'server', reasons: [] }, ...DOUBT },
      REPORT,
      'look doubt',
    ],
    [
      'update under way',
      { ...LIVE, state: 'replacing', hash: undefined as never, hashBefore: HASH },
      REPORT,
      'look doubt',
    ],
    ['settled after a lost answer', { ...LIVE, ...DOUBT }, REPORT, 'look settled'],
    ['was gone, is back', { ...LIVE, ...GONE }, REPORT, 'returned'],
    ['was missing for a day, is back', { ...LIVE, missing: { isPastGrace: false } }, REPORT, 'leave'],
    ['was gone, is back changed', { ...LIVE, ...GONE, hash: toHash('other') }, REPORT, 'look change'],
    ['was gone, never arrived, is back', { ...LIVE, ...GONE, state: 'reserved' }, REPORT, 'look new'],
    ['was gone, a person removed the event', { ...LIVE, ...GONE, state: 'removed' }, REPORT, 'returned'],
    ['the same, to be made anew', { ...LIVE, ...GONE, state: 'removed' }, RECREATE, 'look removed'],
    ['a person removed it, and the record is there', { ...LIVE, state: 'removedButWanted' }, REPORT, 'returned'],
    ['DHIS2 said it is deleted', { ...LIVE, state: 'deletedThere' }, REPORT, 'hold'],
    ['the same, to be made anew', { ...LIVE, state: 'deletedThere' }, RECREATE, 'look removed'],
  ])('%s', (_, entry, policy, decision) => {
    expect(textOf(decide([found(entry)], WANTED, policy))).toBe(decision);
  });

  test.each<[string, Entry, string]>([
    ['as sent', LIVE, 'look unbelieved'],
    ['changed', { ...LIVE, hash: toHash('other') }, 'look unbelieved'],
    ['said to be removed', { ...LIVE, state: 'removed' }, 'look removed'],
    ['said to be gone and removed', { ...LIVE, ...GONE, state: 'removed' }, 'look removed'],
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
  const other = { ...LIVE, address: 'BbcdefghijK' };
  test('the live one counts, wherever it stands', () => {
    const gone = found({ ...other, ...GONE }, true, 'b');
    for (const candidates of [
      [gone, found(LIVE)],
      [found(LIVE), gone],
    ]) {
      expect(decide(candidates, WANTED, REPORT)).toMatchObject({ is: 'leave', found: { ref: { key: 'a' } } });
    }
  });
  test('two live ones are for a person', () => {
    expect(decide([found(LIVE), found(other, true, 'b')], WANTED, REPORT)).toMatchObject({
      is: 'hold',
      why: { code: 'index/two-entries' },
    });
  });
});
