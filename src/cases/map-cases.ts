/** What the mapping makes of the rows of cases. No server is asked: what it alone knows is not tested here. */
import { problem, type Problem } from '../base/problem.ts';
import type { Mapped } from '../contracts/mapper.ts';
import { placeOf, type SourceRecord } from '../contracts/record.ts';
import type { Filled, FieldReason } from '../contracts/shape.ts';
import { AS_FILLED, targetsFilled, type Targets } from '../engine/targets.ts';
import type { LoadedPipeline } from '../job/load-pipeline.ts';
import { atTime } from '../jsonata/clock.ts';
import { bindMapper } from '../mapping/mapper.ts';
import { sourceOf, withKeys } from './given-rows.ts';
import type { LoadedCases, ReadyCase } from './load-cases.ts';

/** What became of a case. */
export interface Outcome {
  /** What was mapped: the row, or the group of its rows; undefined where rows are of no group. */
  readonly record: SourceRecord | undefined;
  readonly version: string | undefined;
  readonly is: 'mapped' | 'rejected' | 'excluded';
  /** Each property and each open-ended value. */
  readonly values: Targets;
  readonly rejects: readonly FieldReason[];
}

/** Maps a case; a problem where its rows are not those of one record. */
export type MapCase = (one: ReadyCase) => Promise<Outcome | Problem>;

/** Binds a pipeline to the header of its cases. Throws ProblemsError. */
export function bindCases(loaded: LoadedPipeline, { header }: Pick<LoadedCases, 'header'>, temporary: string): MapCase {
  const { pipeline, mapping, parts, spec } = loaded;
  const { grouping } = parts;
  const groups = grouping && loaded.recordsOf(sourceOf(header, [])).open(temporary);
  const bound = groups ? groups.then((extract) => bindMapper(mapping, extract.header)) : bindMapper(mapping, header);
  const sink = pipeline.sink.assemblesConnected === true ? AS_FILLED : pipeline.sink;
  const key = spec.source.key.map((id) => id.map(({ column }) => column));
  return async (one) => {
    const mapper = await bound;
    const found = grouping
      ? await groupOf(loaded.recordsOf(sourceOf(header, withKeys(one.records, header, key))), temporary)
      : { records: one.records, bad: [] };
    const [bad] = found.bad;
    if (bad) return { record: undefined, version: undefined, is: 'rejected', values: new Map(), rejects: found.bad };
    const [record, ...others] = found.records;
    if (!record || others.length > 0)
      return record
        ? problem('cases/several-records', { count: found.records.length }, one.place)
        : { record: undefined, version: undefined, is: 'excluded', values: new Map(), rejects: [] };
    const [mapped] = await atTime(one.now, async () => mapper.mapBatch([record]));
    return toOutcome(mapped as Mapped, (filled) => {
      const assembled = sink.assemble(filled);
      return 'reasons' in assembled ? assembled.reasons : [];
    });
  };
}

/** The groups that rows make, and the rows that are of none. */
async function groupOf(
  source: ReturnType<LoadedPipeline['recordsOf']>,
  temporary: string,
): Promise<{ readonly records: readonly SourceRecord[]; readonly bad: readonly FieldReason[] }> {
  const extract = await source.open(temporary);
  const records: SourceRecord[] = [];
  const bad: FieldReason[] = [];
  for await (const batch of extract.batches(100)) {
    records.push(...batch.records);
    bad.push(...(batch.badRows ?? []).map((row) => ({ ...placeOf(row), ...row.reason })));
  }
  await extract.close();
  return { records, bad };
}

function toOutcome(mapped: Mapped, lacks: (filled: Filled) => readonly FieldReason[]): Outcome {
  const { record } = mapped;
  if (mapped.is === 'excluded') return { record, version: undefined, is: 'excluded', values: new Map(), rejects: [] };
  const { filled, version } = mapped;
  const rejects = [...(mapped.is === 'rejected' ? mapped.rejects : []), ...(filled ? lacks(filled) : [])];
  const values = filled ? targetsFilled(filled) : new Map();
  return { record, version, is: rejects.length > 0 ? 'rejected' : 'mapped', values, rejects };
}
