import { choose, decide } from '../index/decide.ts';
import { toHash } from '../index/json/raw-entry.ts';
import type { Found } from '../index/index-store.ts';
import type { Reject } from '../base/problem.ts';
import type { Mapped } from '../contracts/mapper.ts';
import { rowAndLine, type SourceRecord } from '../contracts/record.ts';
import type { Sink, TargetObject } from '../contracts/sink.ts';
import { digestOf, pairHash, type Identity } from './identity.ts';
import type { PlanLine } from './plan-line.ts';
import type { RunContext } from './pipeline.ts';
import { refusalsOfSink } from './sink-refusals.ts';
import { createUnder, ofFound, wantedOf } from './plan-line-parts.ts';
import { excludedLine, findExcludedLive } from './excluded.ts';
import type { Looking } from './look.ts';
import { toLine } from './to-line.ts';
import { verifyAgainstSink } from './verify.ts';

/** A record of a batch with the line that it gets in the plan. */
export interface Planned {
  readonly line: PlanLine;
  readonly identity: Identity | null;
  /** Equal for rows that are equal in every column that is read. */
  readonly digest: string;
  /** Keys of the entries that this record accounts for: they are not missing. */
  readonly seen: readonly string[];
  /** What `pair` compares with events whose entry has no hash of it: the properties made from the pair's columns. */
  readonly pairProperties: string | undefined;
}

/** Maps one batch and decides about each record against the index, and against DHIS2 where the index is not enough. */
export async function planRecords(
  context: RunContext,
  records: readonly SourceRecord[],
  identify: (record: SourceRecord) => Identity | null,
  pairPositions: readonly number[],
): Promise<Planned[]> {
  const { index, mapper, pipeline } = context;
  const identities = records.map(identify);
  const mapped = await mapper.mapBatch(records);
  const candidates = index.findMany(identities.map((one) => one?.ids ?? []));
  const lookings: Looking[] = [];
  const lines = mapped.map((one, n): PlanLine => {
    const identity = identities[n] ?? null;
    const found = candidates[n] ?? [];
    const base = baseLine(one.record, identity, found);
    if (identity === null) return { ...base, action: 'reject', reasons: [blankKey(one.record)] };
    if (one.is === 'excluded') return excludedLine(base, found);
    if (one.is === 'rejected') return rejectedLine(base, identity.key, one.rejects, context);
    const hash = toHash(pipeline.sink.canonical(one.object));
    const pair = pairHash(
      pipeline.index.namespace,
      pairPositions.map((at) => one.record.cells[at] as string),
    );
    const wanted = { ...base, object: one.object, hash, ...(pair === undefined ? {} : { pair }) };
    const decision = decide(found, wantedOf(context, wanted), pipeline.reconcile);
    const line = toLine(wanted, decision);
    if (decision.is === 'look') lookings.push({ at: n, line, why: decision.why, found: decision.found });
    return line;
  });
  const excluded = await findExcludedLive(context, lines, candidates);
  const verified = await verifyAgainstSink(context, lookings);
  const pairColumns = new Set(pipeline.pair);
  const properties = pipeline.pair.length > 0 ? mapper.propertiesOf(pairColumns) : [];
  return lines.map((unverified, n) => {
    const decided = excluded.get(n) ?? verified.get(n) ?? unverified;
    const { record } = mapped[n] as Mapped;
    const refused = refusalsOfSink(context, decided, record);
    const base = baseLine(record, identities[n] ?? null, candidates[n] ?? []);
    const line = refused.length > 0 ? rejectedLine(base, base.key as string, refused, context) : decided;
    return {
      line,
      identity: identities[n] ?? null,
      digest: digestOf(record, mapper.reads),
      seen: seenBy(candidates[n] ?? []),
      pairProperties:
        line.action === 'create' && line.object ? pairProperties(pipeline.sink, line.object, properties) : undefined,
    };
  });
}

/**
 * The properties by which an event whose entry has no pair hash can be recognised, as the sink keeps them; undefined
 * where it keeps none of them, or one has no value.
 */
export function pairProperties(sink: Sink, object: TargetObject, properties: readonly string[]): string | undefined {
  const keep = (names: readonly string[]): string =>
    sink.canonical({ ...Object.fromEntries(names.map((name) => [name, object[name] ?? null])), dataValues: [] });
  const nothing = keep([]);
  // DHIS2 has its own mind about some (`completedAt`): these tell nothing.
  const kept = properties.filter((name) => sink.canonical({ [name]: '2000-01-01', dataValues: [] }) !== nothing);
  return kept.length === 0 || kept.some((name) => object[name] == null) ? undefined : keep(kept);
}

/** Of several entries the chosen one; of two live ones both: neither is missing. */
function seenBy(found: readonly Found[]): string[] {
  const chosen = choose(found);
  if (chosen === 'conflict') return found.map((one) => one.key);
  return chosen ? [chosen.key] : [];
}

function baseLine(record: SourceRecord, identity: Identity | null, found: readonly Found[]): PlanLine {
  const chosen = choose(found);
  const first = chosen === 'conflict' ? found[0] : chosen;
  const names = identity ? { key: identity.key, ids: identity.ids } : { key: null };
  const line: PlanLine = { ...names, action: 'leave', uid: null, ...rowAndLine(record), before: null };
  return first ? ofFound(line, first) : line;
}

/** A rejected record has its UID reserved, as the tools before us did: the index shows it, and why it is not there. */
function rejectedLine(
  base: PlanLine,
  key: string,
  rejects: readonly Omit<Reject, 'key'>[],
  context: RunContext,
): PlanLine {
  const reserved = base.entry === undefined ? createUnder(base, 0, context) : base;
  return { ...reserved, action: 'reject', reasons: rejects.map((why) => ({ ...why, key })) };
}

function blankKey(record: SourceRecord): Reject {
  return { code: 'source/no-key', args: {}, key: null, ...rowAndLine(record) };
}
