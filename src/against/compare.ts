import { EtlError } from '../base/errors.ts';
import type { Pipeline } from '../engine/pipeline.ts';
import type { LoadedPipeline } from '../job/load-pipeline.ts';
import { allFields } from '../mapping/mapping.ts';
import type { Names } from '../report/plan-view/example.ts';
import type { Comparison } from './comparison.ts';
import { namesOf } from './names.ts';
import { readPairs, type Reading } from './pairs.ts';
import type { Sides } from './sides.ts';
import { Tally } from './tally.ts';

/** What a comparison is made with. */
export interface CompareOptions {
  /** A folder for what sources keep on disk. */
  readonly folder: string;
  /** Most groups in each list. */
  readonly limit: number;
}

/** Maps the source under both sides, and lays the objects side by side. Nothing is sent or kept. Throws as sources do. */
export async function compareSides(sides: Sides, { folder, limit }: CompareOptions): Promise<Comparison> {
  const [old, now] = [sides.old.loaded.pipeline, sides.now.loaded.pipeline];
  const { isConnected, remark } = await connectWhereNeeded(old, now);
  const names = namesOf(sides, isConnected);
  const tally = new Tally(names);
  const reading: Reading = { location: '', unreadable: 0 };
  for await (const pair of readPairs({ old, now, isConnected, folder }, reading)) tally.add(pair);
  tally.counts.unreadable = reading.unreadable;
  tally.counts.read += reading.unreadable;
  return {
    pipeline: now.name,
    old: sides.old.name,
    new: sides.now.name,
    source: reading.location,
    remarks: [...sides.remarks, ...(remark === undefined ? [] : [remark])],
    counts: tally.counts,
    fields: fieldsOfOne(sides, names),
    losses: tally.changes.toGroups(true, limit),
    changes: tally.changes.toGroups(false, limit),
    newlyRejected: tally.newlyRejected.toGroups(limit),
    noLongerRejected: tally.noLongerRejected.toGroups(limit),
    examples: tally.examples,
  };
}

/** Some sinks make their objects only once they know the server; where it cannot be reached, what is filled is compared. */
async function connectWhereNeeded(
  old: Pipeline,
  now: Pipeline,
): Promise<{ readonly isConnected: boolean; readonly remark?: string }> {
  if (now.sink.assemblesConnected !== true) return { isConnected: false };
  try {
    await old.sink.connect();
    await now.sink.connect();
    return { isConnected: true };
  } catch (error) {
    if (!(error instanceof EtlError)) throw error;
    return {
      isConnected: false,
      remark: `DHIS2 was not reached, so what is filled is compared as it is: ${error.message}`,
    };
  }
}

/** Labels of fields that only one side fills. */
function fieldsOfOne({ old, now }: Sides, { labels }: Names): Comparison['fields'] {
  const targetsOf = ({ mapping }: LoadedPipeline): Set<string> =>
    new Set(
      allFields(mapping).map(({ target }) => (target.is === 'property' ? target.property.name : target.element.id)),
    );
  const [before, after] = [targetsOf(old.loaded), targetsOf(now.loaded)];
  const only = (these: ReadonlySet<string>, those: ReadonlySet<string>): string[] =>
    [...these].filter((target) => !those.has(target)).map((target) => labels[target] ?? target);
  return { onlyNew: only(after, before), onlyOld: only(before, after) };
}
