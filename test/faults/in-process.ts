/** Nights in this very process, with waits and time-outs of a test: a hundredth of those of a night. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SILENT } from '../../src/base/log.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { loadSpecFile } from '../../src/cli/load-pipeline.ts';
import { exitCodeOf } from '../../src/cli/error-json.ts';
import { Dhis2Client } from '../../src/dhis2/client.ts';
import { dhis2Connection } from '../../src/dhis2/connection.ts';
import type { ComponentKind } from '../../src/contracts/component.ts';
import type { Counts } from '../../src/engine/counts.ts';
import { parseAccepted } from '../../src/engine/accepted.ts';
import { Progress } from '../../src/engine/progress.ts';
import { runPipeline } from '../../src/engine/run.ts';
import { REGISTRY } from '../../src/registry.ts';
import { toReport } from '../../src/report/report.ts';
import { buildPipeline } from '../../src/pipeline/build.ts';
import { parseAccount } from '../../src/storage/azure-account.ts';
import { azureBlob, AzureBlobStorage } from '../../src/storage/azure-blob.ts';
import { ADMIN } from '../cli/events.ts';

const pause = (ms: number): Promise<unknown> => sleep(ms / 100);

/** The kinds of the real registry, with their waits made short. */
const impatient = (kind: ComponentKind, timeoutMs: number): ComponentKind => {
  if (kind === dhis2Connection) {
    const build = (config: { url: string }): Dhis2Client =>
      new Dhis2Client({ url: config.url, login: ADMIN, timeoutMs, log: SILENT });
    return { ...dhis2Connection, build: build as never };
  }
  if (kind === azureBlob) {
    const limits = { answerSeconds: timeoutMs / 1000, renewMs: 20_000, retryMs: 5 };
    const build = (config: { container: string; accountUrl: string; sasToken: string }): AzureBlobStorage => {
      const account = parseAccount(config);
      if ('problems' in account) throw new Error('the account of the test is none');
      return new AzureBlobStorage(account, config.container, SILENT, limits);
    };
    return { ...azureBlob, build: build as never };
  }
  return kind;
};

/** One registry for each patience: schemas are compiled once for each kind. */
const REGISTRIES = new Map<number, readonly ComponentKind[]>();

function registryOf(timeoutMs: number): readonly ComponentKind[] {
  const known = REGISTRIES.get(timeoutMs) ?? REGISTRY.map((kind) => impatient(kind, timeoutMs));
  REGISTRIES.set(timeoutMs, known);
  return known;
}

export interface Night {
  readonly exitCode: number;
  readonly counts: Counts;
  /** What ended it before its time. */
  readonly error: Error | undefined;
}

/** `etl run pipeline.yaml` in a folder; an answer is waited for so long. */
export async function runNight(
  folder: string,
  env: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<Night> {
  const secrets = new Secrets();
  const flags = { 'env-file': undefined, connections: undefined };
  const { spec } = await loadSpecFile(join(folder, 'pipeline.yaml'), flags, secrets, env);
  const registry = registryOf(timeoutMs);
  const shown = (path: string): string => path;
  const { pipeline } = await buildPipeline(spec, { registry, folder, log: SILENT, secrets, shown });
  const kept = join(folder, 'night');
  await mkdir(kept, { recursive: true });
  const nothing = async (): Promise<void> => {};
  const progress = new Progress();
  const startedAt = new Date();
  try {
    const result = await runPipeline(pipeline, {
      accepted: parseAccepted([]),
      keeper: { folder: kept, keepIndex: nothing, keepSource: nothing, keepSent: nothing },
      log: SILENT,
      now: startedAt,
      version: 'test',
      progress,
      pause,
    });
    const about = { pipeline: 'outreach', command: 'run', startedAt, finishedAt: startedAt, artifacts: [] } as const;
    const report = toReport(result, { ...about, stoppedBy: undefined, nameOf: () => undefined });
    return { exitCode: report.exitCode, counts: report.counts, error: undefined };
  } catch (error) {
    return { exitCode: exitCodeOf(error), counts: progress.counts, error: error as Error };
  }
}
