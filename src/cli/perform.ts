import { basename } from 'node:path';
import type { Json } from '../base/json.ts';
import type { Secrets } from '../base/secrets.ts';
import { exitCodeOfSignal, STOPPING } from '../base/signals.ts';
import { parseAccepted } from '../engine/guards.ts';
import { Progress } from '../engine/progress.ts';
import type { RunResult } from '../engine/run.ts';
import type { RunOptions } from '../engine/run-options.ts';
import type { Failure, RunReport } from '../report/report.ts';
import type { ConsoleLog } from './console-log.ts';
import { toNameOf } from './element-names.ts';
import { FailedRun, toFailure } from './failed-run.ts';
import { shownPath, type LoadedPipeline } from './load-pipeline.ts';
import { drawSummary } from './summary.ts';

export interface Performing {
  readonly loaded: LoadedPipeline;
  readonly command: 'run' | 'apply';
  readonly accept: readonly string[];
  readonly log: ConsoleLog;
  readonly secrets: Secrets;
  readonly version: string;
  /** The plan that is applied, where it was made before. */
  readonly planFile?: string;
}

/**
 * Runs what sends: opens the artifacts, listens for signals, and leaves a report whatever happens. A first signal stops
 * after the batch under way, with everything saved.
 */
export async function perform(
  { loaded, command, accept, log, secrets, version, planFile }: Performing,
  work: (options: RunOptions) => Promise<RunResult>,
): Promise<RunReport> {
  const { Artifacts } = await import('../report/artifacts.ts');
  const { toReport } = await import('../report/report.ts');
  const { pipeline, spec } = loaded;
  const accepted = parseAccepted(accept);
  const startedAt = new Date();
  const artifacts = await Artifacts.open({
    ...pipeline.artifacts,
    pipeline: pipeline.name,
    timeZone: pipeline.timeZone,
    now: startedAt,
    sourceName: basename(String(spec.source.config['path'] ?? 'source')),
    indexName: pipeline.index.store.name,
    secrets,
  });
  log.keepLines((line) => artifacts.addLog(line));
  const signals = listen(log);
  const progress = new Progress();
  const nameOf = toNameOf(loaded.plan);
  const leave = async (result: RunResult, failure?: Failure): Promise<RunReport> => {
    if (needsPerson(result)) await artifacts.keepRejects(result.applied, nameOf, planFile);
    const report = toReport(result, {
      pipeline: pipeline.name,
      command,
      startedAt,
      finishedAt: new Date(),
      artifacts: [...artifacts.kept, artifacts.logPath, artifacts.reportPath].map(shownPath),
      stoppedBy: signals.received(),
      nameOf,
      failure,
    });
    for (const line of drawSummary(report).split('\n')) if (line !== '') log.info(line, { fileOnly: true });
    await artifacts.close(report as unknown as Json);
    return report;
  };
  try {
    const options = { accepted, keeper: artifacts, log, now: startedAt, version, signal: signals.signal, progress };
    return await leave(await work(options));
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error));
    log.warn(`stopped: ${cause.message}`, { fileOnly: true });
    progress.end();
    const known = { progress, applied: { reasons: progress.reasons, wasStopped: false } };
    throw new FailedRun(cause, await leave(known, toFailure(cause, signals.received())));
  } finally {
    log.end();
    signals.stop();
  }
}

function needsPerson({ progress: { summary }, applied }: RunResult): boolean {
  return summary !== undefined && (summary.withReasons > 0 || (applied?.reasons.length ?? 0) > 0);
}

/** The first SIGINT, SIGTERM or SIGHUP asks for an orderly stop; a second one ends the process at once. */
function listen(log: ConsoleLog): { signal: AbortSignal; received(): NodeJS.Signals | undefined; stop(): void } {
  const controller = new AbortController();
  let received: NodeJS.Signals | undefined;
  const onSignal = (name: NodeJS.Signals): void => {
    if (received) process.exit(exitCodeOfSignal(name));
    received = name;
    log.info(`${name}: stopping after this batch`);
    controller.abort();
  };
  for (const name of STOPPING) process.on(name, onSignal);
  return {
    signal: controller.signal,
    received: () => received,
    stop: () => STOPPING.forEach((name) => process.off(name, onSignal)),
  };
}
