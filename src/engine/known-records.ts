import { isLive } from '../index/states.ts';
import { nameOf } from '../contracts/ref.ts';
import type { Found } from '../contracts/store.ts';
import type { JsonObject } from '../base/json.ts';
import type { Sink } from '../contracts/sink.ts';
import { hasPlaces } from './places.ts';
import type { PlanContext } from './pipeline.ts';
import { readSome } from './spool.ts';

/** A new record that looks like some that are gone (`keys`): it may be one of them, under an id that has changed. */
export interface KnownVerdict {
  readonly is: 'known';
  readonly keys: readonly string[];
}

export interface KnownRecords {
  readonly byLine: ReadonlyMap<number, KnownVerdict>;
  /** Names of the entries of `keys`: as long as nobody has decided, they are not missing. */
  readonly taken: ReadonlySet<string>;
}

const NONE: KnownRecords = { byLine: new Map(), taken: new Set() };

/** Most objects of gone records that are read. Many thousands may be gone, but then a guard stops the run anyway. */
const MOST_READ = 2000;

/** `item`: a new record (its line in the draft), with the object to be sent, or a gone entry, with the object that the sink has. */
interface Candidate<T> {
  readonly item: T;
  readonly object: JsonObject;
}

/**
 * Finds new records that may be old ones whose ids have changed: such a record looks like one gone and one come, and would
 * get a second object. Only where the spec has no `source.pair`, which says how edits are recognised. The index keeps no
 * values, so the objects of gone records are read from the sink, and only where there are new records as well. A new
 * record is compared with the gone ones of its place and time. Where these are as many as the new ones there, or more,
 * each new one may be one of them; where they are fewer, the place is a busy one, and a new record must also agree with
 * a gone one in at least half of their values.
 */
export async function findKnownRecords(
  context: PlanContext,
  draft: string,
  newLines: readonly number[],
  accounted: Pick<ReadonlySet<string>, 'has'>,
): Promise<KnownRecords> {
  if (context.pipeline.pair.length > 0 || newLines.length === 0) return NONE;
  // Where the place makes the address, a new record at the place of a gone one is told by that.
  if (hasPlaces(context)) return NONE;
  const { sink } = context.pipeline;
  const gone = groupByPlace(sink, await readGone(context, accounted));
  if (gone.size === 0) return NONE;
  const come = groupByPlace(
    sink,
    await readNew(draft, newLines, (object) => gone.has(sink.imageOf(object, sink.whereAndWhen) ?? '')),
  );
  const byLine = new Map<number, KnownVerdict>();
  const taken = new Set<string>();
  for (const [place, news] of come) {
    const entries = gone.get(place) ?? [];
    const alike = news.length <= entries.length ? news : mostAlike(sink, news, entries);
    const keys = entries.map((candidate) => candidate.item.ref.key);
    for (const candidate of alike) byLine.set(candidate.item, { is: 'known', keys });
    if (alike.length > 0) for (const candidate of entries) taken.add(nameOf(candidate.item.ref));
  }
  if (byLine.size <= context.acceptedIds) return NONE;
  return { byLine, taken };
}

/** Gone records within the grace, with their objects; after the grace a person has been told, and decides. */
async function readGone(
  { index, pipeline, log }: PlanContext,
  accounted: Pick<ReadonlySet<string>, 'has'>,
): Promise<Candidate<Found>[]> {
  const gone: Found[] = [];
  for await (const found of index.unseen(accounted)) if (isLive(found.entry)) gone.push(found);
  // Those that are missing for the first time come first.
  const fresh = gone.filter((found) => found.entry.missing === undefined);
  const asked = [...fresh, ...gone.filter((found) => found.entry.missing !== undefined)].slice(0, MOST_READ);
  if (asked.length === 0) return [];
  if (asked.length < gone.length)
    log.warn(`new records were compared with ${asked.length} of the ${gone.length} that are gone`);
  const remotes = await pipeline.sink.read(asked.map(({ entry }) => entry.address));
  return asked.flatMap((found) => {
    const remote = remotes.get(found.entry.address);
    return remote?.is === 'live' ? [{ item: found, object: remote.object }] : [];
  });
}

/** The objects of new records that are wanted, by their lines in the draft. */
async function readNew(
  draft: string,
  newLines: readonly number[],
  isWanted: (object: JsonObject) => boolean,
): Promise<Candidate<number>[]> {
  const wanted = new Set(newLines);
  const candidates: Candidate<number>[] = [];
  for await (const { at, line } of readSome(draft, (place) => wanted.has(place)))
    if (line.action === 'create' && isWanted(line.object)) candidates.push({ item: at, object: line.object });
  return candidates;
}

function groupByPlace<T>(sink: Sink, candidates: readonly Candidate<T>[]): Map<string, Candidate<T>[]> {
  const groups = new Map<string, Candidate<T>[]>();
  for (const candidate of candidates) {
    const place = sink.imageOf(candidate.object, sink.whereAndWhen);
    if (place === undefined) continue;
    const group = groups.get(place);
    if (group) group.push(candidate);
    else groups.set(place, [candidate]);
  }
  return groups;
}

/** Of new records, more than there are gone ones: for each gone record the new one that is most like it, if any is. */
function mostAlike(
  sink: Sink,
  news: readonly Candidate<number>[],
  gone: readonly Candidate<Found>[],
): Candidate<number>[] {
  const left = new Set(news);
  const alike: Candidate<number>[] = [];
  for (const goneCandidate of gone) {
    let best: Candidate<number> | undefined;
    // At least half of the values must agree.
    let most = 0.5;
    for (const candidate of left) {
      const share = shareOfEqual(sink, candidate.object, goneCandidate.object);
      if (share >= most) [best, most] = [candidate, share];
    }
    if (!best) continue;
    left.delete(best);
    alike.push(best);
  }
  return alike;
}

/** Of the values that either object has, the share (0 to 1) on which they agree. */
function shareOfEqual(sink: Sink, ours: JsonObject, theirs: JsonObject): number {
  const values = sink.valuesOf(theirs);
  const told = new Set<string>();
  for (const [target, value] of sink.valuesOf(ours))
    if ((value ?? values.get(target) ?? null) !== null) told.add(target);
  if (told.size === 0) return 1;
  const differing = sink.differences(ours, theirs).filter((difference) => told.has(difference.target));
  return 1 - differing.length / told.size;
}
