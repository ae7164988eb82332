import { applyPlan, type Applied } from './apply.ts';
import { toTold } from './drift-news.ts';
import type { OpenedRun } from './open.ts';
import type { RunContext } from './pipeline.ts';
import type { NightPlan } from './plan-night.ts';
import { reconcileMissing } from './reconcile.ts';
import { reserve } from './reserve.ts';
import type { RunOptions } from './run-options.ts';

/** Reserve, send, reconcile, save. */
export async function applyNight(
  { context }: OpenedRun,
  { keeper, signal }: RunOptions,
  plan: NightPlan,
): Promise<Applied> {
  const { index } = context;
  remember(context, plan, false);
  await reserve(context, plan.file);
  const applied = await applyPlan(context, plan, { onSent: (sent) => keeper.keepSent(sent), signal });
  if (!applied.wasStopped) await reconcileMissing(context, plan.file);
  remember(context, plan, !applied.wasStopped);
  await index.save();
  await keeper.keepIndex('final', (file) => index.copyTo(file));
  if (plan.copy !== undefined) await keeper.keepSource(plan.copy, plan.copyName);
  return applied;
}

/** For the next run. `isDone`: what this one has found of unchanged records counts from now on. */
function remember(
  { index, verification, now, progress }: RunContext,
  { header, values, isOfRows }: NightPlan,
  isDone: boolean,
): void {
  const verified = verification.memory(now, isDone && isOfRows);
  const told = [...toTold(progress.drift), ...(progress.summary?.choices.digests() ?? [])];
  const lasting = { ...(verified && { verified }), ...(told.length > 0 && { told }) };
  index.remember({ header, ...(values && { values }), ...lasting });
}
