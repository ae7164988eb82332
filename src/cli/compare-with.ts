import type { Comparison } from '../against/comparison.ts';
import type { PipelineOptions } from '../job/load-pipeline.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

/** Compares a spec with an older mapping; gives the comparison, and how it looks. Throws ProblemsError, EtlError. */
export async function compareWith(
  { limit: given, ...order }: { readonly spec: string; readonly against: string; readonly limit: number | undefined },
  options: PipelineOptions,
): Promise<{ readonly comparison: Comparison; readonly text: string }> {
  const [{ loadSides }, { compareSides }, { drawComparison }, { DEFAULT_LIMIT }] = await Promise.all([
    import('../against/sides.ts'),
    import('../against/compare.ts'),
    import('../against/draw-comparison.ts'),
    import('../report/plan-view/plan-view.ts'),
  ]);
  const limit = given ?? DEFAULT_LIMIT;
  return withTemporaryFolder('against', async (folder) => {
    const sides = await loadSides({ ...order, folder }, options);
    const comparison = await compareSides(sides, { folder, limit });
    return { comparison, text: drawComparison(comparison, limit) };
  });
}
