/** What every store of an index promises. A store is given to it as a place, which is another one for each test. */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nameOf, type Ref } from '../../src/contracts/ref.ts';
import type { Change, Entry, IndexSession, IndexStore, Owner } from '../../src/contracts/store.ts';

/** A place where an index can be; each store that it gives is as of another process. */
export interface Place {
  store(): IndexStore;
  remove(): Promise<void>;
}

const OWNER: Owner = { namespace: 'n', server: 'id-1', address: 'https://a', place: 'p' };
const SOURCE = {
  header: ['_id', 'village'],
  values: { status: ['x'] },
  verified: { at: '2026-03-01T02:00:00.000Z', differing: ['a'] },
};
const refOf = (key: string, role = ''): Ref => ({ key, role });
/** As of a sink without UIDs. */
const ADDRESS = { type: 'string', pattern: '^[^ ]+$', expected: 'an address' } as const;
const addressOf = (letter: string): string => letter.repeat(11);

/** A new entry of a live object. */
function live(key: string, letter: string, more: Omit<Change, 'ref'> = {}): Change {
  return { ref: refOf(key), address: addressOf(letter), state: 'live', ids: [key], hash: 'v1:h', ...more };
}

interface OpenWith {
  readonly owner?: Partial<Owner>;
  readonly accepted?: readonly string[];
  readonly isReadOnly?: boolean;
}

