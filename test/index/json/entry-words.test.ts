/** Entries of the file in the words of the contract, and changes back in the fields of the file. */
import { describe, expect, test } from 'vitest';
import { nameOf } from '../../../src/contracts/ref.ts';
import type { Change, Entry, EntryState, Missing, Refusal } from '../../../src/contracts/store.ts';
import { applyPatch, type RawEntry } from '../../../src/index/json/raw-entry.ts';
import { toRef } from '../../../src/contracts/ref.ts';
import { toEntry } from '../../../src/index/json/to-entry.ts';
import { isInDoubt } from '../../../src/index/states.ts';
import { toPatch } from '../../../src/index/json/to-patch.ts';

const RAW: RawEntry = { dhis2_uuid: 'AbcdefghijK', uploaded: false, deleted: false, deleted_dhis2: false };
const REF = { key: 'a', role: '' };
const changed = (raw: RawEntry | undefined, change: Omit<Change, 'ref'>): RawEntry =>
  applyPatch(raw, toPatch(raw, { ref: REF, ...change }));

describe('two flags and a word are one state', () => {
  const ERRORS = [
    undefined,
    'NO_RESPONSE_FROM_DHIS2',
    'DHIS2_REJECTED',
    'DELETED_IN_DHIS2',
    'UNKNOWN_OU:Gamma',
    'function/not-whole',
    'a word of another tool',
  ] as const;
  const US = (code: string): Refusal => ({ by: 'us', reasons: [{ code }] });
  const REFUSALS = new Map<string | undefined, Refusal>([
    ['DHIS2_REJECTED', { by: 'server', reasons: [] }],
    ['UNKNOWN_OU:Gamma', { by: 'us', reasons: [{ code: 'lookup/no-match', field: 'orgUnit', value: 'Gamma' }] }],
    ['function/not-whole', US('function/not-whole')],
    ['a word of another tool', US('a word of another tool')],
  ]);
  /** By whether it was uploaded, whether a person has said that it was removed, and `error` in the order above. */
  const STATES: readonly (readonly [boolean, boolean, readonly EntryState[]])[] = [
    [true, false, ['live', 'replacing', 'live', 'deletedThere', 'live', 'live', 'live']],
    [false, false, ['reserved', 'sending', 'refused', 'deletedThere', 'refused', 'refused', 'refused']],
    [true, true, Array.from(ERRORS, () => 'removed')],
    [false, true, Array.from(ERRORS, () => 'removedButWanted')],
  ];
  const rows = STATES.flatMap(([uploaded, isSaid, states]) =>
    ERRORS.map((error, at) => [uploaded, isSaid, error, states[at] as EntryState] as const),
  );

  test.each(rows)('uploaded %s, deleted_dhis2 %s, error %s: %s', (uploaded, isSaid, error, state) => {
    const raw = { ...RAW, uploaded, deleted_dhis2: isSaid, ...(error !== undefined && { error }) };
    const entry = toEntry(raw);
    expect([entry.state, entry.refusal]).toEqual([state, REFUSALS.get(error)]);
    // Said once more, it says the same; only what contradicts itself is put right.
    const again = changed(raw, { state, ...(entry.refusal && { refusal: entry.refusal }) });
    expect(toEntry(again)).toMatchObject({ state, ...(entry.refusal && { refusal: entry.refusal }) });
    const isContradiction = uploaded && !isSaid && error === 'DELETED_IN_DHIS2';
    if (!isSaid && !isContradiction) expect(again).toEqual(raw);
  });

  test.each(rows.filter(([uploaded, isSaid]) => !uploaded && !isSaid))(
    'not uploaded, with a doubt (%s, %s, %s): the send may have arrived, unless the server says no',
    (uploaded, isSaid, error) => {
      const raw = { ...RAW, uploaded, deleted_dhis2: isSaid, doubts: ['v1:x y'], ...(error && { error }) };
      const states = new Map<string | undefined, EntryState>([
        ['DELETED_IN_DHIS2', 'deletedThere'],
        [undefined, 'reserved'],
      ]);
      const entry = toEntry(raw);
      expect(entry.state).toBe(states.get(error) ?? 'sending');
      expect(isInDoubt(entry)).toBe(true);
      // What is said again, as of a batch that was not sent after all, is written as it was.
      const { refusal } = entry;
      expect(changed(raw, { state: entry.state, ...(refusal && { refusal }) })).toEqual(raw);
    },
  );
});

describe('every state, from every other', () => {
  const STATES: readonly EntryState[] = ['reserved', 'refused', 'sending', 'live', 'replacing', 'deletedThere'];
  const REFUSAL: Refusal = { by: 'us', reasons: [{ code: 'option/no-match' }] };
  const pairs = STATES.flatMap((from) => STATES.map((to) => [from, to] as const));
  test.each(pairs)('%s, then %s', (from, to) => {
    const set = (raw: RawEntry, state: EntryState): RawEntry =>
      changed(raw, { state, ...(state === 'refused' && { refusal: REFUSAL }) });
    const entry = toEntry(set(set(RAW, from), to));
    expect([entry.state, entry.refusal]).toEqual([to, to === 'refused' ? REFUSAL : undefined]);
  });

  test.each(STATES)('%s: the word of a person that it was removed stands, and is never written by us', (state) => {
    const raw = changed({ ...RAW, deleted_dhis2: true }, { state });
    expect(raw.deleted_dhis2).toBe(true);
    expect(toPatch(RAW, { ref: REF, state })).not.toHaveProperty('deleted_dhis2');
    expect(['removed', 'removedButWanted']).toContain(toEntry(raw).state);
  });
});

