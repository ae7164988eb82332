import { reason } from '../messages/reason.ts';
import { isInDoubt, isLive } from '../index/states.ts';
import type { Found } from '../contracts/store.ts';
import { where } from './plan-line-parts.ts';
import type { ExcludedLine, KnownRecord, PlanLine } from './plan-line.ts';
import type { RunContext } from './pipeline.ts';

/** A record that `where` leaves out; somebody must act where its event is in DHIS2. */
export function excludedLine(record: KnownRecord, found: readonly Found[]): ExcludedLine {
  const line: ExcludedLine = { ...record, action: 'excluded' };
  return found.some((one) => isLive(one.entry)) ? withReason(line, record.uid ?? '') : line;
}

/**
 * Of a batch those lines of excluded records whose last send has no verdict, and has arrived: the index does not say that
 * there is an event, so DHIS2 is asked. Place in the batch → line.
 */
export async function findExcludedLive(
  { pipeline }: RunContext,
  lines: ReadonlyMap<number, PlanLine>,
  candidates: readonly (readonly Found[])[],
): Promise<ReadonlyMap<number, ExcludedLine>> {
  const asked = [...lines].flatMap(([at, line]) => {
    if (line.action !== 'excluded' || line.reasons) return [];
    const found = candidates[at]?.find(({ entry, isBelieved }) => isInDoubt(entry) || !isBelieved);
    return found ? [{ at, line, uid: found.entry.address }] : [];
  });
  if (asked.length === 0) return new Map();
  const remotes = await pipeline.sink.read(asked.map((one) => one.uid));
  const live = asked.filter(({ uid }) => remotes.get(uid)?.is === 'live');
  return new Map(live.map(({ at, line, uid }) => [at, withReason(line, uid)]));
}

function withReason(line: ExcludedLine, uid: string): ExcludedLine {
  return { ...line, reasons: [{ ...reason('index/excluded-after-sending', { uid }), ...where(line) }] };
}
