import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EtlError } from '../../src/base/errors.ts';
import type { BadRow } from '../../src/contracts/record.ts';
import type { Extract } from '../../src/contracts/source.ts';
import { CsvSource } from '../../src/sources/csv.ts';
import { FileStorage } from '../../src/storage/file.ts';

export interface ReadCsv {
  readonly extract: Extract;
  readonly columns: readonly string[];
  /** Cells of the records, in order. */
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly number[];
  readonly badRows: readonly BadRow[];
  /** What stopped it; the rows are those that came before. */
  readonly error: EtlError | undefined;
}

export interface ReadOptions {
  readonly delimiter?: string;
  readonly headerRow?: number;
  readonly missing?: string[];
  readonly batchSize?: number;
}

/** Writes a file, reads it as a source, and takes it away again. Errors of `extract` are thrown, later ones returned. */
export async function readCsv(content: string | Buffer, options: ReadOptions = {}): Promise<ReadCsv> {
  const folder = await mkdtemp(join(tmpdir(), 'etl-csv-'));
  try {
    const path = join(folder, 'export.csv');
    await writeFile(path, content);
    await mkdir(join(folder, 'run'));
    const source = new CsvSource(new FileStorage(), path, options);
    return await readAll(await source.open(join(folder, 'run')), options.batchSize);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function readAll(extract: Extract, batchSize = 3): Promise<ReadCsv> {
  const rows: (readonly string[])[] = [];
  const lines: number[] = [];
  const badRows: BadRow[] = [];
  let error: EtlError | undefined;
  try {
    for await (const batch of extract.batches(batchSize)) {
      for (const record of batch.records) {
        rows.push(record.cells);
        lines.push(record.line ?? 0);
      }
      badRows.push(...(batch.badRows ?? []));
    }
  } catch (thrown) {
    error = thrown as EtlError;
  }
  return { extract, columns: extract.header.columns, rows, lines, badRows, error };
}
