import type { Log } from '../base/log.ts';
import type { Secrets } from '../base/secrets.ts';
import { loadForRows, type LoadedForRows } from '../cli/load-for-rows.ts';
import type { LoadFlags } from '../cli/load-pipeline.ts';
import type { SourceRecord } from '../contracts/record.ts';
import { describeGroup } from './describe-group.ts';
import { findRecord } from './find-record.ts';

/** Which row, as the flags of `etl eval` say it: by key, by number, or the first. */
export interface RowFlags extends LoadFlags {
  readonly row?: number | undefined;
  readonly key?: string | undefined;
  readonly secrets: Secrets;
  readonly talk: Log;
}

/** A row of a pipeline, with the pipeline as far as rows need it. */
export interface FoundRow extends LoadedForRows {
  readonly record: SourceRecord;
  /** In sentences: what it was made of, where it is a group, and of which form version it is. */
  readonly told: readonly string[];
}

/** Loads a pipeline and finds a row of its source. Throws ProblemsError, and EtlError where there is no such row. */
export async function findRow(spec: string, { row, key, secrets, talk, ...flags }: RowFlags): Promise<FoundRow> {
  const found = await loadForRows(spec, flags, secrets, talk);
  const record = await findRecord(found.loaded.pipeline, key === undefined ? { row: row ?? 1 } : { key });
  const { version } = await found.loaded.contextOf(record);
  const group = describeGroup(record);
  const told = [...(group ? [group] : []), ...(version ? [`Row ${record.row}, form version ${version}.`] : [])];
  return { ...found, record, told };
}
