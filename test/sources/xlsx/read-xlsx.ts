import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XlsxSource } from '../../../src/sources/xlsx/xlsx.ts';
import { FileStorage } from '../../../src/storage/file.ts';
import { readAll, type ReadCsv } from '../read-csv.ts';

export type XlsxOptions = NonNullable<ConstructorParameters<typeof XlsxSource>[2]>;

/** Writes a file, reads it as a source, and takes it away again. Errors of `open` are thrown, later ones returned. */
export async function readXlsx(content: string | Buffer, options: XlsxOptions = {}): Promise<ReadCsv> {
  const folder = await mkdtemp(join(tmpdir(), 'etl-xlsx-'));
  try {
    await writeFile(join(folder, 'in.xlsx'), content);
    const source = new XlsxSource(new FileStorage(folder), 'in.xlsx', options);
    return await readAll(await source.open(join(folder, 'run')));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What opening it throws. */
export async function refusalOf(content: string | Buffer, options?: XlsxOptions): Promise<unknown> {
  return readXlsx(content, options).then(
    ({ error }) => error,
    (error: unknown) => error,
  );
}
