import type { DriftWatch } from '../contracts/drift.ts';
import type { RunContext } from './pipeline.ts';

/** Compares the sink's place with what the mapping was made from, where that is known. */
export async function watchPlace({ pipeline }: Pick<RunContext, 'pipeline'>): Promise<DriftWatch | undefined> {
  const { placeMemory, sink } = pipeline;
  if (!placeMemory || !sink.describePlace) return undefined;
  return placeMemory.compareWith(await sink.describePlace());
}
