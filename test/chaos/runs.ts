import { watch } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { exitCodeOf } from '../../src/cli/error-json.ts';
import { loadPipeline } from '../../src/cli/load-pipeline.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { parseAccepted } from '../../src/engine/accepted.ts';
import type { RunOptions } from '../../src/engine/run-options.ts';
import { applyPipeline, planPipeline, runPipeline, type RunResult } from '../../src/engine/run.ts';
import { toReport, type RunReport } from '../../src/report/report.ts';
import { startEtl } from '../cli/etl.ts';
import type { Clock } from './clock.ts';
import { makeFolder } from './folder.ts';
import type { KillPoint } from './history.ts';
import type { Wire } from './wire.ts';

/** What came of a run. */
export interface Ran {
  /** Null where it was killed. */
  readonly exitCode: number | null;
  /** Where it came to its end. */
  readonly report: RunReport | undefined;
  readonly error: { readonly code: string; readonly message: string } | undefined;
}

export interface RunPlace {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly wire: Wire;
  readonly clock: Clock;
}

export type Command =
  | { readonly is: 'run'; readonly signal?: AbortSignal }
  | { readonly is: 'plan' | 'apply'; readonly file: string };

/** Runs the pipeline in this process, as the command of that name does, but for the terminal. */
export async function runHere(
  { folder, env, clock }: RunPlace,
  command: Command,
  accept: readonly string[],
): Promise<Ran> {
  const startedAt = clock.now();
  const work = await makeFolder();
  const log = { debug() {}, info() {}, warn() {}, progress() {} };
  try {
    const flags = { 'env-file': undefined, connections: undefined };
    const { pipeline } = await loadPipeline(join(folder, 'pipeline.yaml'), flags, new Secrets(), log, { env });
    const nothing = async (): Promise<void> => {};
    const options: RunOptions = {
      accepted: parseAccepted(accept),
      keeper: { folder: work, keepIndex: nothing, keepSource: nothing, keepSent: nothing },
      log,
      now: startedAt,
      version: 'chaos',
      ...(command.is === 'run' && command.signal && { signal: command.signal }),
    };
    const result = await perform(command, pipeline, options);
    const report = toReport(result, {
      pipeline: pipeline.name,
      command: command.is,
      startedAt,
      finishedAt: clock.now(),
      artifacts: [],
      stoppedBy: command.is === 'run' && command.signal?.aborted ? 'SIGTERM' : undefined,
      nameOf: () => undefined,
    });
    return { exitCode: report.exitCode, report, error: undefined };
  } catch (error) {
    const { code, message, stack } = error as Error & { code?: string };
    const exitCode = exitCodeOf(error);
    return {
      exitCode,
      report: undefined,
      error: { code: code ?? 'bug', message: exitCode === 70 ? (stack ?? message) : message },
    };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function perform(
  command: Command,
  pipeline: Parameters<typeof runPipeline>[0],
  options: RunOptions,
): Promise<RunResult> {
  if (command.is === 'run') return runPipeline(pipeline, options);
  return command.is === 'plan'
    ? planPipeline(pipeline, options, command.file)
    : applyPipeline(pipeline, options, command.file);
}

/** Starts `etl run` in a process of its own, and kills it (SIGKILL) at a point, if it gets there. */
export async function runAndKill(place: RunPlace, point: KillPoint, accept: readonly string[]): Promise<Ran> {
  const { folder, env, wire, clock } = place;
  await mkdir(folder, { recursive: true });
  const flags = accept.flatMap((one) => ['--accept', one]);
  const { child, ended } = startEtl(['run', 'pipeline.yaml', '--json', ...flags], {
    cwd: folder,
    env: { ...env, ...clock.env },
  });
  let isKilled = false;
  /** Nothing goes on before the process is gone. */
  const kill = async (): Promise<void> => {
    isKilled = true;
    child.kill('SIGKILL');
    await ended;
  };
  const stopWatching = arm(point, folder, wire, kill);
  const { exitCode, stdout, stderr } = await ended;
  stopWatching();
  wire.reset();
  if (exitCode === null || (isKilled && stdout === '')) return { exitCode: null, report: undefined, error: undefined };
  const printed = (stdout === '' ? { error: { code: 'none', message: stderr } } : JSON.parse(stdout)) as Printed;
  const error = printed.error ?? printed.problems?.[0];
  if (error) return { exitCode, report: undefined, error };
  return { exitCode, report: printed as RunReport, error: undefined };
}

/** What `--json` prints: a report, or why there is none. */
type Printed = Partial<RunReport> & {
  readonly error?: { readonly code: string; readonly message: string };
  readonly problems?: readonly { readonly code: string; readonly message: string }[];
};

function arm(point: KillPoint, folder: string, wire: Wire, kill: () => Promise<void>): () => void {
  const nothing = (): void => {};
  switch (point.at) {
    case 'read':
      wire.onRead = (n) => (n === point.n ? kill() : undefined);
      return nothing;
    case 'send':
    case 'late':
      wire.onSend = (n) => (n === point.n ? { before: kill, drop: point.at === 'late' ? 'hold' : 'lose' } : undefined);
      return nothing;
    case 'stored':
      wire.onSend = (n) => (n === point.n ? { after: kill, cutsAnswer: true } : undefined);
      return nothing;
    case 'answered':
      wire.onSend = (n) => (n === point.n ? { answered: () => void kill() } : undefined);
      return nothing;
    case 'moment': {
      wire.onRead = (n) => void (n === 1 && pause(point.ms).then(kill));
      return nothing;
    }
    default: {
      let changes = 0;
      const watcher = watch(folder, (_, name) => {
        if (name === null || !/^\.?index\.(json|sqlite)/.test(name) || name.includes('.lock')) return;
        changes += 1;
        if (changes === point.n) void kill();
      });
      return () => watcher.close();
    }
  }
}
