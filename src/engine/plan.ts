import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Entry } from '../contracts/store.ts';
import { isSaidRemoved, isThere } from '../index/states.ts';
import { AlteredCells } from './altered-cells.ts';
import { NewColumns } from './changed-columns.ts';
import { ComparedValues } from './compared-values.ts';
import { allColumns, placeOf, type BadRow } from '../contracts/record.ts';
import type { Extract } from '../contracts/source.ts';
import { Duplicates } from './duplicates.ts';
import { findKnownRecords, type KnownRecords } from './known-records.ts';
import { Accounted, bindReading, LeftAlone } from './left-alone.ts';
import { planMissing } from './missing.ts';
import { findPairs, type Pairs } from './pairs.ts';
import { PlaceClaims } from './place-claims.ts';
import { PlainLines } from './plain-lines.ts';
import { hasPlaces } from './places.ts';
import type { CreateLine, LeaveLine, PlanLine, UnreadableLine } from './plan-line.ts';
import { PlanLabels } from './plan-labels.ts';
import { refOf } from './plan-line-parts.ts';
import { withQuestion } from './place-in-words.ts';
import { planRecords, type Planned } from './plan-records.ts';
import type { PlanContext } from './pipeline.ts';
import { RowsByBytes } from './rows-by-bytes.ts';
import type { LostVerdict } from './redecide.ts';
import { settleLines, type LateVerdicts } from './settle-lines.ts';
import { readSome, SpoolWriter } from './spool.ts';
import { PlanSummary } from './plan-summary.ts';
import { withChangesHeld, withPlaces } from './told-to-people.ts';

/** Rows mapped and decided at a time: what the sink must be asked of them is asked together. */
const BATCH = 500;
/** Of records that are all asked about, these many fill their requests: what is done with them is let go of while it is cheap. */
const BATCH_OF_NEW = 100;

/** A plan as made: its file, and what it comes to. */
export interface MadePlan {
  readonly file: string;
  /** SHA-256 of the file, of a plan that is for people. */
  readonly digest?: string;
  readonly summary: PlanSummary;
  /** False where rows could not be read: a record that was not met may be in one of them, so none is called missing. */
  readonly missingIsKnown: boolean;
  /** Rows that repeat another one in every column that is read. */
  readonly repeatedRows: number;
  readonly labels: PlanLabels;
  /** Which of its lines have nothing to say for themselves. */
  readonly plain: PlainLines;
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
  const hash = isForPeople ? createHash('sha256') : undefined;
  const first = await SpoolWriter.fill(draft, (spool) => writeDraft(context, extract, spool, isForPeople), hash);
  const { accounted, newLines, leftAlone } = first;
  const duplicates = first.duplicates.verdicts();
  const missingIsKnown = first.badRows === 0;
  const pairs = missingIsKnown ? await findPairs(context, draft, newLines, accounted) : NO_PAIRS;
  const unpaired = newLines.filter((at) => !pairs.byLine.has(at) && !duplicates.has(at));
  const known = missingIsKnown ? await findKnownRecords(context, draft, unpaired, accounted) : NO_PAIRS;
  for (const name of [...pairs.taken, ...known.taken]) accounted.add(name);
  const late: LateVerdicts = {
    lines: [duplicates, pairs.byLine, known.byLine, await maybeLost(context, draft, unpaired)],
    places: await first.claims.settle(duplicates, missingIsKnown ? accounted : undefined, leftAlone),
  };
  const file = join(folder, 'plan.ndjson');
  const rewritten = await settleLines(context, { ...first, file: draft, hash }, late, file);
  const { summary, plain } = rewritten;
  summary.leaveAlone(leftAlone.size);
  if (missingIsKnown) {
    const missing = await planMissing(context, accounted);
    const lines = isForPeople ? await withPlaces(context, missing) : missing;
    for (const line of lines) summary.add(line);
    await SpoolWriter.fillOn(file, (plan) => writeAll(plan, lines), rewritten.hash);
  }
  const repeats = [...duplicates.values()].filter((verdict) => verdict === 'repeat').length;
  const { labels, compared, newColumns } = first;
  const digest = rewritten.hash?.digest('base64url');
  return {
    file,
    ...(digest !== undefined && { digest }),
    summary,
    plain,
    missingIsKnown,
    repeatedRows: repeats + leftAlone.repeats,
    labels,
    compared,
    newColumns,
  };
}

async function writeAll(plan: SpoolWriter, lines: readonly PlanLine[]): Promise<void> {
  for (const line of lines) await plan.write(line);
}

/**
 * An entry that the index has lost may have an object at an address that nobody can derive: one given by an earlier tool,
 * or derived from an id that the record has no more. So a new record waits for a person where one of its ids had a lost
 * entry or, with `source.pair`, where it may be an edit of any lost one.
 */
