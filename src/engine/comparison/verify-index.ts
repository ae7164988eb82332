/** Compares an index with what the sink has. Nothing is changed, and no lock is taken. */
import { EtlError, ProblemsError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import type { RecordPlace } from '../../contracts/record.ts';
import { nameOf, type Ref } from '../../contracts/ref.ts';
import type { Difference } from '../../contracts/sink.ts';
import type { Found } from '../../contracts/store.ts';
import { isLive } from '../../index/states.ts';
import { withBothEnds } from '../open.ts';
import type { Pipeline, RunContext } from '../pipeline.ts';
import { placeText } from '../place-in-words.ts';
import type { RunOptions } from '../run-options.ts';
import { compareEntries, isComparable, type Compared, type Standing } from './compare-entries.ts';
import { findOwnRecords } from './own-records.ts';
import { Sample } from './sample.ts';
import { lookAround, type Unclaimed } from './unclaimed.ts';

/** Entries compared at a time: what goes into one request, mostly. */
const CHUNK = 100;
/** Findings that are told one by one; the others are counted. */
const MOST_TOLD = 10_000;
/** Findings that are held against their records. */
const MOST_HELD = 1000;

/** What is to be looked at. */
export interface VerifyOrder {
  /** Only what was sent, or changed in the sink, since then. */
  readonly since?: Date;
  readonly sample?: { readonly size: number; readonly seed: string };
}

/** Something about which a person must be told. */
export interface VerifyFinding {
  readonly is: Extract<Standing, 'edited' | 'deleted' | 'neverThere' | 'stillThere'>;
  readonly ref: Ref;
  readonly address: string;
  /** The record is gone from the source; where that could not be read, as far as the index knows. */
  readonly isGone: boolean;
  /** Where the record stands, if the source was read and has it. */
  readonly place?: RecordPlace;
  /** The cells that say where its record belongs; else where the object is, as the source calls it. */
  readonly facility?: string;
  readonly differences?: readonly Difference[];
  /** The record has changed since it was sent, so the next run looks at it anyway. */
  readonly isChanged?: true;
}

export interface Verified {
  /** Entries that could be compared. */
  readonly comparable: number;
  readonly counts: Readonly<Record<Standing, number>>;
  /** Entries whose objects stood elsewhere before, and may not be cleared there. */
  readonly moving: number;
  readonly findings: readonly VerifyFinding[];
  /** Undefined where nobody has looked. */
  readonly unclaimed: Unclaimed | undefined;
  readonly remarks: readonly string[];
}

export async function verifyIndex(pipeline: Pipeline, options: RunOptions, order: VerifyOrder): Promise<Verified> {
  return withBothEnds(pipeline, options, true, async ({ context }) => {
    const remarks = await remarkOnLock(pipeline);
    const scope = await chooseScope(context, order);
    const tally = new Tally();
    for await (const chunk of chunksOf(context, scope.isWanted)) {
      for (const one of await compareEntries(context, chunk)) tally.add(one);
      context.log.progress('comparing', tally.compared, { total: scope.size });
    }
    remarks.push(...(await explainFindings(context, tally, options.keeper.folder)));
    const { comparable, unclaimed } = scope;
    const { counts, moving } = tally;
    return { comparable, counts, moving, findings: tally.sorted(), unclaimed, remarks };
  });
}

/** A run that is at work changes what is compared. */
async function remarkOnLock({ index }: Pipeline): Promise<string[]> {
  const lock = await index.store.findLock();
  if (!lock || lock.is === 'gone') return [];
  return [`a run is at work (${lock.by}): what it sends meanwhile may be told as edited`];
}

/** Which entries are compared, and what else there is. */
interface Scope {
  readonly comparable: number;
  /** How many of them are compared. */
  readonly size: number;
  readonly isWanted: (found: Found) => boolean;
  readonly unclaimed: Unclaimed | undefined;
}

async function chooseScope(context: RunContext, { since, sample }: VerifyOrder): Promise<Scope> {
  const { sink } = context.pipeline;
  const parts = new Set<string>();
  for await (const found of comparableOf(context)) if (sink.partOf) parts.add(sink.partOf(found.entry.address));
  const around = sample ? undefined : await lookAround(context, [...parts].sort(), since);
  const isRecent = (found: Found): boolean =>
    since === undefined ||
    around?.claimed.has(nameOf(found.ref)) === true ||
    Date.parse(found.entry.sentAt ?? '') >= since.getTime();
  const picked = sample && new Sample(sample.size, sample.seed);
  let comparable = 0;
  for await (const found of comparableOf(context)) {
    if (!isRecent(found)) continue;
    comparable += 1;
    picked?.add(found.ref);
  }
  const names = picked?.names();
  const isWanted = (found: Found): boolean => isRecent(found) && (!names || names.has(nameOf(found.ref)));
  return { comparable, size: names?.size ?? comparable, isWanted, unclaimed: around?.unclaimed };
}

async function* comparableOf({ index }: RunContext): AsyncGenerator<Found> {
  for await (const found of index.unseen(new Set())) if (isComparable(found)) yield found;
}

async function* chunksOf(context: RunContext, isWanted: (found: Found) => boolean): AsyncGenerator<Found[]> {
  let chunk: Found[] = [];
  for await (const found of comparableOf(context)) {
    if (!isWanted(found)) continue;
    chunk.push(found);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

const KINDS: readonly Standing[] = ['edited', 'deleted', 'neverThere', 'stillThere'];

/** Counts, and keeps what must be told. */
class Tally {
  readonly counts: Record<Standing, number> = {
    equal: 0,
    edited: 0,
    deleted: 0,
    neverThere: 0,
    stillThere: 0,
    inDoubt: 0,
    unverified: 0,
    hidden: 0,
  };
  readonly findings: VerifyFinding[] = [];
  /** What is to be held against its record: what it is now, if it is there, by the name of its entry. */
  readonly held = new Map<string, JsonObject | undefined>();
  /** Those of which it is not known what was sent of them. */
  readonly #unsure = new Set<string>();
  moving = 0;
  compared = 0;

  add({ found, is, there, isUnsure }: Compared): void {
    const { ref, entry } = found;
    this.compared += 1;
    this.counts[is] += 1;
    if (entry.movedFrom) this.moving += 1;
    if (is === 'equal' || is === 'inDoubt' || is === 'unverified' || is === 'hidden') return;
    if (this.findings.length < MOST_TOLD)
      this.findings.push({ is, ref, address: entry.address, isGone: !isLive(entry) || entry.missing !== undefined });
    if (this.held.size >= MOST_HELD) return;
    this.held.set(nameOf(ref), there);
    if (isUnsure) this.#unsure.add(nameOf(ref));
  }

  /** In one order, whatever keeps the index. */
  sorted(): readonly VerifyFinding[] {
    const orderOf = ({ is, ref }: VerifyFinding): string => `${KINDS.indexOf(is)} ${nameOf(ref)}`;
    return [...this.findings].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  }

  /** Puts to a finding what its record says. */
  explain(name: string, more: Partial<Omit<VerifyFinding, 'is' | 'ref' | 'address'>>): void {
    const at = this.findings.findIndex((finding) => nameOf(finding.ref) === name);
    const finding = this.findings[at];
    if (!finding) return;
    // Of a release that kept no shapes, the record tells that nothing was edited.
    if (this.#unsure.has(name) && more.differences?.length === 0 && !more.isChanged) {
      this.findings.splice(at, 1);
      this.counts.edited -= 1;
      this.counts.equal += 1;
    } else this.findings[at] = { ...finding, ...more };
  }
}

/** Says what was edited, where the source can be read and has the record. Returns why not. */
async function explainFindings(context: RunContext, tally: Tally, folder: string): Promise<string[]> {
  const { held } = tally;
  if (held.size === 0) return [];
  const { pipeline } = context;
  const { sink } = pipeline;
  const [where = ''] = sink.whereAndWhen;
  for (const [name, there] of held) {
    const place = there?.[where];
    if (typeof place === 'string') tally.explain(name, { facility: placeText(pipeline, place) });
  }
  try {
    const names = new Set(held.keys());
    const gone = await findOwnRecords(context, names, folder, (name, { object, isUnchanged, facility, ...place }) => {
      const there = held.get(name);
      const differences = object && there && sink.differences(object, there);
      tally.explain(name, {
        place,
        isGone: false,
        ...(facility !== undefined && { facility }),
        ...(differences && { differences }),
        ...(object && !isUnchanged && { isChanged: true }),
      });
    });
    for (const name of gone) tally.explain(name, { isGone: true });
    return [];
  } catch (error) {
    if (!(error instanceof EtlError || error instanceof ProblemsError)) throw error;
    return [`the source could not be read, so it is not told what was edited: ${error.message}`];
  }
}
