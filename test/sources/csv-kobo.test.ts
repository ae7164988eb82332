import { Readable } from 'node:stream';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SILENT } from '../../src/base/log.ts';
import { parseAccount, type AzureAccount } from '../../src/storage/azure-account.ts';
import { AzureBlobStorage } from '../../src/storage/azure-blob.ts';
import { CsvSource } from '../../src/sources/csv.ts';
import { startAzurite, type Azurite } from '../azurite.ts';
import { readAll, readCsv } from './read-csv.ts';

/** A file as formpack writes it: `;`, all cells quoted, CR LF, line ends of answers kept, group paths in names. */
const COLUMNS = [
  'start',
  'identification/FACILITY',
  'identification/position',
  'q_12',
  'services',
  'services/icu',
  'comment',
  '_id',
  '_uuid',
  '_index',
];

function koboExport(rows: number, surplusFrom = Infinity): string {
  const quote = (cells: readonly string[]): string =>
    `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';')}\r\n`;
  let text = quote(COLUMNS);
  for (let n = 1; n <= rows; n += 1) {
    const cells = [
      '2025-03-14T10:00:00.000+03:00',
      `Hôpital n° ${n % 7}`,
      '4.05 9.76 0 0',
      n % 3 ? '5' : '',
      'icu surgery',
      '1',
    ];
    const tail = [n % 2 ? 'Fine; "really"\nsecond line\r\n' : '', String(1000 + n), `uuid-${n}`, String(n)];
    text += quote([...cells, ...(n >= surplusFrom ? ['1'] : []), ...tail]);
  }
  return text;
}

let azurite: Azurite;
let folder: string;
beforeAll(async () => {
  azurite = await startAzurite();
  folder = await mkdtemp(join(tmpdir(), 'etl-kobo-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('an export of Kobo is read', async () => {
  const read = await readCsv(`\uFEFF${koboExport(6)}`);
  expect(read.error).toBeUndefined();
  expect(read.columns).toEqual(COLUMNS);
  expect(read.rows[0]).toEqual([
    '2025-03-14T10:00:00.000+03:00',
    'Hôpital n° 1',
    '4.05 9.76 0 0',
    '5',
    'icu surgery',
    '1',
    'Fine; "really"\nsecond line\r\n',
    '1001',
    'uuid-1',
    '1',
  ]);
  expect(read.rows.map((cells) => cells.at(-1))).toEqual(['1', '2', '3', '4', '5', '6']);
  expect(read.lines).toEqual([2, 3, 4, 5, 6, 7]);
});

test('its shift of columns after a choice that it does not know is found, with the line', async () => {
  const read = await readCsv(koboExport(4000, 3000));
  expect(read.error).toMatchObject({
    code: 'source/ragged',
    args: { cells: 11, expected: 10, line: 2 + 1500 * 3 + 1499 },
  });
});

test('from Azure it is the same as from a folder, and the copy too', async () => {
  const text = koboExport(20_000);
  const container = await azurite.newContainer();
  await azurite.service.getContainerClient(container).uploadBlockBlob('raw/export.csv', text, Buffer.byteLength(text));
  const account = parseAccount({ accountUrl: azurite.accountUrl, sasToken: azurite.sas(container, { rights: 'r' }) });
  const storage = new AzureBlobStorage(account as AzureAccount, container, SILENT);
  const extract = await new CsvSource(storage, 'raw/export.csv').open(folder);
  expect(extract.facts.location).toBe(`container ${container} at ${azurite.accountUrl}: raw/export.csv`);
  const remote = await readAll(extract, 500);
  const local = await readCsv(text, { batchSize: 500 });
  expect(remote.error).toBeUndefined();
  expect(remote.rows).toHaveLength(20_000);
  expect(remote.rows).toEqual(local.rows);
  expect(remote.lines).toEqual(local.lines);
  expect(await readFile(extract.facts.copy, 'utf8')).toBe(text);
});

test('a source that is not in Azure is named', async () => {
  const container = await azurite.newContainer();
  const account = parseAccount({ accountUrl: azurite.accountUrl, sasToken: azurite.sas(container, { rights: 'r' }) });
  const storage = new AzureBlobStorage(account as AzureAccount, container, SILENT);
  await expect(new CsvSource(storage, 'raw/none.csv').open(folder)).rejects.toMatchObject({
    code: 'source/not-found',
    args: { location: `container ${container} at ${azurite.accountUrl}: raw/none.csv` },
  });
});

test('how the bytes arrive does not matter', async () => {
  const text = Buffer.from(`\uFEFF${koboExport(12)}`);
  const whole = await readCsv(text);
  for (const size of [1, 2, 3, 5, 7, 64, 1000]) {
    const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_unused, n) =>
      text.subarray(n * size, (n + 1) * size),
    );
    const storage = {
      kind: 'file',
      describe: (path: string) => path,
      open: async () => ({ etag: '1', modified: new Date(), size: text.length, stream: Readable.from(chunks) }),
    };
    const read = await readAll(await new CsvSource(storage as never, 'x.csv').open(folder));
    expect([size, read.columns, read.rows, read.lines, read.error]).toEqual([
      size,
      whole.columns,
      whole.rows,
      whole.lines,
      undefined,
    ]);
  }
});

test('a file that is not read to its end is let go', async () => {
  const text = koboExport(20_000);
  const container = await azurite.newContainer();
  await azurite.service.getContainerClient(container).uploadBlockBlob('big.csv', text, Buffer.byteLength(text));
  const account = parseAccount({ connectionString: azurite.connectionString }) as AzureAccount;
  const source = new CsvSource(new AzureBlobStorage(account, container, SILENT), 'big.csv');
  await (await source.open(folder)).close();
  const extract = await source.open(folder);
  for await (const batch of extract.batches(10)) {
    expect(batch.records).toHaveLength(10);
    break;
  }
  await extract.close();
});