describe('a record that is gone', () => {
  test.each<[boolean, string | undefined, Missing | undefined]>([
    [false, undefined, undefined],
    [false, '2026-01-01T00:00:00Z', { since: '2026-01-01T00:00:00Z', isPastGrace: false }],
    [true, '2026-01-01T00:00:00Z', { since: '2026-01-01T00:00:00Z', isPastGrace: true }],
    [true, undefined, { isPastGrace: true }],
  ])('deleted %s, missing since %s', (deleted, since, missing) => {
    const raw = { ...RAW, deleted, ...(since !== undefined && { missing_since: since }) };
    expect(toEntry(raw).missing).toEqual(missing);
    expect(changed(RAW, { missing: missing ?? null })).toEqual(raw);
    expect(changed(raw, { missing: null })).toEqual(RAW);
  });

  test('one that is newly missing says nothing of the flag, which others may be setting', () => {
    expect(toPatch(RAW, { ref: REF, missing: { since: 'x', isPastGrace: false } })).toEqual({ missing_since: 'x' });
  });
});

describe('why it was refused, in the words of the tools before us', () => {
  const at = (field: string, code: string, value?: string) => ({ field, code, ...(value !== undefined && { value }) });
  test.each<[string, Refusal, string]>([
    ['the server', { by: 'server', reasons: [at('x', 'dhis2/E1125')] }, 'DHIS2_REJECTED'],
    ['an unknown facility', { by: 'us', reasons: [at('orgUnit', 'lookup/no-match', 'Gamma')] }, 'UNKNOWN_OU:Gamma'],
    [
      'a word for nothing there',
      { by: 'us', reasons: [at('orgUnit', 'source/word-for-nothing', 'NA')] },
      'UNKNOWN_OU:NA',
    ],
    [
      'a facility among others',
      { by: 'us', reasons: [at('x', 'option/no-match'), at('orgUnit', 'lookup/no-match', 'G')] },
      'UNKNOWN_OU:G',
    ],
    ['a facility without a name', { by: 'us', reasons: [at('orgUnit', 'lookup/no-match')] }, 'UNKNOWN_OU:'],
    ['something else about it', { by: 'us', reasons: [at('orgUnit', 'mapping/required')] }, 'mapping/required'],
    ['another look-up', { by: 'us', reasons: [at('x', 'lookup/no-match', 'Gamma')] }, 'lookup/no-match'],
    ['the first of several', { by: 'us', reasons: [at('x', 'a/b'), at('y', 'c/d')] }, 'a/b'],
    ['nothing', { by: 'us', reasons: [] }, 'rejected'],
  ])('%s', (_, refusal, error) => {
    expect(changed(RAW, { state: 'refused', refusal }).error).toBe(error);
  });
});

describe('the rest of an entry', () => {
  const FULL: Omit<Entry, 'state' | 'version' | 'address'> = {
    ids: ['a', 'b'],
    generation: 2,
    hash: 'v1:h',
    hashBefore: 'v1:b',
    shape: 's',
    doubts: [{ hash: 'v1:d', shape: 's' }, { hash: 'v1:e' }],
    left: { DeVillage01: 'x' },
    pair: 'p',
    sentAt: '2026-01-02T00:00:00Z',
    since: '2026-01-01T00:00:00Z',
  };

  test('is read as it was written, field by field', () => {
    const raw = changed(undefined, { address: 'AbcdefghijK', state: 'live', ...FULL });
    expect(raw).toEqual({
      ...RAW,
      uploaded: true,
      ids: ['a', 'b'],
      generation: 2,
      hash: 'v1:h',
      was: 'v1:b',
      shape: 's',
      doubts: ['v1:d s', 'v1:e'],
      left: { DeVillage01: 'x' },
      pair: 'p',
      sent_at: '2026-01-02T00:00:00Z',
      since: '2026-01-01T00:00:00Z',
    });
    expect(toEntry(raw)).toEqual({
      address: 'AbcdefghijK',
      state: 'live',
      version: expect.any(String) as string,
      ...FULL,
    });
  });

  test('null takes away, and what is not named stays, with the fields of other tools', () => {
    const raw = { ...changed(RAW, FULL), status: 'reviewed' };
    const after = changed(raw, { hash: null, hashBefore: null, shape: null, left: null, pair: null, doubts: [] });
    expect(after).toEqual({
      ...RAW,
      ids: ['a', 'b'],
      generation: 2,
      sent_at: '2026-01-02T00:00:00Z',
      since: '2026-01-01T00:00:00Z',
      status: 'reviewed',
    });
  });

  test('a new address makes a new object; the old one is kept for people', () => {
    const raw = { ...changed(RAW, FULL), deleted: true, deleted_dhis2: true, uploaded: true, error: 'x', status: 'y' };
    const after = changed(raw, { address: 'BbcdefghijK', state: 'reserved', generation: 3 });
    expect(after).toEqual({
      ...RAW,
      dhis2_uuid: 'BbcdefghijK',
      ids: ['a', 'b'],
      generation: 3,
      pair: 'p',
      sent_at: '2026-01-02T00:00:00Z',
      since: '2026-01-01T00:00:00Z',
      previous_uids: ['AbcdefghijK'],
      status: 'y',
    });
  });

  test('its version is another one whenever anything in it is, in whatever order', () => {
    const { version } = toEntry({ ...RAW, ids: ['a'], hash: 'h' });
    expect(toEntry({ hash: 'h', ids: ['a'], ...RAW }).version).toBe(version);
    expect(toEntry({ ...RAW, ids: ['a'], hash: 'h', status: 'x' }).version).not.toBe(version);
  });
});

test.each([
  { key: 'a', role: '' },
  { key: 'uuid:1 ', role: '' },
  { key: 'a', role: 'visit/2' },
])('a ref stands under one key of the file: %o', (ref) => {
  expect(toRef(nameOf(ref))).toEqual(ref);
});
