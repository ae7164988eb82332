import { EtlError } from '../base/errors.ts';
import { allColumns } from '../contracts/record.ts';
import type { Extract, SourceFacts } from '../contracts/source.ts';
import { describe } from '../messages/describe.ts';
import type { Reason } from '../messages/reason.ts';
import { goneColumns, lostColumns } from './changed-columns.ts';
import { bindToSource } from './first-records.ts';
import type { SeenValues } from './compared-values.ts';
import { breakingOf } from './drift-news.ts';
import { watchPlace } from './watch-place.ts';
import { checkGuards, toRefusal } from './guards.ts';
import type { IndexSession } from '../contracts/store.ts';
import type { OpenedRun } from './open.ts';
import { LeftTooSoon } from './left-alone.ts';
import { makePlan, type MadePlan } from './plan.ts';
import type { Pipeline } from './pipeline.ts';
import type { PlanLabels } from './plan-labels.ts';
import type { PlanSummary } from './plan-summary.ts';
import type { Progress } from './progress.ts';
import { keepRows, recallRows } from './row-memory.ts';
import type { RunOptions } from './run-options.ts';

/** A plan of a night, before it is sent. What guards have to say of it stands in the run's progress. */
export interface NightPlan {
  readonly file: string;
  readonly summary: PlanSummary;
  /** The source as people know it. */
  readonly location: string;
  /** Columns of the source, see `allColumns`. */
  readonly header: readonly string[];
  /** Values that compared columns have had so far; undefined where nobody has kept them. */
  readonly values: SeenValues | undefined;
  /** It was made from the rows just now; false of a plan that was kept. */
  readonly isOfRows: boolean;
  /** A copy of the source, where this run has made one. */
  readonly copy?: string;
  /** What it is to be called among other copies. */
  readonly copyName?: string;
}

/** A plan that was just made, with what people call all that stands in it. */
export interface MadeNightPlan extends NightPlan, Pick<MadePlan, 'digest' | 'plain'> {
  readonly labels: PlanLabels;
}

/** Opens the source, plans, and asks the guards. `isForPeople`: more than this run will read the plan. */
export async function planNight(run: OpenedRun, options: RunOptions, isForPeople: boolean): Promise<MadeNightPlan> {
  try {
    return await planOnce(run, options, isForPeople);
  } catch (error) {
    if (!(error instanceof LeftTooSoon)) throw error;
    options.log.info(
      'rows disagree about a record that had not changed: the source is read once more, and all of it mapped',
    );
    run.context.progress.planAgain();
    return planOnce(run, { ...options, shortcut: false }, isForPeople);
  }
}

async function planOnce(run: OpenedRun, options: RunOptions, isForPeople: boolean): Promise<MadeNightPlan> {
  const extract = await run.context.pipeline.source.open(options.keeper.folder);
  try {
    checkSource(run, options, extract);
    return await planExtract(run, options, extract, isForPeople);
  } catch (error) {
    await extract.close();
    throw error;
  }
}

/** Tells what there is to say of the source, and refuses one that is too old. */
function checkSource(
  { context: { pipeline, progress, index } }: OpenedRun,
  options: RunOptions,
  extract: Extract,
): void {
  const { location, modified, remarks } = extract.facts;
  options.log.info(`source: ${location}`);
  const news = goneColumns(pipeline, headerOf(index), allColumns(extract.header));
  remarks.push(...news.map(toRemark));
  for (const remark of remarks) options.log.info(`source: ${remark}`);
  progress.source = { location, modified, remarks, news };
  checkAge(pipeline, extract.facts, options.now);
}

function checkAge({ maxAgeMs }: Pipeline, { modified, location }: SourceFacts, now: Date): void {
  if (maxAgeMs === undefined || modified === undefined || now.getTime() - modified.getTime() <= maxAgeMs) return;
  throw new EtlError('run/stale-source', { location, modified: modified.toISOString() });
}

