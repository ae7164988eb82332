import { EtlError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Problem } from '../base/problem.ts';
import { DURATION_PATTERN, parseDuration } from '../base/units.ts';
import { parseAccepted } from '../engine/accepted.ts';
import { verifyIndex, type VerifyOrder } from '../engine/comparison/verify-index.ts';
import { Progress } from '../engine/progress.ts';
import { toVerifyReport, type VerifyReport } from '../report/verify-report.ts';
import { toNameOf } from './element-names.ts';
import { loadPipeline, type LoadOptions } from './load-pipeline.ts';

/** What is to be looked at, as people say it. */
export interface VerifyWishes {
  /** A date, or how long ago: `2026-03-01`, `7d`. */
  readonly since?: string | undefined;
  /** How many entries. */
  readonly sample?: number | undefined;
  /** Picks others; left out: the day. */
  readonly seed?: string | undefined;
}

export interface VerifyJobOptions extends LoadOptions {
  readonly log: Log;
  readonly version: string;
  /** A folder for what is kept on disk meanwhile. */
  readonly folder: string;
  readonly onWarnings?: (problems: readonly Problem[]) => void;
}

/** Compares the index of a pipeline with its server. Throws ProblemsError, EtlError. */
export async function verifyJob(spec: string, wishes: VerifyWishes, options: VerifyJobOptions): Promise<VerifyReport> {
  const startedAt = new Date();
  const order = toOrder(wishes, startedAt);
  const { log, version, folder } = options;
  const { pipeline, mapping, warnings } = await loadPipeline(spec, options);
  options.onWarnings?.(warnings);
  const nothing = async (): Promise<void> => {};
  const keeper = { folder, keepIndex: nothing, keepSource: nothing, keepSent: nothing };
  const progress = new Progress();
  const run = { accepted: parseAccepted([]), keeper, log, now: startedAt, version, progress };
  const verified = await verifyIndex(pipeline, run, order);
  const target = progress.sink?.description ?? '';
  return toVerifyReport(verified, { pipeline, target, order, startedAt, nameOf: toNameOf(mapping) });
}

function toOrder({ since, sample, seed }: VerifyWishes, now: Date): VerifyOrder {
  return {
    ...(since !== undefined && { since: parseSince(since, now) }),
    ...(sample !== undefined && { sample: { size: sample, seed: seed ?? now.toISOString().slice(0, 10) } }),
  };
}

/** A day begins in Greenwich. */
function parseSince(text: string, now: Date): Date {
  if (new RegExp(DURATION_PATTERN).test(text)) return new Date(now.getTime() - parseDuration(text));
  const isDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$/.test(text);
  const at = new Date(text.length === 10 ? text : `${text}Z`);
  const isReal = isDate && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text.slice(0, 10));
  if (!isReal) throw new EtlError('verify/bad-since', { given: text });
  return at;
}
