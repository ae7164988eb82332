/** The pure decisions of the engine, as tables: no night is run for them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Look } from '../../src/index/decide.ts';
import type { Outcome, Remote } from '../../src/contracts/sink.ts';
import type { Entry } from '../../src/contracts/store.ts';
import { toLooking } from '../../src/engine/look.ts';
import { missingLine } from '../../src/engine/missing.ts';
import { reasonsOf, type PlanLine } from '../../src/engine/plan-line.ts';
import { reservationOf, type ReservedLine } from '../../src/engine/reservations.ts';
import { afterVerdict, underWay, type SendLine } from '../../src/engine/verdicts.ts';
import { reason } from '../../src/messages/reason.ts';
import { decideOn } from '../../src/engine/verify.ts';
import { ADDRESS, DecisionContext, NOW } from './decision-context.ts';

let context: DecisionContext;
beforeAll(async () => {
  context = await DecisionContext.open();
});
afterAll(() => context.close());

/** What DHIS2 has: an event that says a village, a deleted one, or nothing. */
type There = { readonly village: string | null } | 'deleted' | 'nothing';
type Policies = Parameters<DecisionContext['with']>[0];

function toRemote(there: There): Remote | undefined {
  if (there === 'nothing') return undefined;
  return there === 'deleted' ? { is: 'deleted' } : { is: 'live', object: context.object(there.village) };
}

function textOf(line: PlanLine): string {
  const codes = reasonsOf(line).map(({ code }) => code);
  const marks = ['isFresh', 'overwrites', 'resumes', 'keepsTheirs', 'clearsDoubts'].filter(
    (mark) => (line as unknown as Record<string, unknown>)[mark] === true,
  );
  return [line.action, ...codes, ...marks].join(' ');
}

/** As the tools before us left them: nobody has kept what was sent. */
function unverified(entry: Entry): Entry {
  const { hash, shape, ...rest } = entry;
  if (hash === undefined || shape === undefined) throw new Error('it was never verified');
  return rest;
}