async function planExtract(
  run: OpenedRun,
  options: RunOptions,
  extract: Extract,
  isForPeople: boolean,
): Promise<MadeNightPlan> {
  const { context } = run;
  const mapper = await bindToSource(context.pipeline, extract);
  context.progress.mapper = mapper;
  const drift = await watchPlace(context);
  const takesShortcut = options.shortcut !== false;
  const memory = { version: options.version, isKept: !isForPeople };
  const rows = takesShortcut ? await recallRows(context, extract, memory) : undefined;
  const planning = {
    ...context,
    rows,
    mapper,
    drift,
    takesShortcut,
    acceptedIds: options.accepted.numbers.get('ids') ?? 0,
    seenValues: context.index.facts.lastSource?.values ?? {},
    lastHeader: headerOf(context.index),
  };
  const plan = await makePlan(planning, extract, options.keeper.folder, isForPeople);
  await keepRows(context, rows);
  tellPlan(run, options, plan);
  tellChoices(run, options, plan.summary);
  context.progress.tellDrift(drift?.drifts() ?? [], context.index.facts.lastSource?.told);
  const { location, copy, name: copyName } = extract.facts;
  const header = allColumns(extract.header);
  askGuards(run, options, { summary: plan.summary, labels: plan.labels, location, header });
  const values = plan.compared.knownValues();
  const copied = { ...(copy !== undefined && { copy }), ...(copyName !== undefined && { copyName }) };
  const { file, digest, summary, labels, plain } = plan;
  const made = { file, ...(digest !== undefined && { digest }), summary, labels, plain };
  return { ...made, location, header, values, isOfRows: true, ...copied };
}

function toRemark({ code, args }: Reason): string {
  const { message, hint } = describe(code, args);
  return `${message} ${hint ?? ''}`.trim();
}

/** In the log as well as in the report. */
function tellPlan({ context: { progress } }: OpenedRun, { log }: RunOptions, plan: MadePlan): void {
  progress.plan(plan.summary, { labels: plan.labels, plain: plan.plain });
  progress.repeatedRows = plan.repeatedRows;
  progress.missingIsKnown = plan.missingIsKnown;
  const newColumns = plan.newColumns.news();
  for (const one of newColumns) log.info(`source: ${toRemark(one)}`);
  const newValues = plan.compared.news();
  for (const one of newValues) log.warn(toRemark(one));
  addNews(progress, [...newColumns, ...newValues]);
  if (!plan.missingIsKnown) log.warn('some rows could not be read, so nothing is marked as missing in this run');
}

/** Tells the choices that no option map has, and no run before has told. */
export function tellChoices(
  { context: { progress, index } }: OpenedRun,
  { log }: Pick<RunOptions, 'log'>,
  { choices }: PlanSummary,
): void {
  const news = choices.news(index.facts.lastSource?.told);
  for (const one of news) log.info(`source: ${toRemark(one)}`);
  addNews(progress, news);
}

function addNews(progress: Progress, news: readonly Reason[]): void {
  const { source } = progress;
  if (!source) return;
  const remarks = [...source.remarks, ...news.map(toRemark)];
  progress.source = { ...source, remarks, news: [...source.news, ...news] };
}

/** Has the guards look at a plan before anything is sent: what they find is remembered, and `refuseGuarded` stops for it. */
export function askGuards(
  { context: { pipeline, index, progress } }: OpenedRun,
  { accepted }: RunOptions,
  { summary, labels, location, header }: Pick<MadeNightPlan, 'summary' | 'labels' | 'location' | 'header'>,
): void {
  const findings = checkGuards(pipeline.reconcile.guard, accepted, {
    counts: summary.counts,
    newlyCreated: summary.newlyCreated,
    newlyChanged: summary.newlyChanged,
    newlyMissing: summary.newlyMissing,
    mostCreated: summary.places.most(),
    mostChanged: summary.changedTargets.most((target) => labels.labelOf(target)),
    maybeKnown: summary.maybeKnown,
    live: index.facts.live,
    location,
    breaking: breakingOf(progress.drift),
    lostColumns: lostColumns(pipeline, headerOf(index), header),
  });
  progress.guards.push(...findings);
}

/** Nothing is sent of a plan in which a guard has found anything. Throws EtlError `guard/*` (exit 4), which says all of it. */
export function refuseGuarded({ context: { progress } }: OpenedRun, { accepted }: RunOptions): void {
  const refusal = toRefusal(progress.guards, accepted);
  if (refusal) throw refusal;
}

/** Columns that the source had in the last run. */
function headerOf({ facts }: IndexSession): readonly string[] {
  return facts.lastSource?.header ?? [];
}
