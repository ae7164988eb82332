import { EtlError } from '../base/errors.ts';
import { problemOf, type Problem } from '../base/problem.ts';
import type { BadRow, Header, SourceRecord } from '../contracts/record.ts';
import { withArgs } from '../messages/reason.ts';
import { bindIdentity } from '../engine/identity.ts';
import type { Pipeline } from '../engine/pipeline.ts';
import { OpenSource } from './open-source.ts';
import { RowRejected } from '../cli/row-rejected.ts';

/** Which record is wanted: by its row (1 = the first after the header), or by any of its ids. */
export type Wanted = { readonly row: number } | { readonly key: string };

/** Finds one record in a pipeline's own source, and closes the source again. Throws as `RecordFinder.find`. */
export async function findRecord(pipeline: Pipeline, wanted: Wanted): Promise<SourceRecord> {
  const finder = new RecordFinder(pipeline);
  try {
    return await finder.find(wanted);
  } finally {
    await finder.close();
  }
}

/** Finds records in a pipeline's own source, one after the other. What has been read stays, as long as the source is the same. */
export class RecordFinder {
  readonly #pipeline: Pick<Pipeline, 'source' | 'key'>;
  #source: OpenSource | undefined;

  constructor(pipeline: Pick<Pipeline, 'source' | 'key'>) {
    this.#pipeline = pipeline;
  }

  /**
   * Throws EtlError `source/no-record` (exit 2) where there is none, and RowRejected where its row cannot be read.
   * `signal` gives up waiting.
   */
  async find(wanted: Wanted, signal?: AbortSignal): Promise<SourceRecord> {
    const source = await OpenSource.open(this.#pipeline.source, this.#source);
    this.#source = source;
    try {
      return await search(source, this.#pipeline.key, wanted, signal);
    } catch (error) {
      // What broke off half-way cannot be gone on with.
      if (!source.isEnded) await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const source = this.#source;
    this.#source = undefined;
    await source?.close();
  }
}

async function search(
  source: OpenSource,
  key: Pipeline['key'],
  wanted: Wanted,
  signal: AbortSignal | undefined,
): Promise<SourceRecord> {
  const isIt = matcher(key, wanted, source.header);
  let rows = 0;
  let unreadable = 0;
  for await (const { records, badRows = [] } of source.batches()) {
    signal?.throwIfAborted();
    const record = records.find(isIt);
    if (record) return record;
    const bad = 'row' in wanted && badRows.find((badRow) => badRow.row === wanted.row);
    if (bad) throw new RowRejected([unreadableRow(bad)]);
    unreadable += badRows.length;
    rows += records.length + badRows.length;
  }
  const args = 'row' in wanted ? { what: `row ${wanted.row}`, rows } : { what: `row with the key ${wanted.key}` };
  throw new EtlError('source/no-record', { ...args, ...(unreadable && { unreadable }) });
}

/** An id is what a run makes of it: `uuid:` and blanks around do not count. */
function matcher(key: Pipeline['key'], wanted: Wanted, header: Header): (record: SourceRecord) => boolean {
  if ('row' in wanted) return (record) => hasRow(record, wanted.row);
  const given = { columns: ['key'], positions: new Map([['key', 0]]) };
  const id = bindIdentity([['key']], given)({ header: given, cells: [wanted.key], row: 0 })?.key;
  const identify = bindIdentity(key, header);
  return (record) => id !== undefined && identify(record)?.ids.includes(id) === true;
}

/** A group has the rows that it was made of. */
function hasRow({ row, madeOf, repeats }: SourceRecord, wanted: number): boolean {
  return (
    row === wanted || (madeOf !== undefined && repeats?.get(madeOf.as)?.some((one) => one.row === wanted) === true)
  );
}

function unreadableRow({ reason, line, sheet }: BadRow): Problem {
  const place = { ...(line !== undefined && { line }), ...(sheet !== undefined && { sheet }) };
  return problemOf(withArgs(reason, place));
}
