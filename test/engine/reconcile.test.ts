/** What the index learns of records that are gone. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Change, Entry } from '../../src/contracts/store.ts';
import type { RunContext } from '../../src/engine/pipeline.ts';
import { reconcileMissing } from '../../src/engine/reconcile.ts';

const SINCE = '2026-03-14T02:00:00.000Z';
const LINE = {
  key: 'a',
  action: 'missing',
  uid: 'AAAAAAAAAAA',
  entry: 'a',
  before: 'x',
  missingSince: SINCE,
  isNewlyMissing: true,
  isPastGrace: false,
  isOverdue: false,
  hasArrived: false,
};
const ENTRY: Entry = { address: 'AAAAAAAAAAA', state: 'live', ids: [], generation: 0, doubts: [], version: 'x' };

test.each<[string, object, Partial<Entry>, Omit<Change, 'ref'>]>([
  ['gone for the first time', {}, {}, { missing: { since: SINCE, isPastGrace: false } }],
  ['past the grace', { isPastGrace: true }, {}, { missing: { since: SINCE, isPastGrace: true } }],
  [
    'said to be gone by somebody else meanwhile: that stands',
    {},
    { missing: { isPastGrace: true } },
    { missing: { since: SINCE, isPastGrace: true } },
  ],
  [
    'its last send has arrived',
    { hasArrived: true },
    { state: 'sending' },
    { missing: { since: SINCE, isPastGrace: false }, state: 'live' },
  ],
  [
    '… and a person says that it was removed',
    { hasArrived: true },
    { state: 'removedButWanted' },
    { missing: { since: SINCE, isPastGrace: false }, state: 'removed' },
  ],
])('%s', async (_, line, entry, change) => {
  const folder = await mkdtemp(join(tmpdir(), 'etl-reconcile-'));
  try {
    const file = join(folder, 'plan.ndjson');
    await writeFile(file, `${JSON.stringify({ ...LINE, ...line })}\n`);
    const ref = { key: 'a', role: '' };
    const recorded: Change[] = [];
    const index = {
      get: async () => [{ ref, entry: { ...ENTRY, ...entry }, isBelieved: true }],
      record: async (changes: readonly Change[]) => void recorded.push(...changes),
    };
    await reconcileMissing({ index } as unknown as RunContext, file);
    expect(recorded).toEqual([{ ref, ...change }]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
