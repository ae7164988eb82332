import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { nameOf } from '../contracts/ref.ts';
import type { Entry } from '../contracts/store.ts';
import { isSaidRemoved, isThere } from '../index/states.ts';
import { AlteredCells } from './altered-cells.ts';
import { NewColumns } from './changed-columns.ts';
import { ComparedValues } from './compared-values.ts';
import { allColumns, placeOf, type BadRow } from '../contracts/record.ts';
import type { Extract } from '../contracts/source.ts';
import { bindIdentity } from './identity.ts';
import { findDuplicates, type DraftRow } from './duplicates.ts';
import { findKnownRecords, type KnownRecords } from './known-records.ts';
import { planMissing } from './missing.ts';
import { findPairs, type NewRecord, type Pairs } from './pairs.ts';
import { PlaceClaims } from './place-claims.ts';
import { readShared, redecidePlace, withoutTaking } from './place-lines.ts';
import type { CreateLine, LeaveLine, PlanLine, UnreadableLine } from './plan-line.ts';
import { PlanLabels } from './plan-labels.ts';
import { refOf } from './plan-line-parts.ts';
import { planRecords, type Planned } from './plan-records.ts';
import type { PlanContext } from './pipeline.ts';
import { redecide, type LostVerdict } from './redecide.ts';
import { parseLine, readTexts, SpoolWriter } from './spool.ts';
import { PlanSummary } from './plan-summary.ts';
import { withChangesHeld, withPlaces } from './told-to-people.ts';

/** Rows mapped and decided at a time. */
const BATCH = 500;

/** A plan as made: its file, and what it comes to. */
export interface MadePlan {
  readonly file: string;
  readonly summary: PlanSummary;
  /** False where rows could not be read: a record that was not met may be in one of them, so none is called missing. */
  readonly missingIsKnown: boolean;
  /** Rows that repeat another one in every column that is read. */
  readonly repeatedRows: number;
  readonly labels: PlanLabels;
  readonly compared: ComparedValues;
  readonly newColumns: NewColumns;
}

/**
 * Streams the source, decides about every record, and writes the plan to `folder`. Memory holds the index, the ids of
 * the records and one batch. A first pass decides each record by itself; a second puts right what only the whole file
 * can tell: duplicates, and edits that look like one record gone and one come. `isForPeople`: the plan will be read by
 * more than the run that makes it, so records that are left alone are shown with their objects, too.
 */
export async function makePlan(
  context: PlanContext,
  extract: Extract,
  folder: string,
  isForPeople: boolean,
): Promise<MadePlan> {
  const draft = join(folder, 'plan.draft.ndjson');
  const file = join(folder, 'plan.ndjson');
  const first = await SpoolWriter.fill(draft, (spool) => writeDraft(context, extract, spool, isForPeople));
  const duplicates = findDuplicates(first.rows);
  const missingIsKnown = first.badRows === 0;
  const pairs = missingIsKnown ? await findPairs(context, first.newRecords, first.accounted) : NO_PAIRS;
  const unpaired = first.newRecords.filter((record) => !pairs.byLine.has(record.at) && !duplicates.has(record.at));
  const known = missingIsKnown ? await findKnownRecords(context, draft, unpaired, first.accounted) : NO_PAIRS;
  for (const name of [...pairs.taken, ...known.taken]) first.accounted.add(name);
  const places = await first.claims.settle(duplicates, missingIsKnown ? first.accounted : undefined);
  const shared = await readShared(context.pipeline.sink, draft, places);
  const lost = await maybeLost(context, unpaired);
  const summary = new PlanSummary();
  const labels = new PlanLabels(context.pipeline);
  await SpoolWriter.fill(file, async (plan) => {
    let at = 0;
    for await (const text of readTexts(draft)) {
      const verdict = duplicates.get(at) ?? pairs.byLine.get(at) ?? known.byLine.get(at) ?? lost.get(at);
      const place = places.get(at);
      at += 1;
      if (verdict === 'repeat') continue;
      if (place?.is === 'successor') first.accounted.add(nameOf(place.found.ref));
      const drafted = parseLine(text);
      const placed = place ? await redecidePlace(context, drafted, place, shared) : drafted;
      const line =
        verdict === undefined ? placed : await withoutTaking(context, await redecide(context, placed, verdict));
      summary.add(line);
      labels.add(line);
      await (line === drafted ? plan.writeText(text) : plan.write(line));
    }
    if (missingIsKnown) {
      const missing = await planMissing(context, first.accounted);
      for (const line of isForPeople ? await withPlaces(context, missing) : missing) {
        summary.add(line);
        await plan.write(line);
      }
    }
  });
  await rm(draft);
  const repeatedRows = [...duplicates.values()].filter((verdict) => verdict === 'repeat').length;
  return {
    file,
    summary,
    missingIsKnown,
    repeatedRows,
    labels,
    compared: first.compared,
    newColumns: first.newColumns,
  };
}

