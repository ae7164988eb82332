import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { nameOf, toRef } from '../contracts/ref.ts';
import { PlaceClaims } from './place-claims.ts';
import { redecidePlace } from './place-lines.ts';
import type { LineOf, PlanLine } from './plan-line.ts';
import { PlanSummary } from './plan-summary.ts';
import type { RunContext } from './pipeline.ts';
import { refOf } from './plan-line-parts.ts';
import { decideAgain } from './redecide.ts';
import { parseLine, readTexts, SpoolWriter } from './spool.ts';

/** Lines decided at a time. */
const BATCH = 500;

/** What a plan that was kept would do, and did not do yet. */
type UndoneLine = LineOf<'create' | 'update' | 'adopt'>;

function isUndone(line: PlanLine): line is UndoneLine {
  return line.action === 'create' || line.action === 'update' || line.action === 'adopt';
}

/**
 * Writes a plan that was kept anew, to `folder`, after a look at every object that it would touch: people may have worked
 * in the sink since it was made. What it left alone or held stays so; `leftAlone`: so many of these have no line.
 */
export async function refreshPlan(
  context: RunContext,
  planFile: string,
  { folder, leftAlone }: { readonly folder: string; readonly leftAlone: number },
): Promise<{ readonly file: string; readonly summary: PlanSummary }> {
  const draft = join(folder, 'plan.draft.ndjson');
  const file = join(folder, 'plan.ndjson');
  const summary = new PlanSummary();
  const claims = new PlaceClaims(context);
  const planned = new Set<string>();
  await SpoolWriter.fill(draft, (spool) => refreshDraft({ context, claims, planned }, planFile, spool));
  const standing = { size: leftAlone, has: (name: string) => !planned.has(name) && isAsLeft(context, name) };
  const places = await claims.settle(new Map(), undefined, standing);
  await SpoolWriter.fill(file, async (plan) => {
    let at = 0;
    for await (const text of readTexts(draft)) {
      const place = places.get(at);
      at += 1;
      const line = place ? await redecidePlace(context, parseLine(text), place) : parseLine(text);
      summary.add(line);
      await plan.write(line);
    }
  });
  await rm(draft);
  return { file, summary };
}

/** Whether nothing is open of an entry that has no line: its record was left alone, and stands where it stood. */
function isAsLeft({ index }: RunContext, name: string): boolean {
  return index.glimpse([toRef(name).key])?.name === name;
}

interface Refreshing {
  readonly context: RunContext;
  readonly claims: PlaceClaims;
  /** Names of the entries that have a line; they are added. */
  readonly planned: Set<string>;
}

async function refreshDraft(
  { context, claims, planned }: Refreshing,
  planFile: string,
  draft: SpoolWriter,
): Promise<void> {
  let batch: PlanLine[] = [];
  let written = 0;
  const flush = async (): Promise<void> => {
    for (const { line, home } of await refreshLines(context, batch)) {
      claims.add(written, line, home);
      if (line.key !== null && line.entry !== undefined) planned.add(nameOf(refOf(line)));
      written += 1;
      await draft.write(line);
    }
    batch = [];
  };
  for await (const text of readTexts(planFile)) {
    batch.push(parseLine(text));
    if (batch.length >= BATCH) await flush();
  }
  await flush();
}

/** A line as it is now, and the address of its entry. */
interface Refreshed {
  readonly line: PlanLine;
  readonly home: string | undefined;
}

async function refreshLines(context: RunContext, lines: readonly PlanLine[]): Promise<Refreshed[]> {
  const undone = lines.filter(isUndone);
  const entries = await context.index.get(undone.map(refOf));
  const decided = await decideAgain(
    context,
    undone.map((line, at) => ({ line, found: line.entry === undefined ? undefined : entries[at] })),
  );
  const byLine = new Map<PlanLine, Refreshed>(
    undone.map((line, at) => [line, { line: decided[at] as PlanLine, home: entries[at]?.entry.address }]),
  );
  return lines.map((line) => byLine.get(line) ?? { line, home: line.address ?? undefined });
}
