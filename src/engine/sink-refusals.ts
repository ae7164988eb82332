import type { Reject } from '../base/problem.ts';
import { rowAndLine, type SourceRecord } from '../contracts/record.ts';
import type { PlanLine } from './plan-line.ts';
import type { PlanContext } from './pipeline.ts';

/**
 * Why what a line sends cannot go to the sink that the run has, placed like everything else that is wrong with a record.
 * Where nothing is sent nothing is wrong: what is in the sink already may have been taken by an earlier release.
 */
export function refusalsOfSink(
  { mapper, pipeline }: PlanContext,
  line: PlanLine,
  record: SourceRecord,
): readonly Omit<Reject, 'key'>[] {
  if (line.action !== 'create' && line.action !== 'update') return [];
  const refusals = pipeline.sink.refusals(line.object);
  return refusals.map(({ target, ...why }) => {
    const column = target === undefined ? undefined : mapper.columnOf(record, target);
    return { ...why, ...rowAndLine(record), ...(column !== undefined && { column }) };
  });
}
