import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EtlError, EXIT } from '../base/errors.ts';
import type { Header, SourceRecord } from '../engine/contracts.ts';
import { bindIdentity } from '../engine/identity.ts';
import type { Pipeline } from '../engine/pipeline.ts';

/** Which record is wanted: by its row (1 = the first after the header), or by any of its ids. */
export type Wanted = { readonly row: number } | { readonly key: string };

/** Rows read at a time. */
const BATCH = 500;

/**
 * Finds one record in a pipeline's own source, and closes the source again. Throws EtlError `source/no-record` (exit 2)
 * where there is none.
 */
export async function findRecord(pipeline: Pipeline, wanted: Wanted): Promise<SourceRecord> {
  return withSource(pipeline, async (header, batches) => {
    const identify = bindIdentity(pipeline.key, header);
    const isIt = (record: SourceRecord): boolean =>
      'row' in wanted ? record.row === wanted.row : identify(record)?.ids.includes(wanted.key) === true;
    for await (const records of batches) {
      const found = records.find(isIt);
      if (found) return found;
    }
    const what = 'row' in wanted ? `row ${wanted.row}` : `a row with the key ${wanted.key}`;
    throw new EtlError('source/no-record', { what }, { exitCode: EXIT.usage });
  });
}

async function withSource<T>(
  pipeline: Pipeline,
  use: (header: Header, batches: AsyncIterable<readonly SourceRecord[]>) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'etl-row-'));
  const extract = await pipeline.source.extract(folder);
  const records = async function* (): AsyncIterable<readonly SourceRecord[]> {
    for await (const batch of extract.batches(BATCH)) yield batch.records;
  };
  try {
    return await use(extract.header, records());
  } finally {
    await extract.close();
    await rm(folder, { recursive: true, force: true });
  }
}
