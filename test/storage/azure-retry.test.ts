/** A gateway before Azure answers in its place, once: what was to be done is done. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SILENT } from '../../src/base/log.ts';
import { parseAccount, type AzureAccount } from '../../src/storage/azure-account.ts';
import { AzureBlobStorage } from '../../src/storage/azure-blob.ts';
import { startAzurite, type Azurite } from '../azurite.ts';
import { startFaultyBlobs, type FaultyBlobs } from './faulty-blobs.ts';

let azurite: Azurite;
let road: FaultyBlobs;
beforeAll(async () => {
  azurite = await startAzurite();
  road = await startFaultyBlobs(azurite.accountUrl);
});
afterAll(async () => {
  await road.stop();
});

const STATUSES = [429, 500, 502, 503, 504];
const rows = STATUSES.flatMap((status) => [false, true].map((carriedOut) => [status, carriedOut] as const));

test.each(rows)('%i, carried out: %j', async (status, carriedOut) => {
  const container = await azurite.newContainer();
  const account = parseAccount({ accountUrl: road.accountUrl, sasToken: azurite.sas(container) }) as AzureAccount;
  const storage = new AzureBlobStorage(account, container, SILENT, { answerSeconds: 20, renewMs: 20_000, retryMs: 5 });
  const once = (): void => road.setFaults({ faults: [{ kind: 'status', status, carriedOut }] });
  once();
  const lock = await storage.lock('index.json.lock');
  once();
  const first = await storage.write('index.json', Buffer.from('one'), 'none');
  expect(first).not.toBeNull();
  once();
  expect(await storage.write('index.json', Buffer.from('two'), first?.etag)).not.toBeNull();
  once();
  expect((await storage.read('index.json'))?.bytes.toString()).toBe('two');
  expect(road.hits.splice(0)).toHaveLength(4);
  road.setFaults({ faults: [] });
  await lock.release();
});

test('an outage is told, after four tries', async () => {
  const container = await azurite.newContainer();
  const account = parseAccount({ accountUrl: road.accountUrl, sasToken: azurite.sas(container) }) as AzureAccount;
  const storage = new AzureBlobStorage(account, container, SILENT, { answerSeconds: 20, renewMs: 20_000, retryMs: 5 });
  road.setFaults({ faults: [{ kind: 'status', status: 502, times: 1000 }] });
  await expect(storage.read('index.json')).rejects.toMatchObject({ code: 'storage/unavailable', exitCode: 3 });
  expect(road.hits.splice(0)).toHaveLength(4);
});
