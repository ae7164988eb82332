import { Flags } from '@oclif/core';
import type { PlanView } from '../report/plan-view/plan-view.ts';
import type { ShowOptions } from '../report/plan-view/show-plan.ts';

/** How a plan is shown; the same for one that is made and one that was kept. */
export const PLAN_FLAGS = {
  limit: Flags.integer({
    description: 'Groups in each list; 12 where left out.',
    helpValue: 'N',
    min: 1,
    max: 100_000,
  }),
  key: Flags.string({ description: 'One record alone, whole: each field, old → new, or why not.', helpValue: 'KEY' }),
  action: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    description: 'Only records with these actions: create, update, reject, hold, missing, …; commas between.',
    helpValue: 'ACTIONS',
  }),
  format: Flags.string({
    options: ['text', 'json', 'csv', 'md'],
    default: 'text',
    description: 'text, json (what text shows, as data), csv (each change and cause), or md (for a ticket).',
  }),
};

interface Given {
  readonly limit?: number | undefined;
  readonly key?: string | undefined;
  readonly action?: readonly string[] | undefined;
  readonly format?: string | undefined;
}

/** What flags ask for. Throws EtlError `plan/bad-action` (exit 2). */
export async function toShowOptions({ limit, key, action, format }: Given): Promise<ShowOptions> {
  const [{ parseActions }, { DEFAULT_LIMIT }] = await Promise.all([
    import('../report/plan-view/show-plan.ts'),
    import('../report/plan-view/plan-view.ts'),
  ]);
  return {
    limit: limit ?? DEFAULT_LIMIT,
    actions: parseActions(action ?? []),
    key,
    format: (format ?? 'text') as ShowOptions['format'],
  };
}

/** Where a command puts what it has to show. */
interface Outlet {
  text(text: string): void;
  json(value: unknown): void;
}

/** Shows a kept plan in the wanted format; `gathered`: what of it was put together already, by the same options. */
export async function showOn(
  outlet: Outlet,
  planFile: string,
  options: ShowOptions,
  gathered?: PlanView,
): Promise<void> {
  const { showPlan, viewPlan } = await import('../report/plan-view/show-plan.ts');
  if (options.format === 'json') return outlet.json(await viewPlan(planFile, options));
  for await (const text of showPlan(planFile, options, gathered)) outlet.text(text);
}
