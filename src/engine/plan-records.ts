import { reason } from '../messages/reason.ts';
import { choose, decide } from '../index/decide.ts';
import { toHash } from '../index/hash.ts';
import { nameOf } from '../contracts/ref.ts';
import type { Found } from '../contracts/store.ts';
import type { Reject } from '../base/problem.ts';
import type { Mapped } from '../contracts/mapper.ts';
import { rowAndLine, type SourceRecord } from '../contracts/record.ts';
import { assemble } from './assemble.ts';
import { digestOf, pairHash, type Identity } from './identity.ts';
import type { KnownRecord, PlanLine, RejectLine, UnreadableLine } from './plan-line.ts';
import type { PlanContext } from './pipeline.ts';
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
  const lookings: Looking[] = [];
  const lines = new Map<number, PlanLine>();
  const rejected = new Map<number, RejectedRecord>();
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
        rejected.set(at, { record, rejects: assembled.rejects });
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
  for (const [at, line] of lines) {
    const { record } = mapped[at] as Mapped;
    const identity = identities[at] ?? null;
    const rejects = refusalsOfSink(context, line, record);
    if (identity === null || rejects.length === 0) continue;
    rejected.set(at, { record: toKnownRecord(record, identity, candidates[at] ?? []), rejects });
  }
  for (const [at, line] of await rejectedLines(context, rejected)) lines.set(at, line);
  const properties = pipeline.pair.length > 0 ? mapper.propertiesOf(new Set(pipeline.pair)) : [];
  return mapped.map(({ record }, at) => {
    const line = lines.get(at) as PlanLine;
    return {
      line,
      identity: identities[at] ?? null,
      digest: digestOf(record, mapper.reads),
      seen: seenBy(candidates[at] ?? []),
      pairProperties: line.action === 'create' ? pipeline.sink.imageOf(line.object, properties) : undefined,
    };
  });
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
    const reasons = rejects.map((why) => ({ ...why, key: record.key }));
    const derived = addresses.get(at);
    const address = derived === undefined || holders.has(derived) ? record.address : derived;
    lines.set(at, { ...record, action: 'reject', address, reasons });
  }
  return lines;
}

function withoutKey(source: SourceRecord): UnreadableLine {
  const place = rowAndLine(source);
  const why = { ...reason('source/no-key', {}), key: null, ...place };
  return { action: 'reject', key: null, address: null, ...place, reasons: [why] };
}
