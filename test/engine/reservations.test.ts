/** What a line of the plan, and then its verdict, changes in an entry: pure, so a table says it all. */
import { describe, expect, test } from 'vitest';
import { reason } from '../../src/messages/reason.ts';
import type { Verdict } from '../../src/contracts/sink.ts';
import type { Entry, EntryState } from '../../src/contracts/store.ts';
import { reservationOf, type ReservedLine } from '../../src/engine/reservations.ts';
import { afterVerdict, notSent, underWay, type EntryChange, type SendLine } from '../../src/engine/verdicts.ts';

const NOW = new Date('2026-03-14T02:00:00Z');
const TOOLS = {
  now: NOW,
  pipeline: { sink: { targetsOf: () => ['.status'] } },
  index: { shapeOf: () => 'shape' },
} as unknown as Parameters<typeof reservationOf>[0];

const OURS = 'AAAAAAAAAAA';
const OTHER = 'BBBBBBBBBBB';
const ENTRY: Entry = { address: OURS, state: 'live', ids: ['a'], generation: 0, doubts: [], hash: 'old', version: '1' };
const DOUBT = { hash: 'sent', shape: 'shape' };
const GONE = { isPastGrace: true };
const US = { by: 'us', reasons: [{ code: 'function/not-whole' }] } as const;
const RECORD = { key: 'a', ids: ['a', 'b'], row: 1, line: 2, before: null, object: {}, hash: 'new' };
const REASONS = [
  { code: 'function/not-whole', args: {}, key: 'a', row: 1, line: 2, field: 'Team size', value: 'many' },
  { code: 'lookup/no-match', args: {}, key: 'a', row: 1, line: 2, field: 'orgUnit', value: 'Gamma' },
] as const;
/** Of the reasons above what the index may keep: of an answer, nothing. */
const REFUSED_BY_US = {
  by: 'us',
  reasons: [
    { code: 'function/not-whole', field: 'Team size' },
    { code: 'lookup/no-match', field: 'orgUnit', value: 'Gamma' },
  ],
};

const lineOf = (action: string, more: object = {}): ReservedLine =>
  ({ ...RECORD, action, address: OURS, ...more }) as unknown as ReservedLine;
const SEEN = { ids: ['a', 'b'], missing: null };
const KNOWN = { state: 'live', hash: 'new', hashBefore: null, shape: 'shape', left: null } as const;
const NEW = { address: OTHER, since: NOW.toISOString() };

describe('before anything is sent', () => {
  test.each<[string, ReservedLine, Partial<Entry> | undefined, EntryChange | undefined]>([
    ['create, new', lineOf('create', { address: OTHER }), undefined, { ...SEEN, ...NEW, state: 'reserved' }],
    ['create, reserved before', lineOf('create'), { state: 'reserved' }, SEEN],
    ['create, refused before: why is still known', lineOf('create'), { state: 'refused', refusal: US }, SEEN],
    ['create, what was there is not', lineOf('create'), {}, { ...SEEN, state: 'reserved' }],
    ['… and an earlier send may be', lineOf('create'), { doubts: [DOUBT] }, { ...SEEN, state: 'reserved' }],
    ['… and was refused since', lineOf('create'), { refusal: US }, { ...SEEN, state: 'refused', refusal: US }],
    [
      'create anew, with a pair',
      lineOf('create', { address: OTHER, generation: 1, pair: 'p' }),
      { since: 'then', ids: ['z'] },
      { ...SEEN, ids: ['z', 'a', 'b'], ...NEW, since: 'then', state: 'reserved', generation: 1, pair: 'p' },
    ],
    ['update', lineOf('update'), {}, SEEN],
    [
      'update where the index knew nothing',
      lineOf('update', { address: OTHER }),
      undefined,
      { ...SEEN, ...NEW, state: 'live' },
    ],
    ['adopt', lineOf('adopt', { isKnown: true }), { state: 'sending' }, { ...SEEN, ...KNOWN }],
    [
      'adopt, settling a doubt: one more look must follow',
      lineOf('adopt', { isKnown: true }),
      { state: 'sending', doubts: [DOUBT] },
      { ...SEEN, ...KNOWN, sentAt: NOW.toISOString() },
    ],
    [
      'adopt, looked for long enough',
      lineOf('adopt', { isKnown: true, clearsDoubts: true }),
      { doubts: [DOUBT] },
      { ...SEEN, ...KNOWN, doubts: [] },
    ],
    ['returned', lineOf('returned'), { missing: GONE }, SEEN],
    ['returned, and DHIS2 has told', lineOf('returned', { isKnown: true }), { missing: GONE }, { ...SEEN, ...KNOWN }],
    ['returned, but removed', lineOf('returned'), { state: 'removed' }, { ...SEEN, state: 'removedButWanted' }],
    ['left alone', lineOf('leave'), {}, undefined],
    ['left alone, and has learnt an id', lineOf('leave', { touch: true }), {}, SEEN],
    ['left alone, and DHIS2 has told', lineOf('leave', { isKnown: true }), {}, { ...SEEN, ...KNOWN }],
    [
      'theirs kept: it is there',
      lineOf('leave', { keepsTheirs: true }),
      { state: 'sending' },
      { ...SEEN, state: 'replacing' },
    ],
    [
      'theirs kept, and an earlier send may still arrive',
      lineOf('leave', { keepsTheirs: true }),
      { state: 'reserved', doubts: [DOUBT] },
      { ...SEEN, state: 'live' },
    ],
    ['theirs kept, as it was', lineOf('leave', { keepsTheirs: true }), {}, undefined],
    ['held', lineOf('hold', { reasons: REASONS }), {}, undefined],
    ['held, and back', lineOf('hold', { reasons: REASONS, returned: true }), { missing: GONE }, { missing: null }],
    [
      'held, back, and removed',
      lineOf('hold', { reasons: REASONS, returned: true }),
      { state: 'removed', missing: GONE },
      { missing: { isPastGrace: true } },
    ],
    ['held, found without an entry', lineOf('hold', { address: OTHER }), undefined, { ...SEEN, ...NEW, state: 'live' }],
    ['excluded', lineOf('excluded'), {}, undefined],
  ])('%s', (_, line, entry, change) => {
    expect(reservationOf(TOOLS, line, entry && { ...ENTRY, ...entry })).toEqual(change);
  });

  test.each<[EntryState | undefined, boolean, EntryState | undefined]>([
    [undefined, false, 'refused'],
    ['reserved', false, 'refused'],
    ['reserved', true, 'refused'],
    ['refused', false, 'refused'],
    ['sending', true, 'sending'],
    ['sending', false, 'refused'],
    ['live', false, undefined],
    ['replacing', true, undefined],
    ['removed', false, undefined],
    ['removedButWanted', false, 'removedButWanted'],
    ['deletedThere', false, 'refused'],
    ['deletedThere', true, 'sending'],
  ])('rejected while %s (with a doubt: %s): %s', (state, hasDoubt, expected) => {
    const entry = state && { ...ENTRY, state, doubts: hasDoubt ? [DOUBT] : [] };
    const change = reservationOf(TOOLS, lineOf('reject', { reasons: REASONS }), entry);
    expect([change?.state, change?.refusal]).toEqual([expected, expected === undefined ? undefined : REFUSED_BY_US]);
  });
});

