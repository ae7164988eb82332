import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { afterAll, beforeAll } from 'vitest';
import { SILENT } from '../../src/base/log.ts';
import { CsvSource } from '../../src/sources/csv.ts';
import { parseAccount, type AzureAccount } from '../../src/storage/azure-account.ts';
import { AzureBlobStorage } from '../../src/storage/azure-blob.ts';
import { FileStorage } from '../../src/storage/file.ts';
import { startAzurite, type Azurite } from '../azurite.ts';
import { sourceContract } from './source-contract.ts';

let azurite: Azurite;
let root: string;

beforeAll(async () => {
  azurite = await startAzurite();
  root = await mkdtemp(join(tmpdir(), 'etl-csv-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const toCsv = (rows: readonly (readonly string[])[]): string => stringify([...rows], { delimiter: ';' });

sourceContract('csv, from a folder', async () => {
  const folder = await mkdtemp(join(root, 'files-'));
  const storage = new FileStorage(folder);
  return {
    put: (rows) => writeFile(join(folder, 'in.csv'), toCsv(rows)),
    source: new CsvSource(storage, 'in.csv'),
    nowhere: new CsvSource(storage, 'no.csv'),
    secrets: [],
    bytes: () => readFile(join(folder, 'in.csv')),
  };
});

sourceContract('csv, from Azure', async () => {
  const container = await azurite.newContainer();
  const client = azurite.service.getContainerClient(container);
  const sasToken = azurite.sas(container, { rights: 'r' });
  const account = parseAccount({ accountUrl: azurite.accountUrl, sasToken }) as AzureAccount;
  const storage = new AzureBlobStorage(account, container, SILENT);
  return {
    put: async (rows) => {
      const text = toCsv(rows);
      await client.uploadBlockBlob('in.csv', text, Buffer.byteLength(text));
    },
    source: new CsvSource(storage, 'in.csv'),
    nowhere: new CsvSource(storage, 'no.csv'),
    secrets: [sasToken, new URLSearchParams(sasToken).get('sig') ?? sasToken],
    bytes: () => client.getBlobClient('in.csv').downloadToBuffer(),
  };
});