describe('after a look, with the record saying b now', () => {
  const HOURS_AGO = new Date(NOW.getTime() - 3 * 3600_000).toISOString();
  const doubt = (village: string) => ({
    doubts: [{ hash: context.hashOf(context.object(village)), shape: context.shapeOf(context.object(village)) }],
  });
  const a = () => context.entry('a');
  const b = () => context.entry('b');
  const inDoubt = (): Entry => ({
    ...unverified(a()),
    state: 'replacing',
    hashBefore: context.hashOf(context.object('a')),
    shape: context.shapeOf(context.object('a')),
    ...doubt('b'),
  });
  const firstInDoubt = (): Entry => ({ ...unverified(a()), state: 'sending', ...doubt('a') });
  const removed = () => ({ ...a(), state: 'removed' }) as Entry;

  test.each<[string, Look, (() => Entry) | undefined, There, Policies, string]>([
    // What is ours, and is about to change.
    ['as we left it: sent', 'change', a, { village: 'a' }, {}, 'update'],
    ['somebody wrote c: held', 'change', a, { village: 'c' }, {}, 'hold index/edited-in-dhis2'],
    ['to be overwritten: sent', 'change', a, { village: 'c' }, { editedInDhis2: 'overwrite' }, 'update overwrites'],
    ['to be kept: left alone', 'change', a, { village: 'c' }, { editedInDhis2: 'keep' }, 'leave keepsTheirs'],
    ['somebody cleared it: held', 'change', a, { village: null }, {}, 'hold index/edited-in-dhis2'],
    [
      'taken only in part before: the rest is tried again, and is no change of tonight',
      'change',
      () => ({ ...a(), partOf: context.hashOf(context.object('b')) }),
      { village: 'a' },
      { changed: 'report' },
      'update resumes',
    ],
    ['it says b already: known', 'change', a, { village: 'b' }, {}, 'adopt'],
    ['it was deleted there: held', 'change', a, 'deleted', {}, 'hold index/deleted-in-dhis2'],
    ['the same, to be made anew', 'change', a, 'deleted', { deletedInDhis2: 'recreate' }, 'create isFresh'],
    ['DHIS2 never had it: held', 'change', a, 'nothing', {}, 'hold index/not-in-dhis2'],
    ['the same, to be made anew: at its address', 'change', a, 'nothing', { deletedInDhis2: 'recreate' }, 'create'],
    // A send without a verdict.
    ['it arrived: known', 'doubt', inDoubt, { village: 'b' }, {}, 'adopt'],
    ['it did not arrive: sent again', 'doubt', inDoubt, { village: 'a' }, {}, 'update'],
    ['somebody wrote c since: held', 'doubt', inDoubt, { village: 'c' }, {}, 'hold index/edited-in-dhis2'],
    [
      'changes are to be reported: held',
      'doubt',
      inDoubt,
      { village: 'a' },
      { changed: 'report' },
      'hold index/changed',
    ],
    [
      'the first one arrived, and the record changed: finished',
      'doubt',
      firstInDoubt,
      { village: 'a' },
      {},
      'update resumes',
    ],
    ['the first one did not arrive: sent', 'doubt', firstInDoubt, 'nothing', {}, 'create'],
    ['the first one was worked on: held', 'doubt', firstInDoubt, { village: 'c' }, {}, 'hold index/edited-in-dhis2'],
    // Settled after a lost answer: one more look.
    [
      'still so, hours later: settled',
      'settled',
      () => ({ ...b(), sentAt: HOURS_AGO, ...doubt('a') }),
      { village: 'b' },
      {},
      'leave clearsDoubts',
    ],
    [
      'still so, a minute later: not yet',
      'settled',
      () => ({ ...b(), sentAt: NOW.toISOString(), ...doubt('a') }),
      { village: 'b' },
      {},
      'leave',
    ],
    [
      'an older request was carried out: sent again',
      'settled',
      () => ({ ...b(), sentAt: HOURS_AGO, ...doubt('a') }),
      { village: 'a' },
      {},
      'update',
    ],
    // New to the index.
    ['there is nothing: created', 'new', undefined, 'nothing', {}, 'create isFresh'],
    ['it is there as we want it: adopted', 'new', undefined, { village: 'b' }, {}, 'adopt'],
    ['it is there otherwise: held', 'new', undefined, { village: 'c' }, {}, 'hold index/differs-from-dhis2'],
    ['to be replaced', 'new', undefined, { village: 'c' }, { adopt: 'update' }, 'update overwrites'],
    ['to be kept', 'new', undefined, { village: 'c' }, { adopt: 'keep' }, 'adopt'],
    ['it was deleted: held', 'new', undefined, 'deleted', {}, 'hold index/deleted-in-dhis2'],
    // Sent by the tools before us, whose entries have no hash.
    ['equal: adopted', 'unverified', () => unverified(a()), { village: 'b' }, {}, 'adopt'],
    ['different: held', 'unverified', () => unverified(a()), { village: 'a' }, {}, 'hold index/differs-from-dhis2'],
    [
      'different, to be kept: adopted',
      'unverified',
      () => unverified(a()),
      { village: 'a' },
      { adopt: 'keep' },
      'adopt',
    ],
    // Changed by others in the index.
    ['as wanted: left alone', 'unbelieved', b, { village: 'b' }, {}, 'leave'],
    ['as the entry says: sent', 'unbelieved', a, { village: 'a' }, {}, 'update'],
    ['neither: held', 'unbelieved', a, { village: 'c' }, {}, 'hold index/differs-from-index'],
    [
      'neither, and one word allows it alone: held',
      'unbelieved',
      a,
      { village: 'c' },
      { adopt: 'update' },
      'hold index/differs-from-index',
    ],
    [
      'neither, and both allow it: sent',
      'unbelieved',
      a,
      { village: 'c' },
      { adopt: 'update', editedInDhis2: 'overwrite' },
      'update overwrites',
    ],
    // Said to be removed.
    ['it lives: said', 'removed', removed, { village: 'a' }, {}, 'hold index/still-in-dhis2'],
    ['it is deleted: back, and removed', 'removed', removed, 'deleted', {}, 'returned index/returned-after-removal'],
    ['it is deleted, to be made anew', 'removed', removed, 'deleted', { deletedInDhis2: 'recreate' }, 'create isFresh'],
  ])('%s (%s)', (_, why, entry, there, policies, expected) => {
    const found = entry && context.found(entry());
    const looking = toLooking(0, context.wanted('b'), why, found);
    const sight = { address: ADDRESS, generation: 0, remote: toRemote(there) };
    expect(textOf(decideOn(context.with(policies), looking, sight, new Map()))).toBe(expected);
  });

  test('an address that another record has is never taken', () => {
    const looking = toLooking(0, context.wanted('b'), 'new', undefined);
    const sight = { address: ADDRESS, generation: 0, remote: toRemote({ village: 'b' }) };
    const holders = new Map([[ADDRESS, { key: '2', role: '' }]]);
    expect(textOf(decideOn(context.with(), looking, sight, holders))).toBe('hold index/uid-taken');
  });
});

