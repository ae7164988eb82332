import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { toLegacyJson } from '../../src/base/legacy-json.ts';
import { toCsv, type CsvForm } from './csv.ts';
import { loadForm, type Form } from './form.ts';
import { legacyIndex, toIndex } from './legacy-index.ts';
import { sampleRows, type RowOptions, type SampleRow } from './rows.ts';
import { sandboxMetadata } from './sandbox-metadata.ts';

export interface SampleOptions extends RowOptions {
  /** Folder to write to; made if it is not there. */
  readonly out: string;
  readonly form: CsvForm;
  /** Leaves out `_id` and `meta/rootUuid`, as in SIPCA's export of today. */
  readonly uuidOnly?: boolean;
  /** Leaves out the index: nothing was ever sent. */
  readonly noIndex?: boolean;
}

/** Where the pipeline has them. */
export const CSV_NAME = 'raw/kobo_sipca_ocba.csv';
export const INDEX_NAME = 'raw/event_index.json';
export const METADATA_NAME = 'sandbox_metadata.json';

/** Columns of the export; without the two ids that survive an edit where only `_uuid` is wanted. */
export function exportColumns(form: Form, uuidOnly = false): readonly string[] {
  return uuidOnly ? form.columns.filter((column) => column !== '_id' && column !== 'meta/rootUuid') : form.columns;
}

/** Writes rows as an export, a piece at a time. */
export async function writeExport(
  target: string,
  columns: readonly string[],
  rows: Iterable<SampleRow>,
  form: CsvForm = 'tilde',
): Promise<void> {
  const file = createWriteStream(target, { mode: 0o600 });
  await once(file, 'open');
  await pipeline(Readable.from(toCsv(columns, rows, form)), file);
}

/** Writes export, index and sandbox metadata, and returns their paths. The same options give the same bytes. */
export async function writeSample(options: SampleOptions): Promise<readonly string[]> {
  const form = loadForm();
  await mkdir(path.join(options.out, 'raw'), { recursive: true });
  const [csv, index, metadata] = [CSV_NAME, INDEX_NAME, METADATA_NAME].map((name) => path.join(options.out, name)) as [
    string,
    string,
    string,
  ];
  await writeExport(csv, exportColumns(form, options.uuidOnly), sampleRows(form, options), options.form);
  await writeFile(metadata, `${JSON.stringify(sandboxMetadata(), null, 2)}\n`);
  if (options.noIndex === true) return [csv, metadata];
  const entries = toIndex(legacyIndex(form, options));
  await writeFile(index, toLegacyJson(entries as unknown as Parameters<typeof toLegacyJson>[0]));
  return [csv, index, metadata];
}
