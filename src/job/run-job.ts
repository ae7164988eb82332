import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join, parse, resolve } from 'node:path';
import type { Json } from '../base/json.ts';
import { toJsonProblem } from '../base/json-problem.ts';
import { writePrivateFile } from '../base/private-file.ts';
import type { Log } from '../base/log.ts';
import type { Problem } from '../base/problem.ts';
import { shownPath } from '../base/shown-path.ts';
import type { Notifier } from '../contracts/notifier.ts';
import { parseAccepted } from '../engine/accepted.ts';
import { toRefusal } from '../engine/guards.ts';
import { Progress } from '../engine/progress.ts';
import { openMade } from '../engine/read-plan.ts';
import { applyPipeline, planPipeline, runPipeline, type RunResult } from '../engine/run.ts';
import type { Keeper, RunOptions } from '../engine/run-options.ts';
import type { UnmappedFile } from '../exchange/unmapped-files.ts';
import { Artifacts } from '../report/artifacts.ts';
import { gatherPlan } from '../report/plan-view/gather-plan.ts';
import { DEFAULT_LIMIT, type ViewOptions } from '../report/plan-view/plan-view.ts';
import { toReport, type Failure, type ReportOptions, type RunReport } from '../report/report.ts';
import { drawSummary } from '../report/summary.ts';
import { toNameOf } from './element-names.ts';
import { toError, toFailure } from './failure.ts';
import { loadPipeline, type LoadedPipeline, type LoadOptions } from './load-pipeline.ts';
import { changesOf } from './run-changes.ts';
import { RunLog } from './run-log.ts';
import { tell } from './tell.ts';

/** What is to be done with a pipeline. */
export type JobOrder =
  | { readonly command: 'run' }
  /**
   * `out`: where the plan is left; left out: as `plan.ndjson` in the folder of the job. `view`: what of it is reported.
   * `html`: where its page is left; left out: there is none.
   */
  | {
      readonly command: 'plan';
      readonly out?: string | undefined;
      readonly html?: string | undefined;
      readonly view?: ViewOptions;
    }
  /** `planFile`: a plan that was left before. */
  | { readonly command: 'apply'; readonly planFile: string };

