import type { Log } from '../base/log.ts';
import { loadBinding } from '../engine/plan-file.ts';
import type { Pipeline } from '../engine/pipeline.ts';
import type { Progress } from '../engine/progress.ts';
import { readLines } from '../engine/read-plan.ts';
import { gatherChanges } from '../report/plan-view/gather-plan.ts';
import type { PlanChanges } from '../report/plan-view/plan-view.ts';

/** Groups that a report tells of each kind. */
const GROUPS = 50;

/**
 * What a run changes, as its plan says: the one that it has made, or the kept one that was given to it. Undefined where it
 * changes nothing, or ended before there was a plan. That it cannot be told is no reason to end a run otherwise.
 */
export async function changesOf(
  { progress, pipeline, log }: { readonly progress: Progress; readonly pipeline: Pipeline; readonly log: Log },
  made: string,
  kept: string | undefined,
): Promise<PlanChanges | undefined> {
  if (!progress.summary) return undefined;
  try {
    const labels = kept === undefined ? progress.made?.labels.toObject() : (await loadBinding(kept)).labels;
    const names = { labels: labels ?? {}, whereAndWhen: pipeline.sink.whereAndWhen };
    return await gatherChanges(readLines(kept ?? made, progress.made?.plain), names, GROUPS);
  } catch (error) {
    log.warn(`what this run changes is not told: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
