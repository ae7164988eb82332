import { EtlError, EXIT } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { FIRST_WORD_MS, Patience } from '../base/patience.ts';
import { JsonIndex } from '../index/index-store.ts';
import { checkSidecar, loadSidecar, saveSidecar, type Sidecar } from '../index/sidecar.ts';
import type { Lock } from '../storage/storage.ts';
import { applyPlan, type Applied, type Sent } from './apply.ts';
import type { Extract, SinkIdentity } from './contracts.ts';
import { checkGuards, type Accepted } from './guards.ts';
import { makePlan, type MadePlan } from './plan.ts';
import type { Pipeline, RunContext } from './pipeline.ts';
import { checkBinding, loadBinding, savePlan, type PlanBinding } from './plan-file.ts';
import type { PlanSummary } from './plan-summary.ts';
import { Progress } from './progress.ts';
import { reconcileMissing } from './reconcile.ts';
import { reserve } from './reserve.ts';

/** Where a run keeps what it leaves behind; the report side writes it. */
export interface Keeper {
  /** The run's folder, for the copy of the source and the plan. */
  readonly folder: string;
  keepIndex(which: 'initial' | 'final', bytes: Buffer): Promise<void>;
  keepSource(copy: string): Promise<void>;
  keepSent(sent: readonly Sent[]): Promise<void>;
}

export interface RunOptions {
  readonly accepted: Accepted;
  readonly keeper: Keeper;
  readonly log: Log;
  readonly now: Date;
  /** Version of the engine, which a plan is bound to. */
  readonly version: string;
  readonly signal?: AbortSignal;
  /** Filled while the run is at work, for whoever wants to know how far it came. */
  readonly progress?: Progress;
}

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
  const stage = await prepare(pipeline, options, true);
  const plan = await planStage(pipeline, options, stage, out !== undefined);
  if (out !== undefined) await savePlan(plan.file, out, bindingOf(pipeline, options, stage, plan));
  return { progress: stage.progress, applied: undefined };
}

/** Plans and applies: a night's work. Holds the lock from before the index is read until it is saved. */
export async function runPipeline(pipeline: Pipeline, options: RunOptions): Promise<RunResult> {
  const lock = await pipeline.index.storage.lock(`${pipeline.index.path}.lock`);
  try {
    const stage = await prepare(pipeline, options, false);
    const plan = await planStage(pipeline, options, stage, false);
    const applied = await applyStage(
      pipeline,
      options,
      lock,
      stage,
      plan.file,
      plan.summary,
      stage.extract.header.columns,
    );
    return { progress: stage.progress, applied };
  } finally {
    await lock.release();
  }
}

/** Applies a plan made before. Throws EtlError `guard/*` where the world is no longer the one it was made for. */
export async function applyPipeline(pipeline: Pipeline, options: RunOptions, planFile: string): Promise<RunResult> {
  const lock = await pipeline.index.storage.lock(`${pipeline.index.path}.lock`);
  try {
    const opened = await openBoth(pipeline, options, false);
    const binding = await loadBinding(planFile);
    const summary = await checkBinding(planFile, binding, {
      digest: pipeline.digest,
      version: options.version,
      server: opened.sink.server,
      program: opened.sink.program,
      now: options.now,
      index: opened.index,
    });
    opened.progress.source = { location: binding.source, modified: undefined, remarks: [] };
    opened.progress.plan(summary);
    opened.progress.missingIsKnown = true;
    checkGuards(pipeline.reconcile.guard, options.accepted, {
      counts: summary.counts,
      newlyCreated: summary.newlyCreated,
      newlyMissing: summary.newlyMissing,
      maybeKnown: summary.maybeKnown,
      live: opened.live,
      location: binding.source,
      lostColumns: lostColumns(opened.sidecar, binding.header),
    });
    const applied = await applyStage(pipeline, options, lock, opened, planFile, summary, binding.header);
    return { progress: opened.progress, applied };
  } finally {
    await lock.release();
  }
}

interface Opened {
  readonly sink: SinkIdentity;
  readonly index: JsonIndex;
  readonly sidecar: Sidecar | undefined;
  /** Live entries before the run. */
  readonly live: number;
  readonly progress: Progress;
  readonly patience: Patience;
}

interface Stage extends Opened {
  readonly extract: Extract;
  readonly context: RunContext;
}

/** Logs in, loads the index and makes sure that it is ours. `isTrial`: a missing index is only remarked upon. */
async function openBoth(pipeline: Pipeline, options: RunOptions, isTrial: boolean): Promise<Opened> {
  const { progress = new Progress(), signal } = options;
  // A plan is made by a person, who waits; a night can wait for a restart.
  const firstWord = isTrial ? { firstWordMs: FIRST_WORD_MS } : {};
  const patience = new Patience({ giveUpAfterMs: pipeline.giveUpAfterMs, signal, ...firstWord });
  const sink = await pipeline.sink.connect(patience);
  progress.sink = sink;
  options.log.info(`sending to ${sink.description}`);
  const { storage, path, namespace } = pipeline.index;
  const { index, bytes } = await JsonIndex.load(storage, path);
  const sidecar = await loadSidecar(storage, path);
  const location = storage.describe(path);
  const words = isTrial ? new Set([...options.accepted.words, 'new-index']) : options.accepted.words;
  if (isTrial && bytes === null) options.log.warn(`there is no index yet (${location}): every record is new`);
  checkSidecar(
    sidecar,
    { namespace, server: sink.server, program: sink.program },
    { exists: bytes !== null, entries: index.size, location },
    words,
  );
  if (!isTrial && bytes) await options.keeper.keepIndex('initial', bytes);
  options.log.info(`index: ${index.size} entries, ${index.liveEntries} live (${location})`);
  return { sink, index, sidecar, live: index.liveEntries, progress, patience };
}

