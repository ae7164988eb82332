import { isLive } from '../index/states.ts';
import { nameOf } from '../contracts/ref.ts';
import type { Found } from '../contracts/store.ts';
import type { JsonObject } from '../base/json.ts';
import type { Sink } from '../contracts/sink.ts';
import type { NewRecord } from './pairs.ts';
import type { PlanContext } from './pipeline.ts';
import { parseLine, readTexts } from './spool.ts';

/** A new record that looks like one of these, which are gone: it may be known already, under an id that has changed. */
export interface KnownVerdict {
  readonly is: 'known';
  readonly keys: readonly string[];
}

export interface KnownRecords {
  readonly byLine: ReadonlyMap<number, KnownVerdict>;
  /** Names of the entries that those may be: they are not missing. */
  readonly taken: ReadonlySet<string>;
}

const NONE: KnownRecords = { byLine: new Map(), taken: new Set() };

/** So many objects are read to find out; there may be many thousands of records gone, and the guards know that, too. */
const MOST_READ = 2000;

/** A new record or an entry that is gone, with what is sent of it, or what the sink has. */
interface Candidate<T> {
  readonly of: T;
  readonly object: JsonObject;
}

/**
 * Where the spec says nothing of edits (`source.pair`) and ids have changed all the same, each record looks like one
 * gone and one come, and would get a second object. The index keeps no values, so the objects of what is gone are read,
 * and only where there is something new as well. Of one place and time: no more new records than gone ones, and each
 * may be one of those; more, and the place is a busy one, where only records that mostly say the same count.
 */
export async function findKnownRecords(
  context: PlanContext,
  draft: string,
  records: readonly NewRecord[],
  accounted: ReadonlySet<string>,
): Promise<KnownRecords> {
  if (context.pipeline.pair.length > 0 || records.length === 0) return NONE;
  const { sink } = context.pipeline;
  const gone = groupByPlace(sink, await readGone(context, accounted));
  if (gone.size === 0) return NONE;
  const come = groupByPlace(
    sink,
    await readNew(draft, records, (object) => gone.has(sink.imageOf(object, sink.whereAndWhen) ?? '')),
  );
  const byLine = new Map<number, KnownVerdict>();
  const taken = new Set<string>();
  for (const [place, news] of come) {
    const entries = gone.get(place) ?? [];
    const alike = news.length <= entries.length ? news : mostAlike(sink, news, entries);
    const keys = entries.map((one) => one.of.ref.key);
    for (const one of alike) byLine.set(one.of, { is: 'known', keys });
    if (alike.length > 0) for (const one of entries) taken.add(nameOf(one.of.ref));
  }
  if (byLine.size <= context.acceptedIds) return NONE;
  return { byLine, taken };
}

/** Objects of what is gone and about which nobody has decided yet: once the grace is over a person has been told. */
async function readGone(
  { index, pipeline, log }: PlanContext,
  accounted: ReadonlySet<string>,
): Promise<Candidate<Found>[]> {
  const gone: Found[] = [];
  for await (const one of index.unseen(accounted)) if (isLive(one.entry)) gone.push(one);
  // What is gone since last time comes first.
  const fresh = gone.filter((one) => one.entry.missing === undefined);
  const asked = [...fresh, ...gone.filter((one) => one.entry.missing !== undefined)].slice(0, MOST_READ);
  if (asked.length === 0) return [];
  if (asked.length < gone.length)
    log.warn(`new records were compared with ${asked.length} of the ${gone.length} that are gone`);
  const remotes = await pipeline.sink.read(asked.map(({ entry }) => entry.address));
  return asked.flatMap((of) => {
    const remote = remotes.get(of.entry.address);
    return remote?.is === 'live' ? [{ of, object: remote.object }] : [];
  });
}

/** The objects of new records that are wanted, by their lines in the draft. */
async function readNew(
  draft: string,
  records: readonly NewRecord[],
  isWanted: (object: JsonObject) => boolean,
): Promise<Candidate<number>[]> {
  const lines = new Set(records.map((one) => one.at));
  const found: Candidate<number>[] = [];
  let at = 0;
  for await (const text of readTexts(draft)) {
    if (lines.has(at)) {
      const line = parseLine(text);
      if (line.action === 'create' && isWanted(line.object)) found.push({ of: at, object: line.object });
    }
    at += 1;
  }
  return found;
}

function groupByPlace<T>(sink: Sink, candidates: readonly Candidate<T>[]): Map<string, Candidate<T>[]> {
  const groups = new Map<string, Candidate<T>[]>();
  for (const one of candidates) {
    const place = sink.imageOf(one.object, sink.whereAndWhen);
    if (place === undefined) continue;
    const group = groups.get(place);
    if (group) group.push(one);
    else groups.set(place, [one]);
  }
  return groups;
}

/** Of more new records than gone ones those that one of the gone ones resembles, each gone one counting once. */
function mostAlike(
  sink: Sink,
  news: readonly Candidate<number>[],
  gone: readonly Candidate<Found>[],
): Candidate<number>[] {
  const left = new Set(news);
  const alike: Candidate<number>[] = [];
  for (const entry of gone) {
    let best: Candidate<number> | undefined;
    // At least half of the answers.
    let most = 0.5;
    for (const one of left) {
      const share = shareOfEqual(sink, one.object, entry.object);
      if (share >= most) [best, most] = [one, share];
    }
    if (!best) continue;
    left.delete(best);
    alike.push(best);
  }
  return alike;
}

/** Of the values that either has, the share that both have. */
function shareOfEqual(sink: Sink, ours: JsonObject, theirs: JsonObject): number {
  const values = sink.valuesOf(theirs);
  const told = new Set<string>();
  for (const [target, value] of sink.valuesOf(ours))
    if ((value ?? values.get(target) ?? null) !== null) told.add(target);
  if (told.size === 0) return 1;
  const differing = sink.differences(ours, theirs).filter((one) => told.has(one.target));
  return 1 - differing.length / told.size;
}
