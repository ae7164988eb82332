import { reason } from '../messages/reason.ts';
import { choose, decide } from '../index/decide.ts';
import { toHash } from '../index/hash.ts';
import { nameOf } from '../contracts/ref.ts';
import type { Found } from '../contracts/store.ts';
import type { JsonObject } from '../base/json.ts';
import type { Reject } from '../base/problem.ts';
import type { Ignored } from '../contracts/shape.ts';
import type { Mapped } from '../contracts/mapper.ts';
import { placeOf, type SourceRecord } from '../contracts/record.ts';
import { assemble } from './assemble.ts';
import { pairHash, type Identity } from './identity.ts';
import type { ReadRecord } from './left-alone.ts';
import type { KnownRecord, PlanLine, RejectLine, UnreadableLine, WantedRecord } from './plan-line.ts';
import { noted } from './noted.ts';
import type { PlanContext } from './pipeline.ts';
import { facilityOf, withQuestion } from './place-in-words.ts';
import { refusalsOfSink } from './sink-refusals.ts';
import { addressWithoutObject, wantedOf, withEntry } from './plan-line-parts.ts';
import { excludedLine, findExcludedLive } from './excluded.ts';
import { toLooking, type Looking } from './look.ts';
import { toLine } from './to-line.ts';
import { verifyAgainstSink } from './verify.ts';

/** A record of a batch with the line that it gets in the plan. */
export interface Planned {
  readonly line: PlanLine;
  readonly identity: Identity | null;
  /** Equal for rows that are equal in every column that is read. */
  readonly said: string;
  /** Names of all entries that know one of its ids. */
  readonly known: readonly string[];
  /** Address of the entry that counts for it. */
  readonly home: string | undefined;
  /** Names of the entries that this record accounts for: they are not missing. */
  readonly accountsFor: readonly string[];
}

/** Maps one batch and decides about each record against the index, and against the sink where the index is not enough. */
export async function planRecords(
  context: PlanContext,
  records: readonly ReadRecord[],
  pairPositions: readonly number[],
): Promise<Planned[]> {
  if (records.length === 0) return [];
  const batch = await toBatch(context, records);
  const { lines, lookings, rejected } = sortOut(context, batch, pairPositions);
  for (const [at, line] of await findExcludedLive(context, lines, batch)) lines.set(at, line);
  for (const [at, line] of await verifyAgainstSink(context, lookings)) lines.set(at, line);
  for (const [at, refused] of await refusedBySink(context, lines, batch)) rejected.set(at, refused);
  for (const [at, line] of await rejectedLines(context, rejected)) lines.set(at, line);
  return toPlanned(batch, lines);
}

/** A record of the batch as mapped, what it is called, and the entries that know it. */
interface BatchRecord extends Omit<ReadRecord, 'record'> {
  readonly mapped: Mapped;
  readonly known: readonly Found[];
  /** Of these, those of the object that was filled. */
  readonly candidates: readonly Found[];
}

async function toBatch({ index, mapper, drift }: PlanContext, records: readonly ReadRecord[]): Promise<BatchRecord[]> {
  const mapped = await mapper.mapBatch(records.map(({ record }) => record));
  drift?.see(mapped);
  const entries = await index.find(records.map(({ identity }) => identity?.ids ?? []));
  return records.map(({ identity, said }, at) => {
    const result = mapped[at] as Mapped;
    const known = entries[at] ?? [];
    const role = roleOf(result);
    // The entries of a record's other objects are not for this one.
    const candidates = known.filter(({ ref }) => ref.role === role);
    return { mapped: result, identity, said, known, candidates };
  });
}

/** Which of its record's objects was filled. */
function roleOf(mapped: Mapped): string {
  return mapped.is === 'excluded' ? '' : (mapped.filled?.role ?? '');
}

/** What the records of a batch come to, each by its place in the batch. */
interface SortedOut {
  readonly lines: Map<number, PlanLine>;
  /** About these the sink must be asked. */
  readonly lookings: Looking[];
  readonly rejected: Map<number, RejectedRecord>;
}

/** Decides about each record as far as mapping and index can tell. */
function sortOut(context: PlanContext, batch: readonly BatchRecord[], pairPositions: readonly number[]): SortedOut {
  const { sink, reconcile } = context.pipeline;
  const sorted: SortedOut = { lines: new Map(), lookings: [], rejected: new Map() };
  for (const [at, { mapped, identity, said, candidates }] of batch.entries()) {
    if (identity === null) {
      sorted.lines.set(at, withoutKey(mapped.record));
      continue;
    }
    const record = toKnownRecord(context, mapped, identity, candidates);
    if (mapped.is === 'excluded') {
      sorted.lines.set(at, excludedLine(context, record, candidates));
      continue;
    }
    const assembled = assemble(sink, mapped);
    if ('rejects' in assembled) {
      sorted.rejected.set(at, { record, rejects: assembled.rejects });
      continue;
    }
    const wanted = toWanted(context, record, assembled, { record: mapped.record, said }, pairPositions);
    const decision = decide(candidates, wantedOf(context, wanted), reconcile, context.verification);
    if (decision.is === 'look') sorted.lookings.push(toLooking(at, wanted, decision.why, decision.found));
    else sorted.lines.set(at, noted(context, toLine(context, wanted, decision), undefined));
  }
  return sorted;
}