async function prepare(pipeline: Pipeline, options: RunOptions, isTrial: boolean): Promise<Stage> {
  const opened = await openBoth(pipeline, options, isTrial);
  const extract = await pipeline.source.extract(options.keeper.folder);
  options.log.info(`source: ${extract.location}`);
  for (const remark of extract.remarks) options.log.info(`source: ${remark}`);
  opened.progress.source = { location: extract.location, modified: extract.modified, remarks: extract.remarks };
  checkAge(pipeline, extract, options.now);
  const mapper = pipeline.bindMapper(extract.header);
  const { log, now } = options;
  const { progress, patience } = opened;
  progress.mapper = mapper;
  // Planning sends nothing, whoever holds the lock.
  const context = {
    pipeline,
    index: opened.index,
    mapper,
    log,
    now,
    ...acceptedIn(options),
    progress,
    patience,
    ensureLocked() {},
  };
  return { ...opened, extract, context };
}

function checkAge({ maxAgeMs }: Pipeline, { modified, location }: Extract, now: Date): void {
  if (maxAgeMs === undefined || now.getTime() - modified.getTime() <= maxAgeMs) return;
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
  if (!plan.missingIsKnown)
    options.log.warn('some rows could not be read, so nothing is marked as missing in this run');
  checkGuards(pipeline.reconcile.guard, options.accepted, {
    counts: plan.summary.counts,
    newlyCreated: plan.summary.newlyCreated,
    newlyMissing: plan.summary.newlyMissing,
    maybeKnown: plan.summary.maybeKnown,
    live: stage.live,
    location: stage.extract.location,
    lostColumns: lostColumns(stage.sidecar, stage.extract.header.columns),
  });
  return plan;
}

/** Reserve, send, reconcile, save. */
async function applyStage(
  pipeline: Pipeline,
  options: RunOptions,
  lock: Lock,
  stage: Opened,
  planFile: string,
  summary: PlanSummary,
  header: readonly string[],
): Promise<Applied> {
  const { index } = stage;
  const mapper = 'context' in stage ? (stage as Stage).context.mapper : NO_MAPPER;
  const context: RunContext = {
    pipeline,
    index,
    mapper,
    log: options.log,
    now: options.now,
    ...acceptedIn(options),
    progress: stage.progress,
    patience: stage.patience,
    ensureLocked: () => refuseLost(lock, pipeline),
  };
  const { storage, path, namespace } = pipeline.index;
  await reserve(context, planFile);
  await saveSidecar(storage, path, sidecarOf(stage, namespace, header));
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
  const bytes = await index.save();
  await saveSidecar(storage, path, sidecarOf(stage, namespace, header));
  await options.keeper.keepIndex('final', bytes);
  if ('extract' in stage) await options.keeper.keepSource((stage as Stage).extract.copy);
  return applied;
}

/** A lock that ran out may be another run's by now. What was sent is safe: it is in the index or asked of DHIS2. */
function refuseLost(lock: Lock, { index }: Pipeline): void {
  if (lock.isLost)
    throw new EtlError('run/lock-lost', { location: index.storage.describe(index.path) }, { exitCode: EXIT.locked });
}

function acceptedIn({ accepted }: RunOptions): Pick<RunContext, 'indexIsNew' | 'acceptedIds'> {
  return { indexIsNew: accepted.words.has('new-index'), acceptedIds: accepted.numbers.get('ids') ?? 0 };
}

/** A plan made before needs no mapper. */
const NO_MAPPER: RunContext['mapper'] = {
  mapBatch: () => [],
  reads: [],
  propertiesOf: () => [],
  columnOf: () => undefined,
  conversions: new Map(),
};

function sidecarOf({ sink, index }: Opened, namespace: string, header: readonly string[]): Sidecar {
  return {
    format: 1,
    namespace,
    server: sink.server,
    program: sink.program,
    header,
    entries: index.size,
    liveEntries: index.liveEntries,
  };
}

function lostColumns(sidecar: Sidecar | undefined, header: readonly string[]): string[] {
  const now = new Set(header);
  return (sidecar?.header ?? []).filter((column) => !now.has(column));
}

function bindingOf(pipeline: Pipeline, options: RunOptions, stage: Stage, plan: MadePlan): PlanBinding {
  return {
    format: 1,
    pipeline: pipeline.name,
    made: options.now.toISOString(),
    version: options.version,
    digest: pipeline.digest,
    server: stage.sink.server,
    program: stage.sink.program,
    source: stage.extract.location,
    header: stage.extract.header.columns,
    counts: plan.summary.counts,
  };
}
