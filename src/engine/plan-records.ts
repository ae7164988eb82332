import { reason } from '../messages/reason.ts';
import { choose, decide } from '../index/decide.ts';
import { toHash } from '../index/hash.ts';
import { nameOf } from '../contracts/ref.ts';
import type { Found } from '../contracts/store.ts';
import type { Reject } from '../base/problem.ts';
import { rowAndLine, type SourceRecord } from '../contracts/record.ts';
import { assemble } from './assemble.ts';
import { digestOf, pairHash, type Identity } from './identity.ts';
import type { KnownRecord, PlanLine, RejectLine, UnreadableLine } from './plan-line.ts';
import type { PlanContext } from './pipeline.ts';
import { refusalsOfSink } from './sink-refusals.ts';
import { addressWithoutObject, wantedOf, withEntry, type Holders } from './plan-line-parts.ts';
import { excludedLine, findExcludedLive } from './excluded.ts';
import { toLooking, type Looking } from './look.ts';
import { toLine } from './to-line.ts';
import { verifyAgainstSink } from './verify.ts';

/** A record of a batch with the line that it gets in the plan. */
export interface Planned {
  readonly line: PlanLine;
  readonly identity: Identity | null;
  /** Equal for rows that are equal in every column that is read. */
  readonly digest: string;
  /** Names of the entries that this record accounts for: they are not missing. */
  readonly seen: readonly string[];
  /** What `pair` compares with objects whose entry has no hash of it: the properties made from the pair's columns. */
  readonly pairProperties: string | undefined;
}

/** Maps one batch and decides about each record against the index, and against the sink where the index is not enough. */
export async function planRecords(
  context: PlanContext,
  records: readonly SourceRecord[],
  identify: (record: SourceRecord) => Identity | null,
  pairPositions: readonly number[],
): Promise<Planned[]> {
  const { index, mapper, pipeline } = context;
  const identities = records.map(identify);
  const mapped = await mapper.mapBatch(records);
  const candidates = await index.find(identities.map((one) => one?.ids ?? []));
  const holders = await findHolders(context, identities, candidates);
  const lookings: Looking[] = [];
  const lines = new Map<number, PlanLine>();
  for (const [at, result] of mapped.entries()) {
    const found = candidates[at] ?? [];
    const identity = identities[at] ?? null;
    if (identity === null) {
      lines.set(at, withoutKey(result.record));
      continue;
    }
    const record = toKnownRecord(result.record, identity, found);
    if (result.is === 'excluded') lines.set(at, excludedLine(record, found));
    else {
      const assembled = assemble(pipeline.sink, result);
      if ('rejects' in assembled) {
        lines.set(at, rejectedLine(context, record, assembled.rejects, holders));
        continue;
      }
      const { object } = assembled;
      const pair = pairHash(
        pipeline.index.namespace,
        pairPositions.map((position) => result.record.cells[position] as string),
      );
      const hash = toHash(pipeline.sink.image(object));
      const wanted = { ...record, object, hash, ...(pair !== undefined && { pair }) };
      const decision = decide(found, wantedOf(context, wanted), pipeline.reconcile);
      if (decision.is === 'look') lookings.push(toLooking(at, wanted, decision.why, decision.found));
      else lines.set(at, toLine(wanted, decision));
    }
  }
  for (const [at, line] of await findExcludedLive(context, lines, candidates)) lines.set(at, line);
  for (const [at, line] of await verifyAgainstSink(context, lookings)) lines.set(at, line);
  const properties = pipeline.pair.length > 0 ? mapper.propertiesOf(new Set(pipeline.pair)) : [];
  return mapped.map(({ record }, at) => {
    const identity = identities[at] ?? null;
    const found = candidates[at] ?? [];
    const decided = lines.get(at) as PlanLine;
    const refused = refusalsOfSink(context, decided, record);
    const line =
      identity !== null && refused.length > 0
        ? rejectedLine(context, toKnownRecord(record, identity, found), refused, holders)
        : decided;
    return {
      line,
      identity,
      digest: digestOf(record, mapper.reads),
      seen: seenBy(found),
      pairProperties: line.action === 'create' ? pipeline.sink.imageOf(line.object, properties) : undefined,
    };
  });
}

/** Who has the addresses that records without an entry would get. */
function findHolders(
  context: PlanContext,
  identities: readonly (Identity | null)[],
  candidates: readonly (readonly Found[])[],
): Promise<Holders> {
  const unknown = identities.filter((identity, at) => identity !== null && !candidates[at]?.length);
  return context.index.holders(
    unknown.flatMap((identity) => (identity && addressWithoutObject(context, identity)) ?? []),
  );
}

/** Of several entries the chosen one; of two live ones both: neither is missing. */
function seenBy(found: readonly Found[]): string[] {
  const chosen = choose(found);
  if (chosen === 'conflict') return found.map(({ ref }) => nameOf(ref));
  return chosen ? [nameOf(chosen.ref)] : [];
}

/** A record under its key, with the entry that counts for it. */
function toKnownRecord(source: SourceRecord, { key, ids }: Identity, found: readonly Found[]): KnownRecord {
  const record: KnownRecord = { key, ids, ...rowAndLine(source), address: null, before: null };
  const chosen = choose(found);
  const first = chosen === 'conflict' ? found[0] : chosen;
  return first ? withEntry(record, first) : record;
}

/** A rejected record has its address reserved, as the tools before us did: the index shows it, and why it is not there. */
function rejectedLine(
  context: PlanContext,
  record: KnownRecord,
  rejects: readonly Omit<Reject, 'key'>[],
  holders: Holders,
): RejectLine {
  const reasons = rejects.map((why) => ({ ...why, key: record.key }));
  if (record.entry !== undefined) return { ...record, action: 'reject', reasons };
  const address = addressWithoutObject(context, record);
  return {
    ...record,
    action: 'reject',
    address: address === undefined || holders.has(address) ? null : address,
    reasons,
  };
}

function withoutKey(source: SourceRecord): UnreadableLine {
  const place = rowAndLine(source);
  const why = { ...reason('source/no-key', {}), key: null, ...place };
  return { action: 'reject', key: null, address: null, ...place, reasons: [why] };
}
