import { applyNight } from './apply-night.ts';
import type { Applied } from './apply.ts';
import { takeUpPlan } from './kept-plan.ts';
import { ownerOf, withBothEnds, type OpenedRun } from './open.ts';
import type { Pipeline } from './pipeline.ts';
import type { PlainLines } from './plain-lines.ts';
import { planNight, refuseGuarded, type MadeNightPlan } from './plan-night.ts';
import { acceptAll } from './guards.ts';
import { PLAN_FORMAT } from './plan-schema.ts';
import { savePlan, toBound, type PlanBinding } from './plan-file.ts';
import type { Progress } from './progress.ts';
import type { RunOptions } from './run-options.ts';

/** What a run comes to, before anybody tells it to people. */
export interface RunResult {
  readonly progress: Progress;
  readonly applied: Applied | undefined;
}

/** A plan as it was left. */
export interface PlanResult extends RunResult {
  readonly planFile: string;
  /** Which of its lines have nothing to say for themselves. */
  readonly plain: PlainLines;
}

/** Makes a plan and leaves it at `out` (or in the run's folder), whatever guards say of it: no lock is taken, and nothing else is written. */
export async function planPipeline(
  pipeline: Pipeline,
  options: RunOptions,
  out: string | undefined,
): Promise<PlanResult> {
  return withBothEnds(pipeline, options, true, async (run) => {
    const plan = await planNight(run, options, true);
    const planFile = out ?? plan.file;
    await savePlan(plan, planFile, bindingOf(run, options, plan));
    return { progress: run.context.progress, applied: undefined, planFile, plain: plan.plain };
  });
}

/** Plans and applies: a night's work. Throws EtlError `guard/*` where the guards stop it. Holds the lock from before the index is read until it is saved. */
export async function runPipeline(pipeline: Pipeline, options: RunOptions): Promise<RunResult> {
  return withBothEnds(pipeline, options, false, async (run) => {
    const plan = await planNight(run, options, false);
    refuseGuarded(run, options);
    return { progress: run.context.progress, applied: await applyNight(run, options, plan) };
  });
}

/** Applies a plan made before. Throws EtlError `guard/*` where the world is no longer the one it was made for. */
export async function applyPipeline(pipeline: Pipeline, options: RunOptions, planFile: string): Promise<RunResult> {
  return withBothEnds(pipeline, options, false, async (run) => {
    const plan = await takeUpPlan(run, options, planFile);
    refuseGuarded(run, options);
    return { progress: run.context.progress, applied: await applyNight(run, options, plan) };
  });
}

function bindingOf(
  { context: { pipeline, progress }, sink }: OpenedRun,
  options: RunOptions,
  plan: MadeNightPlan,
): Omit<PlanBinding, 'planDigest'> {
  const { mask = (told) => told } = options;
  const accept = progress.guards.length > 0 ? acceptAll(progress.guards, options.accepted) : undefined;
  return {
    format: PLAN_FORMAT,
    pipeline: pipeline.name,
    made: options.now.toISOString(),
    version: options.version,
    digest: pipeline.digest,
    ...toBound(ownerOf(pipeline, sink)),
    source: plan.location,
    header: plan.header,
    counts: plan.summary.counts,
    ...(plan.summary.leftAlone > 0 && { leftAlone: plan.summary.leftAlone }),
    // What a server calls itself and its questions may be anything.
    ...mask({
      target: sink.description,
      labels: plan.labels.toObject(),
      guards: progress.guards,
      drift: progress.drift,
    }),
    whereAndWhen: pipeline.sink.whereAndWhen,
    ...(accept !== undefined && { accept }),
  };
}