async function maybeLost(
  { pipeline, index }: PlanContext,
  draft: string,
  lines: readonly number[],
): Promise<Map<number, LostVerdict>> {
  const verdicts = new Map<number, LostVerdict>();
  if (index.facts.lost === 0) return verdicts;
  const wanted = new Set(lines);
  for await (const { at, line } of readSome(draft, (place) => wanted.has(place))) {
    if (line.action !== 'create') continue;
    if (pipeline.pair.length > 0 || (await index.areLost([line.ids]))[0]) verdicts.set(at, { is: 'lost' });
  }
  return verdicts;
}

const NO_PAIRS: Pairs & KnownRecords = { byLine: new Map(), taken: new Set() };

interface Draft {
  readonly compared: ComparedValues;
  readonly newColumns: NewColumns;
  readonly duplicates: Duplicates;
  /** Lines of records of which nothing was ever sent. */
  readonly newLines: readonly number[];
  /** Names of index entries that a record accounts for. */
  readonly accounted: Accounted;
  readonly leftAlone: LeftAlone;
  readonly claims: PlaceClaims;
  readonly badRows: number;
  /** What the draft comes to as it stands. */
  readonly summary: PlanSummary;
  readonly labels: PlanLabels;
  readonly plain: PlainLines;
}

async function writeDraft(
  context: PlanContext,
  extract: Extract,
  draft: SpoolWriter,
  isForPeople: boolean,
): Promise<Draft> {
  const { pipeline, mapper, log, progress } = context;
  const { header } = extract;
  const toRead = bindReading(context, header);
  const pairPositions = pipeline.pair.map((column) => header.positions.get(column) as number);
  const duplicates = new Duplicates();
  const newLines: number[] = [];
  const leftAlone = new LeftAlone(context);
  const accounted = new Accounted(leftAlone);
  const claims = new PlaceClaims(context);
  let badRows = 0;
  const [summary, labels, plain] = [new PlanSummary(), new PlanLabels(pipeline), new PlainLines()];
  const write = async (line: PlanLine): Promise<void> => {
    summary.add(line);
    labels.add(line);
    const before = draft.size;
    await draft.write(line);
    plain.add(line, draft.size - before);
  };
  const altered = new AlteredCells(pipeline.key.flat(), mapper.textColumns, header);
  const compared = new ComparedValues(mapper.comparedColumns, context.seenValues, header);
  const newColumns = new NewColumns(pipeline, context.lastHeader, allColumns(header), header);
  const byBytes = context.rows && new RowsByBytes(context.rows, leftAlone, { altered, compared, newColumns });
  let toldOf = 0;
  for await (const batch of extract.batches(batchSize(context), byBytes)) {
    for (const bad of batch.badRows ?? []) {
      badRows += 1;
      duplicates.add({ ids: [], digest: '', entry: undefined, isExcluded: true });
      progress.decided('reject');
      await write(badRowLine({ ...bad, reason: withQuestion(pipeline, bad.reason) }));
    }
    altered.see(batch.records);
    compared.see(batch.records);
    newColumns.see(batch.records);
    const records = batch.records.map(toRead);
    byBytes?.learn(records);
    const mapped = records.filter((one) => !leftAlone.takes(one));
    progress.leftAlone(leftAlone.size - toldOf);
    toldOf = leftAlone.size;
    const planned = await planRecords(context, mapped, pairPositions);
    const neverSent = await findNeverSent(context, planned);
    const shown: PlanLine[] = [];
    for (const { line, identity, said, known, home, accountsFor: entries } of planned) {
      if (!identity) badRows += 1;
      if (line.action !== 'excluded') leftAlone.meets(known);
      for (const name of entries) accounted.add(name);
      if (line.action === 'create' && neverSent.has(line)) newLines.push(duplicates.size);
      claims.add(duplicates.size, line, home);
      const entry = line.key === null ? undefined : line.entry;
      duplicates.add({ ids: identity?.ids ?? [], digest: said, entry, isExcluded: line.action === 'excluded' });
      progress.decided(line.action);
      shown.push(isForPeople || line.action !== 'leave' || line.isKnown ? line : withoutObject(line));
    }
    for (const line of isForPeople ? await withChangesHeld(context, shown) : shown) await write(line);
    const read = duplicates.size + leftAlone.size + leftAlone.repeats;
    log.progress('reading', read, { share: extract.share?.() });
  }
  progress.leftAlone(leftAlone.size - toldOf);
  altered.conclude(extract.facts.location, log);
  return { compared, newColumns, duplicates, newLines, accounted, leftAlone, claims, badRows, summary, labels, plain };
}

/** Where the index knows nobody yet, every record is asked about; but what is asked of places depends on which are together. */
function batchSize(context: PlanContext): number {
  const { index, pipeline } = context;
  if (index.size > 0 || hasPlaces(context)) return BATCH;
  return Math.min(Math.max(BATCH_OF_NEW, pipeline.sink.batchSize), BATCH);
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
