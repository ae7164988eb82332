import { EtlError } from '../base/errors.ts';
import { applyPlan, type Applied } from './apply.ts';
import { lostColumns, remarkOnColumns } from './changed-columns.ts';
import type { ComparedValues } from './compared-values.ts';
import type { Extract, SourceFacts } from '../contracts/source.ts';
import { checkGuards } from './guards.ts';
import { openBoth, ownerOf, type Opened } from './open.ts';
import { makePlan, type MadePlan } from './plan.ts';
import type { Pipeline, RunContext } from './pipeline.ts';
import { checkBinding, loadBinding, savePlan, type PlanBinding } from './plan-file.ts';
import type { PlanSummary } from './plan-summary.ts';
import type { IndexSession } from '../index/index-store.ts';
import type { Progress } from './progress.ts';
import { reconcileMissing } from './reconcile.ts';
import { refreshPlan } from './refresh-plan.ts';
import { reserve } from './reserve.ts';
import type { RunOptions } from './run-options.ts';

/** What a run comes to, before anybody tells it to people. */
export interface RunResult {
  readonly progress: Progress;
  readonly applied: Applied | undefined;
}

/** Makes a plan and leaves it at `out` (or nowhere): no lock is taken, and nothing else is written. */
export async function planPipeline(
  pipeline: Pipeline,
  options: RunOptions,
  out: string | undefined,
): Promise<RunResult> {
  const opened = await openBoth(pipeline, options, true);
  try {
    const stage = await prepare(pipeline, options, opened);
    const plan = await planStage(pipeline, options, stage, out !== undefined);
    if (out !== undefined) await savePlan(plan.file, out, bindingOf(pipeline, options, stage, plan));
    return { progress: stage.progress, applied: undefined };
  } finally {
    await opened.index.close();
  }
}

/** Plans and applies: a night's work. Holds the lock from before the index is read until it is saved. */
export async function runPipeline(pipeline: Pipeline, options: RunOptions): Promise<RunResult> {
  const opened = await openBoth(pipeline, options, false);
  try {
    const stage = await prepare(pipeline, options, opened);
    const plan = await planStage(pipeline, options, stage, false);
    const applied = await applyStage(
      pipeline,
      options,
      stage,
      plan.file,
      plan.summary,
      stage.extract.header.columns,
      plan.compared,
    );
    return { progress: stage.progress, applied };
  } finally {
    await opened.index.close();
  }
}

/** Applies a plan made before. Throws EtlError `guard/*` where the world is no longer the one it was made for. */
export async function applyPipeline(pipeline: Pipeline, options: RunOptions, planFile: string): Promise<RunResult> {
  const opened = await openBoth(pipeline, options, false);
  try {
    const binding = await loadBinding(planFile);
    await checkBinding(planFile, binding, {
      ...ownerOf(pipeline, opened.sink),
      digest: pipeline.digest,
      version: options.version,
      now: options.now,
      index: opened.index,
    });
    opened.progress.source = { location: binding.source, modified: undefined, remarks: [] };
    const context = contextOf(pipeline, options, opened, NO_MAPPER);
    const { file, summary } = await refreshPlan(context, planFile, options.keeper.folder);
    opened.progress.plan(summary);
    opened.progress.missingIsKnown = true;
    checkGuards(pipeline.reconcile.guard, options.accepted, {
      counts: summary.counts,
      newlyCreated: summary.newlyCreated,
      newlyChanged: summary.newlyChanged,
      newlyMissing: summary.newlyMissing,
      maybeKnown: summary.maybeKnown,
      live: opened.index.facts.live,
      location: binding.source,
      lostColumns: lostColumns(pipeline, opened.index.facts.lastSource?.header ?? [], binding.header),
    });
    const applied = await applyStage(pipeline, options, opened, file, summary, binding.header);
    return { progress: opened.progress, applied };
  } finally {
    await opened.index.close();
  }
}

interface Stage extends Opened {
  readonly extract: Extract;
  readonly context: RunContext;
}

async function prepare(pipeline: Pipeline, options: RunOptions, opened: Opened): Promise<Stage> {
  const extract = await pipeline.source.open(options.keeper.folder);
  try {
    return bindStage(pipeline, options, opened, extract);
  } catch (error) {
    await extract.close();
    throw error;
  }
}

function bindStage(pipeline: Pipeline, options: RunOptions, opened: Opened, extract: Extract): Stage {
  const { location, modified, remarks } = extract.facts;
  options.log.info(`source: ${location}`);
  remarks.push(...remarkOnColumns(pipeline, opened.index.facts.lastSource?.header ?? [], extract.header.columns));
  for (const remark of remarks) options.log.info(`source: ${remark}`);
  opened.progress.source = { location, modified, remarks };
  checkAge(pipeline, extract.facts, options.now);
  const mapper = pipeline.bindMapper(extract.header);
  opened.progress.mapper = mapper;
  const context = contextOf(pipeline, options, opened, mapper);
  return { ...opened, extract, context };
}

