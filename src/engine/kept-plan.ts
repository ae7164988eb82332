import { ownerOf, type OpenedRun } from './open.ts';
import { checkBinding, loadBinding } from './plan-file.ts';
import { watchPlace } from './watch-place.ts';
import { PlanLabels } from './plan-labels.ts';
import { askGuards, tellChoices, type NightPlan } from './plan-night.ts';
import { refreshPlan } from './refresh-plan.ts';
import type { RunOptions } from './run-options.ts';

/** Takes up a plan that was kept: checks what it is bound to, looks again at all that it would touch, asks the guards. */
export async function takeUpPlan(run: OpenedRun, options: RunOptions, planFile: string): Promise<NightPlan> {
  const { context, sink } = run;
  const { pipeline, progress, index, now } = context;
  const binding = await loadBinding(planFile);
  const owner = ownerOf(pipeline, sink);
  const { digest } = pipeline;
  const { schemas } = pipeline.sink;
  await checkBinding(planFile, binding, { ...owner, digest, version: options.version, now, index, schemas });
  progress.source = { location: binding.source, modified: undefined, remarks: [], news: [] };
  const { leftAlone = 0 } = binding;
  const { file, summary } = await refreshPlan(context, planFile, { folder: options.keeper.folder, leftAlone });
  summary.leaveAlone(leftAlone);
  progress.plan(summary);
  progress.missingIsKnown = true;
  tellChoices(run, options, summary);
  context.progress.tellDrift((await watchPlace(context))?.drifts() ?? [], index.facts.lastSource?.told);
  const { source: location, header } = binding;
  askGuards(run, options, { summary, labels: new PlanLabels(pipeline), location, header });
  return { file, summary, location, header, values: index.facts.lastSource?.values, isOfRows: false };
}
