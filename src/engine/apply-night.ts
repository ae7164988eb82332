import { applyPlan, type Applied } from './apply.ts';
import type { OpenedRun } from './open.ts';
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
  const { header, values } = plan;
  index.remember({ header, ...(values && { values }) });
  await reserve(context, plan.file);
  const applied = await applyPlan(context, plan, { onSent: (sent) => keeper.keepSent(sent), signal });
  if (!applied.wasStopped) await reconcileMissing(context, plan.file);
  await index.save();
  await keeper.keepIndex('final', (file) => index.copyTo(file));
  if (plan.copy !== undefined) await keeper.keepSource(plan.copy, plan.copyName);
  return applied;
}
