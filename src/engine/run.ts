import { applyNight } from './apply-night.ts';
import type { Applied } from './apply.ts';
import { takeUpPlan } from './kept-plan.ts';
import { ownerOf, withBothEnds, type OpenedRun } from './open.ts';
import type { Pipeline } from './pipeline.ts';
import { planNight, refuseGuarded, type NightPlan } from './plan-night.ts';
import { savePlan, toBound, type PlanBinding } from './plan-file.ts';
import type { Progress } from './progress.ts';
import type { RunOptions } from './run-options.ts';

/** What a run comes to, before anybody tells it to people. */
export interface RunResult {
  readonly progress: Progress;
  readonly applied: Applied | undefined;
}

/** Makes a plan and leaves it at `out` (or nowhere), whatever guards say of it: no lock is taken, and nothing else is written. */
export async function planPipeline(
  pipeline: Pipeline,
  options: RunOptions,
  out: string | undefined,
): Promise<RunResult> {
  return withBothEnds(pipeline, options, true, async (run) => {
    const plan = await planNight(run, options, out !== undefined);
    if (out !== undefined) await savePlan(plan.file, out, bindingOf(run, options, plan));
    return { progress: run.context.progress, applied: undefined };
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
  { context: { pipeline }, sink }: OpenedRun,
  options: RunOptions,
  plan: NightPlan,
): Omit<PlanBinding, 'planDigest'> {
  return {
    format: 1,
    pipeline: pipeline.name,
    made: options.now.toISOString(),
    version: options.version,
    digest: pipeline.digest,
    ...toBound(ownerOf(pipeline, sink)),
    source: plan.location,
    header: plan.header,
    counts: plan.summary.counts,
  };
}