describe('what an entry learns before anything is sent', () => {
  const line = (action: string, change: object = {}): ReservedLine =>
    ({ ...context.wanted('b', { address: ADDRESS }), action, ...change }) as unknown as ReservedLine;
  const live = () => context.entry('a');
  const gone = () => context.entry('a', { missing: { isPastGrace: true } });
  const reasons = [
    { code: 'lookup/no-match', args: {}, key: '1', row: 1, line: 2, field: 'orgUnit', value: 'Nowhere' },
  ];

  test.each<[string, () => ReservedLine, (() => Entry) | undefined, object | undefined]>([
    [
      'a new record: its address',
      () => line('create', { isFresh: true }),
      undefined,
      { state: 'reserved', address: ADDRESS },
    ],
    [
      'one to be made anew: another address',
      () => line('create', { address: 'EvOfRecord2', generation: 1 }),
      live,
      { state: 'reserved', address: 'EvOfRecord2', generation: 1 },
    ],
    ['one that DHIS2 never had: as if for the first time', () => line('create'), live, { state: 'reserved' }],
    [
      'a rejected one: an address, and why',
      () => line('reject', { reasons }),
      undefined,
      { state: 'refused', refusal: { by: 'us' } },
    ],
    ['a rejected one that is there: stays good', () => line('reject', { reasons }), live, { missing: null }],
    ['one that DHIS2 has: known', () => line('adopt'), undefined, { state: 'live', hashBefore: null }],
    ['a change: nothing yet but that it is not gone', () => line('update'), gone, { missing: null }],
    ['back in the source', () => line('returned'), gone, { missing: null }],
    [
      'back, and a person has removed its event',
      () => line('returned'),
      () => ({ ...gone(), state: 'removed' }),
      { state: 'removedButWanted' },
    ],
    [
      'held, and unknown so far: known from now on',
      () => line('hold', { reasons }),
      undefined,
      { state: 'live', address: ADDRESS },
    ],
    ['held: nothing', () => line('hold', { reasons }), live, undefined],
    ['left alone: nothing', () => line('leave'), live, undefined],
    [
      'left alone under a new id: the id',
      () => line('leave', { touch: true, ids: ['1', '9'] }),
      live,
      { ids: ['1', '9'] },
    ],
    [
      'left alone as somebody made it, its first send open',
      () => line('leave', { keepsTheirs: true }),
      () => context.entry('a', { state: 'sending' }),
      { state: 'replacing' },
    ],
  ])('%s', (_, planned, entry, expected) => {
    const change = reservationOf(context.with(), planned(), entry?.());
    if (expected === undefined) expect(change).toBeUndefined();
    else expect(change).toMatchObject(expected);
  });
});

