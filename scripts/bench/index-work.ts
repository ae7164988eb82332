/** One thing that a night does with an index, in a process of its own: `index-work.ts KIND FOLDER ENTRIES TASK`. */
import { JsonStore } from '../../src/index/json/json-store.ts';
import { SqliteStore } from '../../src/index/sqlite/sqlite-store.ts';
import type { Change, IndexSession } from '../../src/contracts/store.ts';
import { FileStorage } from '../../src/storage/file.ts';

const [kind = '', folder = '', count = '', task = ''] = process.argv.slice(2);
const entries = Number(count);
const BATCH = 500;
const SENT = 100;
const SENDS = 20;

const store =
  kind === 'json'
    ? new JsonStore(new FileStorage(folder), 'i.json')
    : new SqliteStore(new FileStorage(folder), 'i.sqlite');
const owner = { namespace: 'n', server: 's', address: 'https://a', place: 'p' };
const address = { type: 'string', minLength: 1, expected: 'an address' } as const;
const refOf = (at: number) => ({ key: `5f6e0b0a-${at}`, role: '' });

function changeOf(at: number): Change {
  const ids = [`5f6e0b0a-${at}`, String(1_000_000 + at), `9c1d-${at}`];
  const times = { sentAt: '2026-01-02T00:00:00.000Z', since: '2026-01-01T00:00:00.000Z' };
  return {
    ref: refOf(at),
    address: `U${String(at).padStart(10, '0')}`,
    state: 'live',
    ids,
    hash: `v1:${'h'.repeat(40)}${at}`,
    shape: 'abcdefgh',
    ...times,
  };
}

async function work(session: IndexSession): Promise<void> {
  if (task === 'fill') {
    for (let at = 0; at < entries; at += BATCH)
      await session.record(Array.from({ length: Math.min(BATCH, entries - at) }, (_, n) => changeOf(at + n)));
    await session.save();
  }
  if (task === 'find') {
    for (let at = 0; at < entries; at += BATCH)
      await session.find(
        Array.from({ length: Math.min(BATCH, entries - at) }, (_, n) => [
          `5f6e0b0a-${at + n}`,
          String(1_000_000 + at + n),
        ]),
      );
  }
  if (task === 'send') {
    for (let batch = 0; batch < SENDS; batch += 1) {
      const some = Array.from({ length: SENT }, (_, n) =>
        refOf(Math.floor(((batch * SENT + n) * entries) / (SENDS * SENT))),
      );
      await session.record(some.map((ref) => ({ ref, state: 'replacing' as const })));
      await session.checkpoint();
      await session.record(some.map((ref) => ({ ref, state: 'live' as const, hash: `v1:new${batch}` })));
    }
    await session.save();
  }
}

const session = await store.open({
  whose: async () => owner,
  isReadOnly: false,
  accepted: new Set(['new-index']),
  address,
});
await work(session);
await session.close();
