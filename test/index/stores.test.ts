/** Every store of an index, held against what a store promises. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll } from 'vitest';
import { SILENT } from '../../src/base/log.ts';
import { JsonStore } from '../../src/index/json/json-store.ts';
import { SqliteStore } from '../../src/index/sqlite/sqlite-store.ts';
import { parseAccount, type AzureAccount } from '../../src/storage/azure-account.ts';
import { AzureBlobStorage } from '../../src/storage/azure-blob.ts';
import { FileStorage } from '../../src/storage/file.ts';
import { startAzurite, type Azurite } from '../azurite.ts';
import { testStore } from './store-contract.ts';

let azurite: Azurite;
beforeAll(async () => void (azurite = await startAzurite()));

testStore('a JSON file in a folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'etl-store-'));
  return {
    store: () => new JsonStore(new FileStorage(folder), 'index.json'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
});

testStore('an SQLite database in a folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'etl-store-'));
  return {
    store: () => new SqliteStore(new FileStorage(folder), 'index.sqlite'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
});

testStore('a JSON file in a blob container', async () => {
  const container = await azurite.newContainer();
  const account = parseAccount({ accountUrl: azurite.accountUrl, sasToken: azurite.sas(container) }) as AzureAccount;
  return {
    store: () => new JsonStore(new AzureBlobStorage(account, container, SILENT), 'raw/index.json'),
    remove: async () => {},
  };
});