describe('what an entry says around a send', () => {
  const line = (change: Partial<SendLine> = {}): SendLine =>
    ({ ...context.wanted('b', { address: ADDRESS }), action: 'update', ...change }) as SendLine;
  const reserved = () => context.entry('a', { state: 'reserved' });

  test('under way: the hash that it had is kept, and what is sent is a doubt', () => {
    const { hash, shape = '' } = context.entry('a');
    const send = { hash: line().hash, shape };
    expect(underWay(context.with(), line(), context.entry('a'))).toEqual({
      state: 'replacing',
      hash: null,
      hashBefore: hash,
      doubts: [send],
    });
    expect(underWay(context.with(), line(), reserved())).toMatchObject({ state: 'sending' });
    const again = { ...context.entry('a'), doubts: [send] };
    expect(underWay(context.with(), line(), again)).toMatchObject({ doubts: [send] });
  });

  const reasons = [reason('dhis2/E1007', { message: 'no' })];
  test.each<[string, Outcome, () => Entry, object]>([
    ['created', { is: 'created' }, reserved, { state: 'live', missing: null, isKnown: true, doubts: [] }],
    ['updated', { is: 'updated' }, () => context.entry('a'), { state: 'live', hashBefore: null }],
    [
      'refused by the server: it stays there as it was',
      { is: 'refused', by: 'server', reasons },
      () => context.entry('a'),
      { state: 'live', refusal: { by: 'server' } },
    ],
    [
      'refused by the server, the first time',
      { is: 'refused', by: 'server', reasons },
      reserved,
      { state: 'refused', refusal: { by: 'server' } },
    ],
    [
      'refused by us: told apart',
      { is: 'refused', by: 'us', reasons },
      reserved,
      { state: 'refused', refusal: { by: 'us' } },
    ],
    ['deleted there', { is: 'deletedThere' }, () => context.entry('a'), { state: 'deletedThere' }],
    ['no verdict: it stays as it was marked', { is: 'unknown', reason: 'time-out' }, () => context.entry('a'), {}],
  ])('%s', (_, outcome, before, expected) => {
    expect(afterVerdict(context.with(), line(), outcome, before())).toMatchObject(expected);
  });

  test('taken in part: what is there is known, what it is a part of, and why the rest is not', () => {
    const stored = { ...context.object('b', null), more: 'of others' };
    const outcome: Outcome = { is: 'partly', stored, reasons };
    expect(afterVerdict(context.with(), line(), outcome, reserved())).toMatchObject({
      state: 'live',
      hash: context.hashOf(context.object('b', null)),
      shape: context.shapeOf(context.object('b')),
      partOf: line().hash,
      refusal: { by: 'server', reasons: [{ code: 'dhis2/E1007' }] },
      doubts: [],
    });
    const before = context.entry('a', { partOf: line().hash });
    expect(afterVerdict(context.with(), line(), { is: 'updated' }, before)).toMatchObject({ partOf: null });
  });

  test('seen after a lost answer: its request stays a doubt', () => {
    const change = afterVerdict(context.with(), line(), { is: 'updated', afterSilence: true }, context.entry('a'));
    expect(change).not.toHaveProperty('doubts');
  });
});

describe('a record that is gone', () => {
  const DAY_MS = 24 * 3600_000;
  const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS).toISOString();
  const GRACE = { grace: { ms: 3 * DAY_MS } } as Policies;

  test.each<[string, Partial<Entry>, boolean, object]>([
    ['since tonight', {}, false, { isNewlyMissing: true, isPastGrace: false, isOverdue: false }],
    [
      'for two days',
      { missing: { since: daysAgo(2), isPastGrace: false } },
      false,
      { isNewlyMissing: false, isOverdue: false },
    ],
    [
      'for three',
      { missing: { since: daysAgo(3), isPastGrace: false } },
      false,
      { isPastGrace: true, isOverdue: true },
    ],
    [
      'marked by another tool, nobody knows when',
      { missing: { isPastGrace: true } },
      false,
      { isPastGrace: true, isOverdue: true },
    ],
    [
      'whose event never arrived',
      { state: 'reserved', missing: { since: daysAgo(9), isPastGrace: false } },
      false,
      { isPastGrace: true, isOverdue: false },
    ],
    [
      'whose first send has arrived after all',
      { state: 'sending', missing: { since: daysAgo(9), isPastGrace: false } },
      true,
      { hasArrived: true, isOverdue: true },
    ],
    [
      'whose event a person has removed',
      { state: 'removed', missing: { since: daysAgo(9), isPastGrace: true } },
      false,
      { isOverdue: false },
    ],
  ])('%s', (_, change, hasArrived, expected) => {
    const line = missingLine(context.with(GRACE), context.found(context.entry('a', change)), hasArrived);
    expect(line).toMatchObject(expected);
    expect(reasonsOf(line)).toHaveLength(line.isOverdue ? 1 : 0);
  });

  test('a group is told at once: its rows may count in another one', () => {
    const groups = context.with(GRACE);
    const found = context.found(
      context.entry('a', { state: 'live', missing: { since: daysAgo(1), isPastGrace: false } }),
    );
    const line = missingLine({ ...groups, pipeline: { ...groups.pipeline, isOfGroups: true } }, found, false);
    expect(line).toMatchObject({ isOverdue: true, isPastGrace: false });
    expect(reasonsOf(line)).toMatchObject([{ code: 'index/group-missing' }]);
  });
});
