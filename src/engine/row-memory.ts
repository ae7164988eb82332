/** What one night keeps of its rows for the next. */
import { hash } from 'node:crypto';
import { EtlError } from '../base/errors.ts';
import { allColumns } from '../contracts/record.ts';
import type { Extract } from '../contracts/source.ts';
import type { RunContext } from './pipeline.ts';
import { RowTable, type RowMemory } from './row-table.ts';

/** Of what is kept of a row; another one where rows come to something else from a release on. */
const FORMAT = 2;

/** Takes up what the index keeps of rows; undefined where they cannot be told by their bytes. */
export async function recallRows(
  { pipeline: { maps, key, sink, index }, log }: Pick<RunContext, 'pipeline' | 'log'>,
  { header, writtenAs }: Pick<Extract, 'header' | 'writtenAs'>,
  { version, isKept }: { readonly version: string; readonly isKept: boolean },
): Promise<RowMemory | undefined> {
  if (maps === undefined || writtenAs === undefined) return undefined;
  const parts = [FORMAT, version, maps, sink.learnt, key, writtenAs, allColumns(header)];
  const of = hash('sha256', JSON.stringify(parts), 'base64url');
  try {
    const file = await index.store.loadRows();
    const table = file && RowTable.parse(file, of);
    return table || isKept ? { table: table ?? new RowTable(of), isKept } : undefined;
  } catch (error) {
    if (!(error instanceof EtlError)) throw error;
    log.info(`what the last run has kept of the rows cannot be read, so all of them are read: ${error.message}`);
    return undefined;
  }
}

/** Keeps the rows of tonight for the next night, which does without them where that fails. */
export async function keepRows(
  { pipeline, log }: Pick<RunContext, 'pipeline' | 'log'>,
  memory: RowMemory | undefined,
): Promise<void> {
  if (!memory?.isKept || !memory.table.isWorthKeeping) return;
  try {
    await pipeline.index.store.keepRows(memory.table.toFile());
  } catch (error) {
    if (!(error instanceof EtlError)) throw error;
    log.info(`what was read of the rows cannot be kept, so the next run reads all of them again: ${error.message}`);
  }
}