/**
 * An entry that the index has lost may have an object at an address that nobody can derive: one given by an earlier tool,
 * or derived from an id that the record has no more. So a new record waits for a person where one of its ids had a lost
 * entry or, with `source.pair`, where it may be an edit of any lost one.
 */
async function maybeLost(
  { pipeline, index }: PlanContext,
  records: readonly NewRecord[],
): Promise<Map<number, LostVerdict>> {
  if (index.facts.lost === 0) return new Map();
  const areLost = await index.areLost(records.map((record) => record.ids));
  const maybe = pipeline.pair.length > 0 ? records : records.filter((_, at) => areLost[at]);
  return new Map(maybe.map((record) => [record.at, { is: 'lost' }]));
}

const NO_PAIRS: Pairs & KnownRecords = { byLine: new Map(), taken: new Set() };

interface Draft {
  readonly compared: ComparedValues;
  readonly newColumns: NewColumns;
  /** One for each line of the draft, in its order. */
  readonly rows: readonly DraftRow[];
  readonly newRecords: readonly NewRecord[];
  /** Names of index entries that a record accounts for. */
  readonly accounted: Set<string>;
  readonly claims: PlaceClaims;
  readonly badRows: number;
}

async function writeDraft(
  context: PlanContext,
  extract: Extract,
  draft: SpoolWriter,
  isForPeople: boolean,
): Promise<Draft> {
  const { pipeline, log } = context;
  const identify = bindIdentity(pipeline.key, extract.header);
  const pairPositions = pipeline.pair.map((column) => extract.header.positions.get(column) as number);
  const rows: DraftRow[] = [];
  const newRecords: NewRecord[] = [];
  const accounted = new Set<string>();
  const claims = new PlaceClaims(context);
  let badRows = 0;
  const altered = new AlteredCells(pipeline.key.flat(), context.mapper.textColumns, extract.header);
  const compared = new ComparedValues(context.mapper.comparedColumns, context.seenValues, extract.header);
  const newColumns = new NewColumns(pipeline, context.lastHeader, allColumns(extract.header), extract.header);
  for await (const batch of extract.batches(BATCH)) {
    for (const bad of batch.badRows ?? []) {
      badRows += 1;
      rows.push({ ids: [], digest: '', entry: undefined, isExcluded: true });
      context.progress.decided('reject');
      await draft.write(badRowLine(bad));
    }
    altered.see(batch.records);
    compared.see(batch.records);
    newColumns.see(batch.records);
    const planned = await planRecords(context, batch.records, identify, pairPositions);
    const neverSent = await findNeverSent(context, planned);
    const shown: PlanLine[] = [];
    for (const { line, identity, digest, home, accountsFor: entries, pairProperties } of planned) {
      if (!identity) badRows += 1;
      for (const name of entries) accounted.add(name);
      if (line.action === 'create' && neverSent.has(line))
        newRecords.push({ at: rows.length, ids: line.ids, pair: line.pair, properties: pairProperties });
      claims.add(rows.length, line, home);
      const entry = line.key === null ? undefined : line.entry;
      rows.push({ ids: identity?.ids ?? [], digest, entry, isExcluded: line.action === 'excluded' });
      context.progress.decided(line.action);
      shown.push(isForPeople || line.action !== 'leave' || line.isKnown ? line : withoutObject(line));
    }
    for (const line of isForPeople ? await withChangesHeld(context, shown) : shown) await draft.write(line);
    log.progress('reading', rows.length);
  }
  altered.conclude(extract.facts.location, log);
  return { compared, newColumns, rows, newRecords, accounted, claims, badRows };
}

/** Saves space: most records of most nights are left alone, and without their objects the plan is a tenth as long. */
function withoutObject(line: LeaveLine): LeaveLine {
  const { object: _, ...rest } = line;
  return rest;
}

/** Lines of a batch that create, and whose records were never sent. */
async function findNeverSent({ index }: PlanContext, planned: readonly Planned[]): Promise<ReadonlySet<CreateLine>> {
  const lines = planned.map(({ line }) => line).filter((line) => line.action === 'create');
  const entries = await index.get(lines.map(refOf));
  return new Set(lines.filter((line, at) => line.entry === undefined || wasNeverSent(entries[at]?.entry)));
}

/**
 * Whether nothing was ever sent of a record: it is unknown to the index, or we refused it each time. A record that was
 * planned or under way when a run was killed does not count: its object may still arrive, so it must not be taken for an
 * edit of another record.
 */
function wasNeverSent(entry: Entry | undefined): boolean {
  if (!entry) return true;
  const isKnownThere = isThere(entry) || isSaidRemoved(entry);
  return !isKnownThere && entry.sentAt === undefined && entry.refusal?.by === 'us';
}

function badRowLine(bad: BadRow): UnreadableLine {
  const place = placeOf(bad);
  const reasons = [{ ...bad.reason, key: null, ...place }];
  return { action: 'reject', key: null, role: '', address: null, ...place, reasons };
}
