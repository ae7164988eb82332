import type { Reject } from '../base/problem.ts';
import type { Candidate } from '../contracts/sink.ts';
import { toReject } from './place-in-words.ts';
import type { KnownRecord, PlanLine } from './plan-line.ts';
import { refOf } from './plan-line-parts.ts';
import type { PlanContext } from './pipeline.ts';

/** Why the sink will not take a record. */
export type SinkReject = Omit<Reject, 'key'>;

/**
 * Why the sink of this run would refuse what lines send, each reason with row, line and column: by place in the batch, of
 * those that it refuses. A line that sends nothing has no such reasons: what is in the sink already may have been accepted
 * by an earlier release of it. What the sink says of those that it takes is noted in their lines.
 */
export async function refusalsOfSink(
  context: PlanContext,
  lines: Map<number, PlanLine>,
): Promise<ReadonlyMap<number, readonly SinkReject[]>> {
  const candidates = new Map<number, Candidate>();
  for (const [at, line] of lines) {
    if (line.action !== 'create' && line.action !== 'update') continue;
    const { address, object } = line;
    candidates.set(at, { ref: refOf(line), address, object, isNew: line.action === 'create' && line.isFresh });
  }
  if (candidates.size === 0) return new Map();
  const places = [...candidates.keys()];
  const refusals = await context.pipeline.sink.refusals([...candidates.values()], (place, note) => {
    const at = places[place];
    const line = at === undefined ? undefined : lines.get(at);
    if (at !== undefined && (line?.action === 'create' || line?.action === 'update'))
      lines.set(at, { ...line, ignored: [...(line.ignored ?? []), note] });
  });
  const found = places.map((at, place) => {
    const line = lines.get(at) as KnownRecord;
    return [at, (refusals[place] ?? []).map((refusal) => toReject(context.pipeline, line, refusal))] as const;
  });
  return new Map(found.filter(([, rejects]) => rejects.length > 0));
}
