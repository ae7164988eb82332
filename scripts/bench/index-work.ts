/** One thing that a night does with an index, in a process of its own: `index-work.ts KIND FOLDER ENTRIES TASK LAPS`. */
import { writeFileSync } from 'node:fs';
import { JsonStore } from '../../src/index/json/json-store.ts';
import { SqliteStore } from '../../src/index/sqlite/sqlite-store.ts';
import type { Change, IndexSession } from '../../src/contracts/store.ts';
import { FileStorage } from '../../src/storage/file.ts';

/** What a step took, and how much memory there was after it. */
export interface Lap {
  readonly name: string;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly rssMiB: number;
}

const [kind = '', folder = '', count = '', task = '', lapsFile = ''] = process.argv.slice(2);
const entries = Number(count);
const BATCH = 500;
const SENT = 100;
const SENDS = 20;

const store =
  kind === 'json'
    ? new JsonStore(new FileStorage(folder), 'i.json')
    : new SqliteStore(new FileStorage(folder), 'i.sqlite');
const owner = { namespace: 'n', server: 's', address: 'https://a', place: 'p' };
const address = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9]{10}$', expected: 'an address' } as const;

const laps: Lap[] = [];
let last = { wall: performance.now(), cpu: cpuMs() };

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function lap(name: string): void {
  const now = { wall: performance.now(), cpu: cpuMs() };
  const rssMiB = process.memoryUsage().rss / 2 ** 20;
  laps.push({ name, wallMs: now.wall - last.wall, cpuMs: now.cpu - last.cpu, rssMiB });
  last = { wall: performance.now(), cpu: cpuMs() };
}

/** As Kobo's UUIDs are: of one length, in no order. */
const uuidOf = (at: number): string => `3f0f2d9c-5f6e-4b0a-9c1d-${String((at * 7919) % 1e12).padStart(12, '0')}`;
const idsOf = (at: number): string[] => [uuidOf(at), String(100_000_000 + at)];
const refOf = (at: number) => ({ key: uuidOf(at), role: '' });

function changeOf(at: number): Change {
  return {
    ref: refOf(at),
    address: `U${String(at).padStart(10, '0')}`,
    state: 'live',
    ids: idsOf(at),
    hash: `v1:${'h'.repeat(36)}${String(at).padStart(7, '0')}`,
    row: `${'r'.repeat(15)}${String(at).padStart(7, '0')}`,
    shape: 'abcdefgh',
    sentAt: '2026-01-02T00:00:00.000Z',
    since: '2026-01-01T00:00:00.000Z',
  };
}

async function eachBatch(work: (ats: readonly number[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < entries; start += BATCH)
    await work(Array.from({ length: Math.min(BATCH, entries - start) }, (_, n) => start + n));
}

async function work(session: IndexSession): Promise<void> {
  if (task === 'fill') {
    await eachBatch((ats) => session.record(ats.map(changeOf)));
    lap('every entry recorded');
    await session.save();
    lap('saved');
  }
  if (task === 'night') {
    await eachBatch((ats) => session.find(ats.map(idsOf)));
    lap('every record looked up');
    let unseen = 0;
    for await (const _ of session.unseen(new Set())) unseen += 1;
    lap(`${unseen.toLocaleString('en')} met by no record`);
    await session.save();
    lap('saved, as nothing has changed');
  }
  if (task === 'send') {
    const some = Array.from({ length: Math.ceil(entries / 100) }, (_, n) => refOf(n * 100));
    await session.record(some.map((ref) => ({ ref, state: 'live' as const, hash: 'v1:new' })));
    lap('one in a hundred recorded');
    await session.checkpoint();
    lap('kept through a crash');
    await session.save();
    lap('saved');
    for (let batch = 0; batch < SENDS; batch += 1) {
      const sent = some.slice(0, SENT);
      await session.record(sent.map((ref) => ({ ref, state: 'replacing' as const })));
      await session.checkpoint();
      await session.record(sent.map((ref) => ({ ref, state: 'live' as const, hash: `v1:new${batch}` })));
    }
    lap(`${SENDS} batches of ${SENT} sent`);
    await session.save();
    lap('saved');
  }
}

const session = await store.open({
  whose: async () => owner,
  isReadOnly: false,
  accepted: new Set(['new-index']),
  address,
});
lap('opened');
await work(session);
await session.close();
if (lapsFile !== '') writeFileSync(lapsFile, JSON.stringify(laps));
