import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { SILENT } from '../../src/base/log.ts';
import { parseAccount, type AzureAccount } from '../../src/storage/azure-account.ts';
import { AzureBlobStorage } from '../../src/storage/azure-blob.ts';
import { FileStorage } from '../../src/storage/file.ts';
import type { Storage } from '../../src/contracts/storage.ts';
import { startAzurite, type Azurite } from '../azurite.ts';
import { storageContract } from './storage-contract.ts';

let azurite: Azurite;
let folder: string;

beforeAll(async () => {
  azurite = await startAzurite();
  folder = await mkdtemp(join(tmpdir(), 'etl-storage-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Each gives two storages of one place: as two runs would have. */
const KINDS: readonly (readonly [string, () => Promise<readonly [Storage, Storage]>])[] = [
  [
    'file',
    async () => {
      const root = await mkdtemp(join(folder, 'root-'));
      return [new FileStorage(root), new FileStorage(root)];
    },
  ],
  [
    'azure-blob with a SAS token',
    async () => {
      const container = await azurite.newContainer();
      const open = (): Storage =>
        new AzureBlobStorage(
          parseAccount({ accountUrl: azurite.accountUrl, sasToken: azurite.sas(container) }) as AzureAccount,
          container,
          SILENT,
        );
      return [open(), open()];
    },
  ],
  [
    'azure-blob with a connection string',
    async () => {
      const container = await azurite.newContainer();
      const open = (): Storage =>
        new AzureBlobStorage(
          parseAccount({ connectionString: azurite.connectionString }) as AzureAccount,
          container,
          SILENT,
        );
      return [open(), open()];
    },
  ],
];

for (const [name, make] of KINDS) storageContract(name, make);