export function testStore(name: string, makePlace: () => Promise<Place>): void {
  describe.each([name])('%s', () => {
    let place: Place;
    let sessions: IndexSession[];
    beforeEach(async () => {
      place = await makePlace();
      sessions = [];
    });
    afterEach(async () => {
      for (const session of sessions) await session.close();
      await place.remove();
    });

    async function open({ owner, accepted = [], isReadOnly = false }: OpenWith = {}): Promise<IndexSession> {
      const whose = async (): Promise<Owner> => ({ ...OWNER, ...owner });
      const session = await place.store().open({ whose, isReadOnly, accepted: new Set(accepted), address: ADDRESS });
      sessions.push(session);
      return session;
    }

    const openNew = (): Promise<IndexSession> => open({ accepted: ['new-index'] });

    /** Records, saves, and lets go. */
    async function keep(changes: readonly Change[]): Promise<void> {
      const session = await openNew();
      session.remember(SOURCE);
      await session.record(changes);
      await session.save();
      await session.close();
    }

    async function entryOf(session: IndexSession, key: string, role = ''): Promise<Entry | undefined> {
      return (await session.get([refOf(key, role)]))[0]?.entry;
    }

    describe('what is kept of rows', () => {
      test('is there for the next run, and for a look, to the byte', async () => {
        const session = await openNew();
        expect(await place.store().loadRows()).toBeUndefined();
        await place.store().keepRows([Buffer.from('one\n'), Buffer.from([0, 255])]);
        await session.close();
        expect(await place.store().loadRows()).toEqual(Buffer.from([...Buffer.from('one\n'), 0, 255]));
        await place.store().keepRows([Buffer.from('two')]);
        expect(String(await place.store().loadRows())).toBe('two');
      });

      test('an entry has another mark when it says something else, and none where others know the id', async () => {
        await keep([{ ...live('a', 'A'), ids: ['a', 'b'] }]);
        const session = await open();
        const [first, again] = [session.markOf(['a', 'b']), session.markOf(['b'])];
        // A store may have none.
        if (first === undefined) return;
        expect(first.name).toBe('a');
        expect(Buffer.from(first.mark, 'latin1').toString('latin1')).toBe(first.mark);
        expect(again).toEqual(first);
        expect(session.markOf(['a', 'c'])).toBeUndefined();
        await session.record([{ ref: refOf('a'), pair: 'p' }]);
        expect(session.markOf(['a'])?.mark).not.toBe(first.mark);
        await session.record([{ ...live('c', 'C'), ids: ['c', 'b'] }]);
        expect(session.markOf(['a', 'b'])).toBeUndefined();
      });
    });

    describe('opened', () => {
      test('where there is none, it needs to be accepted, but for a look', async () => {
        await expect(open()).rejects.toMatchObject({ code: 'guard/no-index', exitCode: 4 });
        expect((await open({ isReadOnly: true })).facts).toMatchObject({ isNew: true, live: 0, lastSource: undefined });
        expect((await openNew()).facts).toMatchObject({ isNew: true, live: 0, lost: 0 });
      });

      test('by one at a time: another is told who has it, until it is let go', async () => {
        const first = await openNew();
        expect(await place.store().findLock()).toMatchObject({ by: expect.any(String) as string });
        await expect(openNew()).rejects.toMatchObject({ code: 'run/locked', exitCode: 5 });
        expect(first.isLockLost).toBe(false);
        await first.close();
        await first.close();
        expect(await place.store().findLock()).toBeNull();
        await openNew();
      });

      test('for a look, while somebody is at work', async () => {
        await keep([live('a', 'A')]);
        await open();
        const look = await open({ isReadOnly: true });
        expect(await entryOf(look, 'a')).toMatchObject({ address: addressOf('A') });
      });

      test('the lock is held before anybody logs in, and free again where that fails', async () => {
        let wasHeld = false;
        const whose = async (): Promise<never> => {
          wasHeld = (await place.store().findLock()) !== null;
          throw new Error('no login');
        };
        const options = { whose, isReadOnly: false, accepted: new Set<string>(), address: ADDRESS };
        await expect(place.store().open(options)).rejects.toThrow('no login');
        expect([wasHeld, await place.store().findLock()]).toEqual([true, null]);
      });

      test.each<[string, Partial<Owner>, readonly string[], string]>([
        ['another namespace', { namespace: 'm' }, ['server', 'new-index'], 'guard/other-owner'],
        ['another place', { place: 'q' }, ['server', 'new-index'], 'guard/other-owner'],
        ['another server', { server: 'id-2' }, [], 'guard/other-server'],
      ])('of %s, it is refused, and the lock is free again', async (_, owner, accepted, code) => {
        await keep([live('a', 'A')]);
        await expect(open({ owner, accepted })).rejects.toMatchObject({ code, exitCode: 4 });
        expect(await place.store().findLock()).toBeNull();
        await open();
      });

      test('for another server, where that is accepted: nothing is believed until the server has told', async () => {
        await keep([live('a', 'A'), live('b', 'B')]);
        const session = await open({ owner: { server: 'id-2' }, accepted: ['server'] });
        await session.record([{ ref: refOf('a'), isKnown: true }]);
        const found = await session.get([refOf('a'), refOf('b')]);
        expect(found.map((one) => one?.isBelieved)).toEqual([true, false]);
      });

      test('it knows what the last run has seen, how many are live, and how many there are', async () => {
        const gone = { missing: { since: '2026-01-01T00:00:00.000Z', isPastGrace: true } };
        await keep([live('a', 'A'), live('b', 'B', gone), live('c', 'C', { state: 'reserved' })]);
        const session = await open();
        expect(session.facts).toMatchObject({ isNew: false, live: 1, lastSource: SOURCE, lost: 0, remarks: [] });
        expect([session.size, session.isDirty]).toEqual([3, false]);
      });
    });

    describe('recorded', () => {
      const FULL: Omit<Change, 'ref'> = {
        address: addressOf('F'),
        state: 'replacing',
        missing: { since: '2026-01-03T00:00:00.000Z', isPastGrace: false },
        ids: ['f', 'f-1'],
        generation: 2,
        hashBefore: 'v1:b',
        shape: 's',
        partOf: 'v1:whole',
        doubts: [{ hash: 'v1:d', shape: 's' }],
        left: { DeVillage01: 'x' },
        movedFrom: [
          { address: addressOf('D'), sends: [{ hash: 'v1:d', shape: 's' }, { hash: 'v1:e' }] },
          { address: addressOf('E'), sends: [], isOpen: true },
        ],
        pair: 'p',
        sentAt: '2026-01-02T00:00:00.000Z',
        since: '2026-01-01T00:00:00.000Z',
      };

      test('it counts at once, and is there again once saved', async () => {
        const session = await openNew();
        await session.record([{ ref: refOf('f'), ...FULL }]);
        expect(session.isDirty).toBe(true);
        const before = await entryOf(session, 'f');
        expect(before).toMatchObject(FULL);
        await session.save();
        expect(session.isDirty).toBe(false);
        await session.close();
        const [found] = await (await open()).get([refOf('f')]);
        expect(found).toEqual({ ref: refOf('f'), entry: before, isBelieved: true });
      });

      test.each<Change['state'] & string>(['reserved', 'refused', 'sending', 'live', 'replacing', 'deletedThere'])(
        'in state %s',
        async (state) => {
          const refusal = {
            by: 'us' as const,
            reasons: [{ code: 'lookup/no-match', field: 'orgUnit', value: 'Gamma' }],
          };
          await keep([live('a', 'A', { state, ...(state === 'refused' && { refusal }) })]);
          const entry = await entryOf(await open(), 'a');
          expect([entry?.state, entry?.refusal]).toEqual([state, state === 'refused' ? refusal : undefined]);
        },
      );

      test('who refused it is known', async () => {
        await keep([live('a', 'A', { state: 'refused', refusal: { by: 'server', reasons: [] } })]);
        expect((await entryOf(await open(), 'a'))?.refusal?.by).toBe('server');
      });

      test('what a change does not name stays; null takes away; changes of one call follow each other', async () => {
        const session = await openNew();
        const ref = refOf('f');
        await session.record([{ ref, ...FULL }]);
        await session.record([
          { ref, state: 'live', hash: 'v1:x', hashBefore: null, doubts: [] },
          { ref, missing: null, left: null, movedFrom: null, partOf: null, pair: null, hash: 'v1:y' },
        ]);
        const gone = ['missing', 'hashBefore', 'left', 'movedFrom', 'partOf', 'pair', 'refusal'];
        const rest = Object.fromEntries(Object.entries(FULL).filter(([name]) => !gone.includes(name)));
        const entry = await entryOf(session, 'f');
        expect(entry).toMatchObject({ ...rest, state: 'live', hash: 'v1:y', doubts: [] });
        for (const name of gone) expect(entry).not.toHaveProperty(name);
      });

      test('what the row said goes with the hash: a new hash alone, or a new object, takes it away', async () => {
        const session = await openNew();
        const ref = refOf('a');
        await session.record([{ ...live('a', 'A'), hash: 'v1:x', row: 'r1' }]);
        await session.record([
          { ref, hash: 'v1:y', row: 'r2' },
          { ref, missing: null, pair: 'p' },
        ]);
        expect(await entryOf(session, 'a')).toMatchObject({ hash: 'v1:y', row: 'r2' });
        await session.save();
        await session.close();
        const again = await open();
        expect(await entryOf(again, 'a')).toMatchObject({ hash: 'v1:y', row: 'r2' });
        for (const change of [{ hash: 'v1:z' }, { hash: null }, { row: null }, { address: addressOf('B') }]) {
          await again.record([{ ref, address: addressOf('A'), state: 'live', hash: 'v1:y', row: 'r2' }]);
          expect(await entryOf(again, 'a')).toHaveProperty('row');
          await again.record([{ ref, ...change }]);
          expect(await entryOf(again, 'a')).not.toHaveProperty('row');
        }
      });

      test('a new address makes a new object of the same record', async () => {
        const session = await openNew();
        const ref = refOf('f');
        await session.record([
          { ref, ...FULL },
          { ref, address: addressOf('G'), state: 'reserved', generation: 3 },
        ]);
        const entry = await entryOf(session, 'f');
        expect(entry).toMatchObject({
          address: addressOf('G'),
          state: 'reserved',
          generation: 3,
          doubts: [],
          pair: 'p',
        });
        expect(entry).toMatchObject({ ids: FULL.ids, since: FULL.since });
        for (const name of ['hash', 'hashBefore', 'shape', 'partOf', 'left', 'movedFrom', 'missing'])
          expect(entry).not.toHaveProperty(name);
      });

      test('a higher generation at the same address makes a new object, too; the same generation does not', async () => {
        const session = await openNew();
        const ref = refOf('f');
        const removed = { address: addressOf('F'), state: 'reserved' } as const;
        await session.record([{ ref, ...FULL }]);
        await session.record([{ ref, ...removed, generation: 2 }]);
        expect(await entryOf(session, 'f')).toMatchObject({ hashBefore: FULL.hashBefore, shape: FULL.shape });
        await session.record([{ ref, ...removed, generation: 3 }]);
        const entry = await entryOf(session, 'f');
        expect(entry).toMatchObject({ ...removed, generation: 3, doubts: [], pair: 'p', ids: FULL.ids });
        for (const name of ['hash', 'hashBefore', 'shape', 'partOf', 'left', 'movedFrom', 'missing'])
          expect(entry).not.toHaveProperty(name);
      });

      test.each([1, 2])('two objects can change places (in %s calls)', async (calls) => {
        await keep([live('a', 'A'), live('b', 'B')]);
        const session = await open();
        const moves: Change[] = [
          { ref: refOf('a'), address: addressOf('B'), state: 'live' },
          { ref: refOf('b'), address: addressOf('A'), state: 'live' },
        ];
        if (calls === 1) await session.record(moves);
        else for (const move of moves) await session.record([move]);
        const holders = async (of: IndexSession) => [...(await of.holders([addressOf('A'), addressOf('B')]))];
        expect(await holders(session)).toEqual([
          [addressOf('A'), refOf('b')],
          [addressOf('B'), refOf('a')],
        ]);
        await session.save();
        await session.close();
        const again = await open();
        expect((await entryOf(again, 'a'))?.address).toBe(addressOf('B'));
        expect(await holders(again)).toHaveLength(2);
      });

      test('one object can take the place that another leaves, whichever is recorded first', async () => {
        for (const turned of [false, true]) {
          const session = await openNew();
          const [p, q, r] = ['P', 'Q', 'R'].map(addressOf) as [string, string, string];
          await session.record([live('a', 'P'), live('b', 'Q')]);
          const sends = [{ hash: 'v1:h' }];
          const moves: Change[] = [
            { ref: refOf('a'), address: q, state: 'live', movedFrom: [{ address: p, sends }] },
            { ref: refOf('b'), address: r, state: 'reserved' },
          ];
          await session.record(turned ? moves.reverse() : moves);
          const expected = [
            [p, refOf('a')],
            [q, refOf('a')],
            [r, refOf('b')],
          ];
          expect([...(await session.holders([p, q, r]))]).toEqual(expected);
          // Who stands there counts, not who did.
          await session.record([{ ref: refOf('b'), movedFrom: [{ address: q, sends }] }]);
          expect([...(await session.holders([p, q, r]))]).toEqual(expected);
          await session.record([{ ref: refOf('a'), movedFrom: null }]);
          expect([...(await session.holders([p, q, r]))]).toEqual(expected.slice(1));
          await session.close();
        }
      });

      test('what an object left elsewhere is kept through a crash, with what its shapes stand for', async () => {
        const session = await openNew();
        const shape = session.shapeOf(['.status']);
        const movedFrom = [{ address: addressOf('P'), sends: [{ hash: 'v1:h', shape }] }];
        await session.record([live('a', 'A', { movedFrom })]);
        await session.checkpoint();
        await session.close();
        const again = await openNew();
        expect((await entryOf(again, 'a'))?.movedFrom).toEqual(movedFrom);
        expect([...(await again.holders([addressOf('P')]))]).toEqual([[addressOf('P'), refOf('a')]]);
        expect(again.targetsOf(shape)).toEqual(['.status']);
      });

      test('another version whenever an entry has changed, and the same one where it has not', async () => {
        await keep([live('a', 'A'), live('b', 'B')]);
        const session = await open();
        const versions = async () => (await session.get([refOf('a'), refOf('b')])).map((one) => one?.entry.version);
        const before = await versions();
        await session.record([
          { ref: refOf('a'), hash: 'v1:other' },
          { ref: refOf('b'), hash: 'v1:h' },
        ]);
        const after = await versions();
        expect([after[0] === before[0], after[1] === before[1]]).toEqual([false, true]);
      });

      test('at an address of whatever shape the sink has', async () => {
        const address = 'OuAlpha0001:2026-01:combo/é';
        const session = await openNew();
        session.remember(SOURCE);
        await session.record([live('a', 'A', { address })]);
        await session.checkpoint();
        await session.close();
        const again = await open({ accepted: ['new-index'] });
        expect((await entryOf(again, 'a'))?.address).toBe(address);
        await again.save();
        await again.close();
        expect([...(await (await open()).holders([address]))]).toEqual([[address, refOf('a')]]);
      });

      test('half an entry is none: a change of what is not there is left out', async () => {
        const session = await openNew();
        await session.record([{ ref: refOf('a'), hash: 'v1:x' }]);
        expect([await entryOf(session, 'a'), session.size]).toEqual([undefined, 0]);
      });

      test('for a look alone, it is kept nowhere', async () => {
        await keep([live('a', 'A')]);
        const look = await open({ isReadOnly: true });
        await look.record([{ ref: refOf('a'), hash: 'v1:x' }]);
        expect((await entryOf(look, 'a'))?.hash).toBe('v1:x');
        await look.close();
        expect((await entryOf(await open(), 'a'))?.hash).toBe('v1:h');
      });
    });

    describe('asked', () => {
      test('for many records by their ids: a list for each, in their order', async () => {
        await keep([live('a', 'A', { ids: ['1', '2'] }), live('b', 'B', { ids: ['2'] }), live('c', 'C')]);
        const lists = await (await open()).find([['1'], [], ['9', '2'], ['c'], ['nobody']]);
        expect(lists.map((list) => list.map(({ ref }) => ref.key).sort())).toEqual([['a'], [], ['a', 'b'], ['c'], []]);
      });

      test('for an id that an entry has just learnt', async () => {
        await keep([live('a', 'A')]);
        const session = await open();
        await session.record([{ ref: refOf('a'), ids: ['a', 'new'] }]);
        expect((await session.find([['new'], ['a']])).map((list) => list.map(({ ref }) => ref.key))).toEqual([
          ['a'],
          ['a'],
        ]);
      });

      test('for some refs: what is not there is undefined', async () => {
        await keep([live('a', 'A'), live('b', 'B')]);
        const found = await (await open()).get([refOf('b'), refOf('x'), refOf('a')]);
        expect(found.map((one) => one?.ref.key)).toEqual(['b', undefined, 'a']);
      });

      test('who has an address', async () => {
        await keep([live('a', 'A'), live('b', 'B')]);
        const holders = await (await open()).holders([addressOf('B'), addressOf('X')]);
        expect([...holders]).toEqual([[addressOf('B'), refOf('b')]]);
      });

      test('for what no record accounts for', async () => {
        await keep([live('a', 'A'), live('b', 'B'), live('c', 'C')]);
        const keys: string[] = [];
        for await (const { ref } of (await open()).unseen(new Set([nameOf(refOf('b'))]))) keys.push(ref.key);
        expect(keys.sort()).toEqual(['a', 'c']);
      });

      test('the parts of a record are entries of their own, and found by its ids', async () => {
        const part: Change = {
          ref: refOf('a', 'visit/2'),
          address: addressOf('P'),
          state: 'reserved',
          ids: ['a', '1'],
        };
        await keep([live('a', 'A', { ids: ['a', '1'] }), part]);
        const session = await open();
        expect((await entryOf(session, 'a', 'visit/2'))?.state).toBe('reserved');
        const [byKey, byId] = await session.find([['a'], ['1']]);
        const roles = [byKey, byId].map((list) => list?.map(({ ref }) => ref.role).sort());
        expect(roles).toEqual([
          ['', 'visit/2'],
          ['', 'visit/2'],
        ]);
        const unseen: Ref[] = [];
        for await (const { ref } of session.unseen(new Set([nameOf(refOf('a'))]))) unseen.push(ref);
        expect(unseen).toEqual([part.ref]);
      });

      test('whether entries were taken away: not of records that nobody knows', async () => {
        await keep([live('a', 'A')]);
        expect(await (await open()).areLost([['a'], ['nobody']])).toEqual([false, false]);
      });

      test('what a shape stands for: the same name for a list in any order, and known again later', async () => {
        const session = await openNew();
        const shape = session.shapeOf(['.status', 'DeTeamSize1', 'DeVillage01']);
        expect(session.shapeOf(['DeVillage01', '.status', 'DeTeamSize1'])).toBe(shape);
        expect(session.shapeOf(['.status'])).not.toBe(shape);
        await session.record([live('a', 'A', { shape })]);
        await session.save();
        await session.close();
        const targets = (await open({ isReadOnly: true })).targetsOf(shape);
        expect(targets && new Set(targets)).toEqual(new Set(['.status', 'DeTeamSize1', 'DeVillage01']));
        expect((await open()).targetsOf('unknown')).toBeUndefined();
      });
    });

    describe('killed', () => {
      test.each([false, true])(
        'what a checkpoint has kept is there, and nothing after it (after a save: %s)',
        async (saved) => {
          if (saved) await keep([live('a', 'A', { hash: 'v1:old' })]);
          const session = await openNew();
          const shape = session.shapeOf(['.status']);
          await session.record([live('a', 'A', { hash: 'v1:kept' }), live('b', 'B', { state: 'sending', shape })]);
          await session.checkpoint();
          await session.record([{ ref: refOf('a'), hash: 'v1:lost' }, live('c', 'C')]);
          // Closing saves nothing.
          await session.close();
          const again = await openNew();
          const found = await again.get([refOf('a'), refOf('b'), refOf('c')]);
          expect(found.map((one) => one?.entry.hash)).toEqual(['v1:kept', 'v1:h', undefined]);
          expect(again.targetsOf(shape)).toEqual(['.status']);
          if (saved) expect(found.map((one) => one?.isBelieved)).toEqual([true, true, undefined]);
        },
      );
    });

    describe('copied', () => {
      let folder: string;
      beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'etl-copy-'))));
      afterEach(() => rm(folder, { recursive: true, force: true }));

      test('as it was found, and as it was saved, for its owner alone; where there is none, nothing', async () => {
        const [none, before, after] = ['none', 'before', 'after'].map((file) => join(folder, file)) as [
          string,
          string,
          string,
        ];
        const first = await openNew();
        expect(await first.copyTo(none)).toBe(false);
        await first.record([live('a', 'A')]);
        await first.save();
        await first.close();
        const session = await open();
        expect(await session.copyTo(before)).toBe(true);
        await session.record([live('b', 'B')]);
        await session.save();
        expect(await session.copyTo(after)).toBe(true);
        expect((await stat(before)).mode & 0o777).toBe(0o600);
        const [old, now] = await Promise.all([before, after].map((file) => readFile(file, 'latin1')));
        expect(old).toContain(addressOf('A'));
        expect(old).not.toContain(addressOf('B'));
        expect(now).toContain(addressOf('B'));
      });
    });
  });
}
