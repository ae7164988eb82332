import type { Change } from '../contracts/store.ts';
import { isGone, isSaidRemoved } from '../index/states.ts';
import type { LineOf } from './plan-line.ts';
import { refOf } from './plan-line-parts.ts';
import type { RunContext } from './pipeline.ts';
import { readLines } from './spool.ts';

/** Marks the entries whose records are gone: since when at first, and as gone for good once the grace is over. */
export async function reconcileMissing({ index }: RunContext, planFile: string): Promise<void> {
  const lines: LineOf<'missing'>[] = [];
  for await (const line of readLines(planFile, ['missing'])) lines.push(line);
  const entries = await index.get(lines.map(refOf));
  await index.record(
    lines.map((line, at): Change => {
      const { missingSince: since, hasArrived } = line;
      const entry = entries[at]?.entry;
      // Somebody else may have said so meanwhile.
      const isPastGrace = line.isPastGrace || (entry !== undefined && isGone(entry));
      const isRemoved = entry && isSaidRemoved(entry);
      return {
        ref: refOf(line),
        missing: { since, isPastGrace },
        ...(hasArrived && { state: isRemoved ? 'removed' : 'live' }),
      };
    }),
  );
}
