import { reason } from '../messages/reason.ts';
import { isInDoubt, isLive } from '../index/states.ts';
import type { Found } from '../contracts/store.ts';
import { thingOf, where } from './plan-line-parts.ts';
import type { ExcludedLine, KnownRecord, PlanLine } from './plan-line.ts';
import type { RunContext } from './pipeline.ts';

type Tools = Pick<RunContext, 'pipeline'>;

/** The line of a record that `where` leaves out; where its object is in the sink, somebody must act. */
export function excludedLine({ pipeline }: Tools, record: KnownRecord, candidates: readonly Found[]): ExcludedLine {
  const line: ExcludedLine = { ...record, action: 'excluded' };
  return candidates.some(({ entry }) => isLive(entry)) ? withReason(pipeline, line, record.address ?? '') : line;
}

/**
 * Finds the excluded records of a batch that have an object after all: where their last send had no verdict, or their
 * entry is not believed, the index cannot tell, so the sink is asked. Place in the batch → line.
 */
export async function findExcludedLive(
  { pipeline }: RunContext,
  lines: ReadonlyMap<number, PlanLine>,
  batch: readonly { readonly candidates: readonly Found[] }[],
): Promise<ReadonlyMap<number, ExcludedLine>> {
  const asked = [...lines].flatMap(([at, line]) => {
    if (line.action !== 'excluded' || line.reasons) return [];
    const found = batch[at]?.candidates.find(({ entry, isBelieved }) => isInDoubt(entry) || !isBelieved);
    return found ? [{ at, line, address: found.entry.address }] : [];
  });
  if (asked.length === 0) return new Map();
  const remotes = await pipeline.sink.read(asked.map(({ address }) => address));
  const live = asked.filter(({ address }) => remotes.get(address)?.is === 'live');
  return new Map(live.map(({ at, line, address }) => [at, withReason(pipeline, line, address)]));
}

function withReason(pipeline: Tools['pipeline'], line: ExcludedLine, address: string): ExcludedLine {
  const why = reason('index/excluded-after-sending', { ...thingOf(pipeline), uid: address });
  return { ...line, reasons: [{ ...why, ...where(line) }] };
}
