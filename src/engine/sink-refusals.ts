import type { Reject } from '../base/problem.ts';
import type { Mapper, Sink, SourceRecord, TargetObject } from './contracts.ts';

/** Why a mapped record cannot go to the sink that the run has, placed like everything else that is wrong with it. */
export function refusalsOfSink(
  sink: Sink,
  mapper: Mapper,
  record: SourceRecord,
  object: TargetObject,
): readonly Omit<Reject, 'key'>[] {
  const refusals = sink.refusals?.(object) ?? [];
  return refusals.map(({ target, ...why }) => {
    const column = target === undefined ? undefined : mapper.columnOf(record, target);
    return { ...why, row: record.row, line: record.line, ...(column !== undefined && { column }) };
  });
}
