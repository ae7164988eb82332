import type { Reject } from '../base/problem.ts';
import { placeOf, type SourceRecord } from '../contracts/record.ts';
import type { PlanLine } from './plan-line.ts';
import type { PlanContext } from './pipeline.ts';

/**
 * Why the sink of this run would refuse what a line sends, each reason with row, line and column. A line that sends nothing
 * has no such reasons: what is in the sink already may have been accepted by an earlier release of it.
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
    return { ...why, ...placeOf(record), ...(column !== undefined && { column }) };
  });
}