function toWanted(
  { pipeline: { sink, index, maps } }: PlanContext,
  record: KnownRecord,
  { object, ignored }: { readonly object: JsonObject; readonly ignored?: readonly Ignored[] },
  { record: { cells }, said }: Pick<ReadRecord, 'record' | 'said'>,
  pairPositions: readonly number[],
): WantedRecord {
  const pair = pairHash(
    index.namespace,
    pairPositions.map((position) => cells[position] as string),
  );
  const hash = toHash(sink.image(object));
  const told = { ...(pair !== undefined && { pair }), ...(maps !== undefined && { said }) };
  return { ...record, object, hash, ...told, ...(ignored && { ignored }) };
}

/** Records that are to be sent, and that this very sink would not take. */
async function refusedBySink(
  context: PlanContext,
  lines: Map<number, PlanLine>,
  batch: readonly BatchRecord[],
): Promise<Map<number, RejectedRecord>> {
  const refused = new Map<number, RejectedRecord>();
  const rejects = await refusalsOfSink(context, lines);
  for (const [at, reasons] of rejects) {
    const { mapped, identity, candidates } = batch[at] as BatchRecord;
    if (identity !== null)
      refused.set(at, { record: toKnownRecord(context, mapped, identity, candidates), rejects: reasons });
  }
  return refused;
}

function toPlanned(batch: readonly BatchRecord[], lines: ReadonlyMap<number, PlanLine>): Planned[] {
  return batch.map(({ identity, said, known, candidates }, at) => {
    const line = lines.get(at) as PlanLine;
    return {
      line,
      identity,
      said,
      known: known.map(({ ref }) => nameOf(ref)),
      home: countingOf(candidates)?.entry.address,
      accountsFor: accountedBy(candidates),
    };
  });
}

/** Of several entries the chosen one; of two live ones both: neither is missing. */
function accountedBy(candidates: readonly Found[]): string[] {
  const chosen = choose(candidates);
  if (chosen === 'conflict') return candidates.map(({ ref }) => nameOf(ref));
  return chosen ? [nameOf(chosen.ref)] : [];
}

/** A record under its key, with the entry that counts for it. */
function toKnownRecord(
  { pipeline }: PlanContext,
  mapped: Mapped,
  { key, ids }: Identity,
  candidates: readonly Found[],
): KnownRecord {
  const version = mapped.is === 'excluded' ? undefined : mapped.version;
  const facility = facilityOf(pipeline, mapped.record, version);
  const record: KnownRecord = {
    key,
    role: roleOf(mapped),
    ids,
    ...placeOf(mapped.record),
    ...(mapped.record.madeOf && { keys: mapped.record.madeOf.keys }),
    ...(version !== undefined && { version }),
    ...(facility !== undefined && { facility }),
    address: null,
    before: null,
  };
  const found = countingOf(candidates);
  return found ? withEntry(record, found) : record;
}

/** The entry that counts for a record; of two live ones the first, until a person has settled it. */
function countingOf(candidates: readonly Found[]): Found | undefined {
  const chosen = choose(candidates);
  return chosen === 'conflict' ? candidates[0] : chosen;
}

/** A record that cannot be sent, and why. */
interface RejectedRecord {
  readonly record: KnownRecord;
  readonly rejects: readonly Omit<Reject, 'key'>[];
}

/** A rejected record has its address reserved, as the tools before us did: the index shows it, and why it is not there. */
async function rejectedLines(
  context: PlanContext,
  rejected: ReadonlyMap<number, RejectedRecord>,
): Promise<Map<number, RejectLine>> {
  const addresses = new Map<number, string>();
  for (const [at, { record }] of rejected) {
    const address = record.entry === undefined ? addressWithoutObject(context, record) : undefined;
    if (address !== undefined) addresses.set(at, address);
  }
  const holders = await context.index.holders([...addresses.values()]);
  const lines = new Map<number, RejectLine>();
  for (const [at, { record, rejects }] of rejected) {
    const reasons = rejects.map((why) => ({ ...withQuestion(context.pipeline, why), key: record.key }));
    const derived = addresses.get(at);
    const address = derived === undefined || holders.has(derived) ? record.address : derived;
    lines.set(at, { ...record, action: 'reject', address, reasons });
  }
  return lines;
}

function withoutKey(source: SourceRecord): UnreadableLine {
  const place = placeOf(source);
  const why = { ...reason('source/no-key', {}), key: null, ...place };
  return { action: 'reject', key: null, role: '', address: null, ...place, reasons: [why] };
}
