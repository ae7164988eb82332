import { join } from 'node:path';
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
 * in the sink since it was made. What it left alone or held stays so.
 */
export async function refreshPlan(
  context: RunContext,
  planFile: string,
  folder: string,
): Promise<{ readonly file: string; readonly summary: PlanSummary }> {
  const file = join(folder, 'plan.ndjson');
  const summary = new PlanSummary();
  await SpoolWriter.fill(file, async (plan) => {
    let batch: PlanLine[] = [];
    const flush = async (): Promise<void> => {
      for (const line of await refreshLines(context, batch)) {
        summary.add(line);
        await plan.write(line);
      }
      batch = [];
    };
    for await (const text of readTexts(planFile)) {
      batch.push(parseLine(text));
      if (batch.length >= BATCH) await flush();
    }
    await flush();
  });
  return { file, summary };
}

async function refreshLines(context: RunContext, lines: readonly PlanLine[]): Promise<PlanLine[]> {
  const undone = lines.filter(isUndone);
  const entries = await context.index.get(undone.map(refOf));
  const decided = await decideAgain(
    context,
    undone.map((line, at) => ({ line, found: line.entry === undefined ? undefined : entries[at] })),
  );
  const byLine = new Map<PlanLine, PlanLine>(undone.map((line, at) => [line, decided[at] as PlanLine]));
  return lines.map((line) => byLine.get(line) ?? line);
}