export interface JobOptions extends LoadOptions {
  readonly log: Log;
  /** Version of the engine, which a plan is bound to. */
  readonly version: string;
  /** What guards are to let pass, as for `--accept`. */
  readonly accept?: readonly string[];
  /** False: every record is mapped, also where nothing of it has changed. */
  readonly shortcut?: boolean;
  /** True: a mapping that is older than what it is made from ends the job. */
  readonly isFrozen?: boolean;
  /** Called when something will be sent: from now on it can be stopped in order, after the batch under way. */
  readonly listen?: (log: Log) => StopRequests;
  /** A folder for what planning keeps on disk meanwhile; left out: a temporary one, removed at the end. */
  readonly folder?: string;
  /** Are told at the end, whatever became of the job. */
  readonly notifiers?: readonly Notifier[];
  /** Called, before anything is done, with the warnings on the spec. */
  readonly onWarnings?: (problems: readonly Problem[]) => void;
  /** How to wait in trouble; tests give their own. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

/** Listens for requests to stop, from the system's signals. */
export interface StopRequests {
  /** Aborted by the first request. */
  readonly signal: AbortSignal;
  /** The system's signal that asked for it; undefined where none did. */
  received(): NodeJS.Signals | undefined;
  /** Stops listening. */
  end(): void;
}

/** What became of a job. */
export interface Job {
  /** The same for one that failed: `error` or `problems` say why, and the counts how far it came. */
  readonly report: RunReport;
  /** What ended it before its time, as it was thrown. */
  readonly failure?: Error;
  /** False where it failed before anything was begun: the spec is wrong, or a flag. */
  readonly hasBegun: boolean;
}

/**
 * Loads a spec, does what is ordered, and reports: a whole night without a terminal. It throws nothing: a failure is
 * reported in the same shape. Without a command line it reads no environment, hears no signals and writes nothing but
 * what the spec asks for.
 */
export async function runJob(spec: string, order: JobOrder, options: JobOptions): Promise<Job> {
  const job = await doJob(spec, order, options);
  if (options.notifiers) await tell(options.notifiers, job.report, options);
  return job;
}

async function doJob(spec: string, order: JobOrder, options: JobOptions): Promise<Job> {
  const log = new RunLog(options.log);
  const startedAt = new Date();
  let written = folderOf(options);
  try {
    const accepted = parseAccepted(options.accept ?? []);
    const loaded = await loadPipeline(spec, { ...options, log, renewsMapping: true });
    options.onWarnings?.(loaded.warnings);
    if (order.command !== 'plan') written = loaded.pipeline.artifacts.folder;
    const work = { specFile: spec, loaded, order, options, log, startedAt, accepted };
    return await (order.command === 'plan' ? planWith(work, order) : sendWith(work));
  } catch (thrown) {
    const failure = toError(thrown, written);
    const nothing = { progress: new Progress(), applied: undefined };
    const report = toReport(nothing, {
      pipeline: basename(spec, extname(spec)),
      command: order.command,
      startedAt,
      finishedAt: new Date(),
      artifacts: [],
      stoppedBy: undefined,
      nameOf: () => undefined,
      failure: toFailure(failure),
    });
    return { report, failure, hasBegun: false };
  }
}

/** Where a job keeps what it needs meanwhile, if it leaves no artifacts. */
const folderOf = ({ folder }: JobOptions): string => folder ?? tmpdir();

interface Work {
  readonly specFile: string;
  readonly loaded: LoadedPipeline;
  readonly order: JobOrder;
  readonly options: JobOptions;
  readonly log: RunLog;
  readonly startedAt: Date;
  readonly accepted: RunOptions['accepted'];
}

/** Makes a plan; nothing is kept but the plan itself and its page, where they are asked for. */
async function planWith(work: Work, { out, html, view }: JobOrder & { readonly command: 'plan' }): Promise<Job> {
  const folder = work.options.folder ?? (await mkdtemp(join(tmpdir(), 'etl-job-')));
  const nothing = async (): Promise<void> => {};
  const keeper: Keeper = { folder, keepIndex: nothing, keepSource: nothing, keepSent: nothing };
  const progress = new Progress();
  try {
    const result = await planPipeline(work.loaded.pipeline, toRunOptions(work, keeper, progress), out);
    const unmapped = out === undefined ? [] : await keepUnmappedBeside(out, work, progress);
    const told = {
      artifacts: [...(out === undefined ? [] : [out, ...unmapped]), ...(html === undefined ? [] : [html])],
      changes: await gatherPlan(await openMade(result.planFile, result.plain), view ?? { limit: DEFAULT_LIMIT }),
    };
    const refusal = toRefusal(progress.guards, work.accepted);
    const failure = refusal && toFailure(refusal);
    const report = reportOn(work, result, { ...told, ...(failure && { failure }) });
    if (html !== undefined) {
      const { writePlanPage } = await import('./plan-page.ts');
      await writePlanPage(report, html, work.loaded.pipeline, work.options);
    }
    return { report, ...(refusal && { failure: refusal }), hasBegun: true };
  } catch (thrown) {
    const failure = toError(thrown, folderOf(work.options));
    const report = reportOn(work, { progress, applied: undefined }, { artifacts: [], failure: toFailure(failure) });
    return { report, failure, hasBegun: true };
  } finally {
    if (work.options.folder === undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** Values that have no counterpart yet, as spreadsheets for whoever knows; none where there are none. */
async function unmappedFilesOf(
  { specFile, loaded, order, options }: Work,
  { summary }: Progress,
): Promise<readonly UnmappedFile[]> {
  const values = summary?.unmapped.toList() ?? [];
  if (values.length === 0 || order.command === 'apply') return [];
  const { toUnmappedFiles } = await import('../exchange/unmapped-files.ts');
  const specFolder = dirname(resolve(options.cwd, specFile));
  return toUnmappedFiles(values, loaded.spec, specFolder, (path) => shownPath(path, options.cwd));
}

async function keepUnmappedBeside(out: string, work: Work, progress: Progress): Promise<readonly string[]> {
  const { dir, name } = parse(out);
  const files = await unmappedFilesOf(work, progress);
  if (files.length === 0) return [];
  const { keepDecided } = await import('../exchange/unmapped-files.ts');
  const paths = files.map(({ ending }) => join(dir, `${name}.unmapped${ending}`));
  for (const [at, { bytes }] of files.entries()) {
    const path = resolve(work.options.cwd, paths[at] ?? '');
    const former = await keepDecided(path);
    if (former !== undefined)
      work.log.warn(`${paths[at]} has decisions: kept as ${shownPath(former, work.options.cwd)}`);
    await writePrivateFile(path, bytes);
  }
  work.log.info(`values that are not mapped yet, to be decided: ${paths[0]}`);
  return paths;
}

/** Does what may send (run, apply): opens the artifacts, and leaves a report whatever happens. */
async function sendWith(work: Work): Promise<Job> {
  const { loaded, order, options, log, startedAt } = work;
  const { pipeline } = loaded;
  const artifacts = await Artifacts.open({
    ...pipeline.artifacts,
    pipeline: pipeline.name,
    timeZone: pipeline.timeZone,
    language: pipeline.language,
    now: startedAt,
    indexName: pipeline.index.store.name,
    secrets: options.secrets,
  });
  log.keepLines((line) => artifacts.addLog(line));
  for (const { message } of loaded.warnings.map(toJsonProblem)) log.note('WARNING', `spec: ${message}`);
  const stop = options.listen?.(log);
  const progress = new Progress();
  const leave = async (result: RunResult, failure?: Failure): Promise<RunReport> => {
    const planFile = order.command === 'apply' ? order.planFile : undefined;
    const changes = await changesOf({ progress: result.progress, pipeline, log }, artifacts.planFile, planFile);
    if (needsPerson(result)) await artifacts.keepRejects(result.applied, toNameOf(loaded.mapping), planFile);
    for (const { ending, bytes } of await unmappedFilesOf(work, progress)) await artifacts.keepUnmapped(ending, bytes);
    const paths = [...artifacts.kept, artifacts.logPath, artifacts.reportPath, artifacts.pagePath];
    const shown = paths.map((path) => shownPath(path, options.cwd));
    const report = reportOn(work, result, { artifacts: shown, stoppedBy: stop?.received(), failure, changes });
    for (const line of drawSummary(report).split('\n')) if (line !== '') log.note('INFO', line);
    await artifacts.close(report as unknown as Json, async (masked) => {
      const { drawRunPage } = await import('../report/page/run-page.ts');
      const { folder, personalData } = pipeline.artifacts;
      const settings = { language: pipeline.language, timeZone: pipeline.timeZone, personalData };
      return drawRunPage(masked, { folder, runFolder: artifacts.folder, settings });
    });
    return report;
  };
  try {
    const runOptions = toRunOptions(work, artifacts, progress, stop?.signal);
    const result = await (order.command === 'apply'
      ? applyPipeline(pipeline, runOptions, order.planFile)
      : runPipeline(pipeline, runOptions));
    return { report: await leave(result), hasBegun: true };
  } catch (thrown) {
    const failure = toError(thrown, pipeline.artifacts.folder);
    log.note('WARNING', `stopped: ${failure.message}`);
    progress.end();
    const known = { progress, applied: { reasons: progress.reasons, wasStopped: false } };
    return { report: await leave(known, toFailure(failure, stop?.received())), failure, hasBegun: true };
  } finally {
    stop?.end();
  }
}

function toRunOptions(
  { options, log, startedAt, accepted }: Work,
  keeper: Keeper,
  progress: Progress,
  signal?: AbortSignal,
): RunOptions {
  const { version, pause, secrets, shortcut } = options;
  const mask = <T>(told: T): T => JSON.parse(secrets.toJson(told) ?? 'null') as T;
  const how = { ...(shortcut !== undefined && { shortcut }) };
  const waiting = { ...(signal && { signal }), ...(pause && { pause }) };
  return { accepted, keeper, log, now: startedAt, version, progress, mask, ...how, ...waiting };
}

function reportOn(
  { loaded, order, startedAt }: Work,
  result: RunResult,
  told: Pick<ReportOptions, 'artifacts' | 'failure' | 'changes'> & Partial<Pick<ReportOptions, 'stoppedBy'>>,
): RunReport {
  return toReport(result, {
    pipeline: loaded.pipeline.name,
    command: order.command,
    startedAt,
    finishedAt: new Date(),
    stoppedBy: undefined,
    nameOf: toNameOf(loaded.mapping),
    warnings: loaded.warnings.map(toJsonProblem),
    ...told,
  });
}

function needsPerson({ progress: { summary }, applied }: RunResult): boolean {
  return summary !== undefined && (summary.withReasons > 0 || (applied?.reasons.length ?? 0) > 0);
}
