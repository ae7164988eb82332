import type { JsonObject } from '../base/json.ts';
import { SILENT } from '../base/log.ts';
import type { Header, SourceRecord } from '../contracts/record.ts';
import type { Remote } from '../contracts/sink.ts';
import { findDuplicates } from '../engine/duplicates.ts';
import { bindReading } from '../engine/left-alone.ts';
import { readAll } from '../engine/look.ts';
import { missingLine } from '../engine/missing.ts';
import { withBothEnds } from '../engine/open.ts';
import type { Pipeline, PlanContext, RunContext } from '../engine/pipeline.ts';
import type { PlanLine } from '../engine/plan-line.ts';
import { planRecords } from '../engine/plan-records.ts';
import { redecide } from '../engine/redecide.ts';
import { isSettled, wasConfirmed } from '../index/states.ts';

/** What is asked about. */
export interface Question {
  readonly pipeline: Pipeline;
  /** Undefined where no record is in the source. */
  readonly record:
    | { readonly header: Header; readonly own: SourceRecord; readonly alike: readonly SourceRecord[] }
    | undefined;
  /** What the record has been called: for one that is gone. */
  readonly ids: readonly string[];
  /** Where something of it may be. */
  readonly addresses: readonly string[];
  /** A folder for what planning keeps on disk. */
  readonly folder: string;
  readonly version: string;
}

/** What the server and a plan say now. */
export interface Told {
  readonly description: string;
  /** The line that a plan would have; undefined where it would have none. */
  readonly line: PlanLine | undefined;
  /** Addresses that were looked at. */
  readonly asked: readonly string[];
  readonly remotes: ReadonlyMap<string, Remote>;
  /** What the record has for the sink, where it has an object. */
  readonly object: JsonObject | undefined;
}

/**
 * Plans the one record as tonight's run would, and reads what is there. No lock is taken, and nothing is written. Throws
 * EtlError where the server, or a guard of the index, says no; ProblemsError where the header does not fit the mapping.
 */
export async function askServer(question: Question): Promise<Told> {
  const { pipeline, folder, version } = question;
  const nothing = async (): Promise<void> => {};
  const options = {
    accepted: { words: new Set<string>(), numbers: new Map<string, number>() },
    keeper: { folder, keepIndex: nothing, keepSource: nothing, keepSent: nothing },
    log: SILENT,
    now: new Date(),
    version,
  };
  return withBothEnds(pipeline, options, true, async ({ context, sink }) => {
    const line = await planOne(context, question);
    const address = line?.address;
    const addresses = new Set([...question.addresses, ...(typeof address === 'string' ? [address] : [])]);
    const remotes = await readAll(context, [...addresses]);
    const object = line && 'object' in line ? line.object : undefined;
    return { description: sink.description, line, asked: [...addresses], remotes, object };
  });
}

async function planOne(context: RunContext, { pipeline, record, ids }: Question): Promise<PlanLine | undefined> {
  if (!record) return planGone(context, ids);
  const { header, own, alike } = record;
  const planning: PlanContext = {
    ...context,
    mapper: pipeline.bindMapper(header),
    takesShortcut: false,
    acceptedIds: 0,
    seenValues: {},
    lastHeader: [],
  };
  const pairPositions = pipeline.pair.map((column) => header.positions.get(column) as number);
  // In the order of the source: of rows that say the same the first one counts.
  const rows = [own, ...alike].toSorted((a, b) => a.row - b.row);
  const planned = await planRecords(planning, rows.map(bindReading(planning, header)), pairPositions);
  const verdicts = findDuplicates(
    planned.map(({ line, identity, said }) => ({
      ids: identity?.ids ?? [],
      digest: said,
      entry: line.key === null ? undefined : line.entry,
      isExcluded: line.action === 'excluded',
    })),
  );
  const at = rows.indexOf(own);
  const line = planned[at]?.line;
  const verdict = verdicts.get(at);
  // A row that only repeats another one gets the line of that.
  if (verdict === 'repeat') return planned.find((_, other) => !verdicts.has(other))?.line ?? line;
  return line && verdict === 'duplicate' ? redecide(context, line, verdict) : line;
}

/** The line of a record that is in the index, and not in the source any more. */
async function planGone(context: RunContext, ids: readonly string[]): Promise<PlanLine | undefined> {
  const [found = []] = await context.index.find([ids]);
  const gone = found.find(({ entry }) => !isSettled(entry));
  if (!gone) return undefined;
  const remotes = wasConfirmed(gone.entry) ? undefined : await readAll(context, [gone.entry.address]);
  return missingLine(context, gone, remotes?.get(gone.entry.address)?.is === 'live');
}
