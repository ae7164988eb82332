import { EtlError } from '../../base/errors.ts';
import { suggestionFor } from '../../base/suggestion.ts';
import type { ActionName } from '../../engine/plan-line.ts';
import { COUNTED_AS } from '../../engine/plan-summary.ts';
import { openPlan, type KeptPlan } from '../../engine/read-plan.ts';
import { drawPlan } from './draw-plan.ts';
import { drawRecord } from './draw-record.ts';
import { gatherPlan } from './gather-plan.ts';
import { CSV_HEADING, toCsv } from './plan-csv.ts';
import { recordToMarkdown, toMarkdown } from './plan-markdown.ts';
import type { PlanView, ViewOptions } from './plan-view.ts';
import { findRecord, toRecordView, type RecordView } from './record-view.ts';

export interface ShowOptions extends ViewOptions {
  readonly format: 'text' | 'json' | 'csv' | 'md';
  /** One record alone, whole. */
  readonly key?: string | undefined;
}

/** Parses the values of `--action`; undefined: all of them. Throws EtlError `plan/bad-action` (exit 2). */
export function parseActions(given: readonly string[]): ReadonlySet<ActionName> | undefined {
  const known = Object.keys(COUNTED_AS) as ActionName[];
  const actions = given.flatMap((text) => text.split(',')).map((text) => text.trim());
  for (const action of actions) {
    if (known.some((name) => name === action)) continue;
    throw new EtlError('plan/bad-action', { given: action, known, ...suggestionFor(action, known) });
  }
  return actions.length === 0 ? undefined : new Set(actions as ActionName[]);
}

/** What of a kept plan is wanted, as data: all of it in groups, or one record whole. Throws EtlError `run/no-plan` (exit 2). */
export async function viewPlan(planFile: string, options: ShowOptions): Promise<PlanView | readonly RecordView[]> {
  return viewOpened(await openPlan(planFile), options);
}

async function viewOpened(plan: KeptPlan, options: ShowOptions): Promise<PlanView | readonly RecordView[]> {
  if (options.key === undefined) return gatherPlan(plan, options);
  const lines = await findRecord(plan, options.key);
  if (lines.length === 0) throw noRecord(plan, options.key);
  return lines.map((line) => toRecordView(line, plan.binding));
}

/**
 * The same as text for people in the wanted format, piece by piece: a table may be long. `gathered`: what of this plan was
 * put together already, by the same options.
 */
export async function* showPlan(planFile: string, options: ShowOptions, gathered?: PlanView): AsyncIterable<string> {
  if (gathered && options.key === undefined && options.format !== 'csv') {
    yield options.format === 'md' ? toMarkdown(gathered, options.limit) : drawPlan(gathered, options.limit);
    return;
  }
  const plan = await openPlan(planFile);
  if (options.format === 'csv') {
    yield* showTable(plan, options);
    return;
  }
  const view = await viewOpened(plan, options);
  if (isOne(view)) yield view.map(options.format === 'md' ? recordToMarkdown : drawRecord).join('\n\n');
  else yield options.format === 'md' ? toMarkdown(view, options.limit) : drawPlan(view, options.limit);
}

function noRecord({ binding: { leftAlone } }: KeptPlan, key: string): EtlError {
  return new EtlError('plan/no-record', { key, ...(leftAlone !== undefined && { leftAlone }) });
}

function isOne(view: PlanView | readonly RecordView[]): view is readonly RecordView[] {
  return Array.isArray(view);
}

async function* showTable(plan: KeptPlan, { key, actions }: ShowOptions): AsyncIterable<string> {
  const wanted = key === undefined ? undefined : await findRecord(plan, key);
  if (wanted?.length === 0) throw noRecord(plan, key ?? '');
  yield CSV_HEADING;
  for await (const line of wanted ?? plan.lines()) {
    const isWanted = actions ? actions.has(line.action) : wanted !== undefined || line.action !== 'leave';
    if (isWanted) for (const row of toCsv(line, plan.binding)) yield row;
  }
}
