import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SILENT } from '../../src/base/log.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { loadPipeline } from '../../src/cli/load-pipeline.ts';
import { parseAccepted } from '../../src/engine/accepted.ts';
import type { Pipeline } from '../../src/engine/pipeline.ts';
import { Progress } from '../../src/engine/progress.ts';
import { runPipeline } from '../../src/engine/run.ts';
import type { World } from '../cli/world.ts';

export interface Night {
  readonly progress: Progress;
  /** What ended it; undefined where nothing did. */
  readonly error: unknown;
  /** What it waited for in trouble, in milliseconds, without waiting. */
  readonly waits: readonly number[];
}

/** A night of the pipeline of a world in this very process, with a clock of its own. */
export async function runNight(
  world: World,
  env: Readonly<Record<string, string>> = {},
  change: (pipeline: Pipeline) => Pipeline = (pipeline) => pipeline,
  signal?: AbortSignal,
  keepSent?: () => Promise<void>,
): Promise<Night> {
  const path = join(world.folder, 'pipeline.yaml');
  const flags = { 'env-file': undefined, connections: undefined };
  const loaded = await loadPipeline(path, flags, new Secrets(), SILENT, { env: { ...world.env, ...env } });
  const folder = join(world.folder, 'night');
  await mkdir(folder, { recursive: true });
  const nothing = async (): Promise<void> => {};
  const progress = new Progress();
  const waits: number[] = [];
  const error = await runPipeline(change(loaded.pipeline), {
    accepted: parseAccepted([]),
    keeper: { folder, keepIndex: nothing, keepSource: nothing, keepSent: keepSent ?? nothing },
    log: SILENT,
    now: new Date(),
    version: 'test',
    progress,
    pause: async (ms) => waits.push(ms),
    ...(signal && { signal }),
  }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { progress, error, waits };
}
