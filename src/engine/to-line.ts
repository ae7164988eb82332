import { reason } from '../messages/reason.ts';
import type { Decision } from '../index/decide.ts';
import { isSaidRemoved } from '../index/states.ts';
import type { HoldLine, LeaveLine, ReturnedLine, WantedRecord } from './plan-line.ts';
import type { RunContext } from './pipeline.ts';
import { thingOf, where, withEntry } from './plan-line-parts.ts';

/** A decision that the index alone could take. */
export type Settled = Exclude<Decision, { readonly is: 'look' }>;

/** The line of a decision that needs no look into the sink. */
export function toLine(
  { pipeline }: Pick<RunContext, 'pipeline'>,
  wanted: WantedRecord,
  decision: Settled,
): HoldLine | ReturnedLine | LeaveLine {
  const { found } = decision;
  const record = withEntry(wanted, found);
  switch (decision.is) {
    case 'hold':
      return { ...record, action: 'hold', reasons: [{ ...decision.why, ...where(record) }] };
    case 'returned': {
      if (!isSaidRemoved(found.entry)) return { ...record, action: 'returned' };
      const why = reason('index/returned-after-removal', { ...thingOf(pipeline), uid: found.entry.address });
      return { ...record, action: 'returned', reasons: [{ ...why, ...where(record) }] };
    }
    default:
      return { ...record, action: 'leave' };
  }
}
