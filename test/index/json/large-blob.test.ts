/** An index in a blob that is larger than one request: it goes in pieces, of which nothing is seen until all are there. */
import { beforeAll, expect, test } from 'vitest';
import { SILENT } from '../../../src/base/log.ts';
import type { IndexSession } from '../../../src/contracts/store.ts';
import { JsonStore } from '../../../src/index/json/json-store.ts';
import { parseAccount, type AzureAccount } from '../../../src/storage/azure-account.ts';
import { AzureBlobStorage } from '../../../src/storage/azure-blob.ts';
import { startAzurite, type Azurite } from '../../azurite.ts';

const INDEX = 'raw/index.json';
const ENTRIES = 7_000;
const ADDRESS = { type: 'string', minLength: 1, expected: 'an address' } as const;
const OWNER = { namespace: 'n', server: 's', address: 'https://a', place: 'p' };

let azurite: Azurite;
beforeAll(async () => void (azurite = await startAzurite()));

const keyOf = (n: number): string => `record ${String(n).padStart(6, '0')}`;
const refOf = (n: number) => ({ key: keyOf(n), role: '' });
const hashesOf = async (session: IndexSession, ...ns: number[]): Promise<unknown[]> =>
  (await session.get(ns.map(refOf))).map((found) => found?.isBelieved && found.entry.hash);

async function newStorage(): Promise<AzureBlobStorage> {
  const container = await azurite.newContainer();
  const account = parseAccount({ accountUrl: azurite.accountUrl, sasToken: azurite.sas(container) }) as AzureAccount;
  return new AzureBlobStorage(account, container, SILENT);
}

function open(storage: AzureBlobStorage, ...accepted: string[]): Promise<IndexSession> {
  const store = new JsonStore(storage, INDEX);
  return store.open({ whose: async () => OWNER, isReadOnly: false, accepted: new Set(accepted), address: ADDRESS });
}

test('it is saved, read and believed, and what another tool writes meanwhile is kept', async () => {
  const storage = await newStorage();
  const first = await open(storage, 'new-index');
  const all = Array.from({ length: ENTRIES }, (_, n) => n);
  await first.record(
    all.map((n) => ({
      ref: refOf(n),
      address: `U${n}`,
      state: 'live',
      ids: [keyOf(n), `${'x'.repeat(1500)} ${n}`],
      hash: `v1:${n}`,
    })),
  );
  await first.save();
  await first.close();
  const saved = await storage.read(INDEX);
  expect(saved?.size).toBeGreaterThan(8 << 20);

  const session = await open(storage);
  expect(session.facts).toMatchObject({ live: ENTRIES, remarks: [] });
  expect(await hashesOf(session, 0, 3000, ENTRIES - 1)).toEqual(['v1:0', 'v1:3000', `v1:${ENTRIES - 1}`]);
  await session.record([{ ref: refOf(3000), state: 'live', hash: 'v1:ours' }]);
  await session.checkpoint();
  const theirs = String(saved?.bytes).replace('"hash": "v1:20"', '"hash": "v1:20", "status": "seen"');
  await storage.write(INDEX, Buffer.from(theirs));
  await session.record([{ ref: refOf(3001), state: 'live', hash: 'v1:ours, too' }]);
  await session.save();
  await session.close();

  const text = String((await storage.read(INDEX))?.bytes);
  expect(text).toContain('"status": "seen"');
  const again = await open(storage);
  expect(again.facts).toMatchObject({ live: ENTRIES, remarks: [] });
  expect(await hashesOf(again, 20, 3000, 3001)).toEqual(['v1:20', 'v1:ours', 'v1:ours, too']);
  await again.close();
}, 180_000);