describe('sent', () => {
  const line = { ...RECORD, action: 'update', address: OURS, left: { x: 'y' } } as unknown as SendLine;
  const SEND = { hash: 'new', shape: 'shape' };

  test.each<[Partial<Entry>, EntryChange]>([
    [{}, { state: 'replacing', hash: null, hashBefore: 'old', doubts: [SEND] }],
    [
      { state: 'reserved', hash: undefined as never },
      { state: 'sending', hash: null, hashBefore: null, doubts: [SEND] },
    ],
    [
      { state: 'replacing', hash: undefined as never, hashBefore: 'older', doubts: [SEND, DOUBT] },
      { state: 'replacing', hash: null, hashBefore: 'older', doubts: [DOUBT, SEND] },
    ],
  ])('under way from %o, and not sent after all', (entry, change) => {
    const before = { ...ENTRY, ...entry };
    expect(underWay(TOOLS, line, before)).toEqual(change);
    const { state, hash = null, hashBefore = null, row = null, doubts } = before;
    expect(notSent(before)).toEqual({ state, hash, hashBefore, row, doubts });
  });

  const OK = {
    state: 'live',
    missing: null,
    hash: 'new',
    hashBefore: null,
    shape: 'shape',
    left: { x: 'y' },
    pair: null,
    sentAt: NOW.toISOString(),
    isKnown: true,
  } as const;
  const SERVER = { is: 'refused', by: 'server', reasons: [] } as const;
  test.each<[string, Verdict, Partial<Entry>, EntryChange]>([
    ['created', { is: 'created' }, {}, { ...OK, doubts: [] }],
    ['updated, with an older doubt', { is: 'updated' }, { doubts: [DOUBT] }, { ...OK, doubts: [DOUBT] }],
    ['seen after silence: the doubt stays', { is: 'updated', afterSilence: true }, {}, OK],
    ['no verdict', { is: 'unknown', reason: 'x' }, {}, {}],
    ['deleted there', { is: 'deletedThere' }, {}, { state: 'deletedThere', hashBefore: null, doubts: [] }],
    [
      'refused by the server: it stays as it was',
      SERVER,
      {},
      { state: 'live', refusal: { by: 'server', reasons: [] }, hash: 'old', hashBefore: null, doubts: [] },
    ],
    [
      'refused at first',
      SERVER,
      { state: 'reserved', hash: undefined as never },
      { state: 'refused', refusal: { by: 'server', reasons: [] }, hash: null, hashBefore: null, doubts: [] },
    ],
    [
      'refused after a send in doubt',
      SERVER,
      { state: 'sending', hash: undefined as never, doubts: [DOUBT] },
      { state: 'sending', refusal: { by: 'server', reasons: [] }, hash: null, hashBefore: null, doubts: [DOUBT] },
    ],
    [
      'refused by us: it was never sent',
      {
        is: 'refused',
        by: 'us',
        reasons: [{ ...reason('source/word-for-nothing', { word: 'NA', writer: 'R' }), field: 'orgUnit', value: 'NA' }],
      },
      { state: 'reserved', hash: undefined as never },
      {
        state: 'refused',
        refusal: { by: 'us', reasons: [{ code: 'source/word-for-nothing', field: 'orgUnit', value: 'NA' }] },
        hash: null,
        hashBefore: null,
        doubts: [],
      },
    ],
  ])('%s', (_, verdict, entry, change) => {
    expect(afterVerdict(TOOLS, line, verdict, { ...ENTRY, ...entry })).toEqual(change);
  });
});
