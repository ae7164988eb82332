import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { SILENT } from '../../../src/base/log.ts';
import { XlsxSource } from '../../../src/sources/xlsx/xlsx.ts';
import { parseAccount, type AzureAccount } from '../../../src/storage/azure-account.ts';
import { AzureBlobStorage } from '../../../src/storage/azure-blob.ts';
import { FileStorage } from '../../../src/storage/file.ts';
import { startAzurite, type Azurite } from '../../azurite.ts';
import { sourceContract } from '../source-contract.ts';
import { writeTable } from './write-workbook.ts';

let azurite: Azurite;
let root: string;

beforeAll(async () => {
  azurite = await startAzurite();
  root = await mkdtemp(join(tmpdir(), 'etl-xlsx-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

sourceContract('xlsx, from a folder', async () => {
  const folder = await mkdtemp(join(root, 'files-'));
  const storage = new FileStorage(folder);
  return {
    put: (rows) => writeFile(join(folder, 'in.xlsx'), writeTable(rows)),
    source: new XlsxSource(storage, 'in.xlsx'),
    nowhere: new XlsxSource(storage, 'no.xlsx'),
    secrets: [],
    bytes: () => readFile(join(folder, 'in.xlsx')),
  };
});

sourceContract('xlsx, from Azure', async () => {
  const container = await azurite.newContainer();
  const client = azurite.service.getContainerClient(container);
  const sasToken = azurite.sas(container, { rights: 'r' });
  const account = parseAccount({ accountUrl: azurite.accountUrl, sasToken }) as AzureAccount;
  const storage = new AzureBlobStorage(account, container, SILENT);
  return {
    put: async (rows) => {
      const bytes = writeTable(rows, { isInline: true });
      await client.uploadBlockBlob('in.xlsx', bytes, bytes.length);
    },
    source: new XlsxSource(storage, 'in.xlsx'),
    nowhere: new XlsxSource(storage, 'no.xlsx'),
    secrets: [sasToken, new URLSearchParams(sasToken).get('sig') ?? sasToken],
    bytes: () => client.getBlobClient('in.xlsx').downloadToBuffer(),
  };
});
