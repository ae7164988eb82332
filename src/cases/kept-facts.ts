import type { PlaceFacts } from '../contracts/place-facts.ts';
import { loadLock, loadRetrieved } from '../drift/lock-file.ts';
import type { LoadedPipeline } from '../job/load-pipeline.ts';

/** What is known of the place in DHIS2: its lock, or else the metadata file. */
export async function keptFacts(
  { spec: { mapping }, place }: LoadedPipeline,
  shown: (path: string) => string,
): Promise<PlaceFacts | undefined> {
  if (!mapping) return undefined;
  const { path } = mapping.metadata;
  const like = { ...place, settings: {}, stages: [], elements: [], optionSets: [], combos: [] };
  return (await loadLock(path, shown)) ?? (await loadRetrieved(path))?.(like);
}