function checkAge({ maxAgeMs }: Pipeline, { modified, location }: SourceFacts, now: Date): void {
  if (maxAgeMs === undefined || modified === undefined || now.getTime() - modified.getTime() <= maxAgeMs) return;
  throw new EtlError('run/stale-source', { location, modified: modified.toISOString() });
}

async function planStage(
  pipeline: Pipeline,
  options: RunOptions,
  stage: Stage,
  isForPeople: boolean,
): Promise<MadePlan> {
  const plan = await makePlan(stage.context, stage.extract, options.keeper.folder, isForPeople);
  stage.progress.plan(plan.summary);
  stage.progress.repeatedRows = plan.repeatedRows;
  stage.progress.missingIsKnown = plan.missingIsKnown;
  tellNewValues(stage, plan.compared.remarks(), options.log);
  if (!plan.missingIsKnown)
    options.log.warn('some rows could not be read, so nothing is marked as missing in this run');
  checkGuards(pipeline.reconcile.guard, options.accepted, {
    counts: plan.summary.counts,
    newlyCreated: plan.summary.newlyCreated,
    newlyChanged: plan.summary.newlyChanged,
    newlyMissing: plan.summary.newlyMissing,
    maybeKnown: plan.summary.maybeKnown,
    live: stage.index.facts.live,
    location: stage.extract.facts.location,
    lostColumns: lostColumns(pipeline, stage.index.facts.lastSource?.header ?? [], stage.extract.header.columns),
  });
  return plan;
}

/** In the log as well as in the report. */
function tellNewValues({ progress }: Opened, remarks: readonly string[], log: RunOptions['log']): void {
  for (const remark of remarks) log.warn(remark);
  if (progress.source) progress.source = { ...progress.source, remarks: [...progress.source.remarks, ...remarks] };
}

/** Reserve, send, reconcile, save. */
async function applyStage(
  pipeline: Pipeline,
  options: RunOptions,
  stage: Opened,
  planFile: string,
  summary: PlanSummary,
  header: readonly string[],
  compared?: ComparedValues,
): Promise<Applied> {
  const { index } = stage;
  const mapper = 'context' in stage ? (stage as Stage).context.mapper : NO_MAPPER;
  const context = contextOf(pipeline, options, stage, mapper);
  const values = compared?.seen() ?? index.facts.lastSource?.values;
  index.remember({ header, ...(values && { values }) });
  await reserve(context, planFile);
  const total = summary.counts.created + summary.counts.updated;
  const applied = await applyPlan(
    context,
    planFile,
    summary.counts,
    total,
    (sent) => options.keeper.keepSent(sent),
    options.signal,
  );
  if (!applied.wasStopped) await reconcileMissing(context, planFile);
  await index.save();
  await options.keeper.keepIndex('final', (file) => index.copyTo(file));
  const copy = 'extract' in stage ? (stage as Stage).extract.facts.copy : undefined;
  if (copy !== undefined) await options.keeper.keepSource(copy);
  return applied;
}

/** A lock that ran out may be another run's by now. What was sent is safe: it is in the index or asked of DHIS2. */
function refuseLost({ isLockLost, facts }: IndexSession): void {
  if (isLockLost) throw new EtlError('run/lock-lost', { location: facts.location });
}

function contextOf(
  pipeline: Pipeline,
  { log, now, accepted }: RunOptions,
  { index, progress, patience }: Opened,
  mapper: RunContext['mapper'],
): RunContext {
  const ensureLocked = (): void => refuseLost(index);
  const acceptedIds = accepted.numbers.get('ids') ?? 0;
  const seenValues = index.facts.lastSource?.values ?? {};
  return { pipeline, index, mapper, log, now, acceptedIds, seenValues, progress, patience, ensureLocked };
}

/** A plan made before needs no mapper. */
const NO_MAPPER: RunContext['mapper'] = {
  mapBatch: () => [],
  reads: [],
  propertiesOf: () => [],
  columnOf: () => undefined,
  conversions: new Map(),
};

function bindingOf(
  pipeline: Pipeline,
  options: RunOptions,
  stage: Stage,
  plan: MadePlan,
): Omit<PlanBinding, 'planDigest'> {
  return {
    format: 1,
    pipeline: pipeline.name,
    made: options.now.toISOString(),
    version: options.version,
    digest: pipeline.digest,
    ...ownerOf(pipeline, stage.sink),
    source: stage.extract.facts.location,
    header: stage.extract.header.columns,
    counts: plan.summary.counts,
  };
}
