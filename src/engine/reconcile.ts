import type { EntryChange } from '../index/index-store.ts';
import type { RunContext } from './pipeline.ts';
import { readLines } from './spool.ts';

/** Marks the entries whose records are gone: since when at first, and as deleted once the grace is over. */
export async function reconcileMissing({ index }: RunContext, planFile: string): Promise<void> {
  const changes: EntryChange[] = [];
  for await (const line of readLines(planFile, ['missing'])) {
    changes.push({
      key: line.entry,
      patch: {
        missing_since: line.missingSince,
        ...(line.hasArrived && { uploaded: true, error: undefined }),
        ...(line.isPastGrace && { deleted: true }),
      },
    });
  }
  await index.record(changes);
}
