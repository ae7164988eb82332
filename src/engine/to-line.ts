import type { Decision } from '../index/decide.ts';
import type { PlanLine } from './plan-line.ts';
import { ofFound, where } from './plan-line-parts.ts';
import type { Code } from '../messages/code-table.ts';
import type { Args } from '../base/problem.ts';

/** The line of a decision that the index alone could take; of one that needs a look what is known so far. */
export function toLine(wanted: PlanLine, decision: Decision): PlanLine {
  const { found } = decision;
  const line = found && wanted.entry !== found.key ? ofFound(wanted, found) : wanted;
  const hold = (code: Code, args: Args): PlanLine => ({
    ...line,
    action: 'hold',
    reasons: [{ code, args, ...where(line) }],
  });
  switch (decision.is) {
    case 'hold':
      return hold(decision.code, decision.args);
    case 'returned':
      if (!decision.found.entry.deleted_dhis2) return { ...line, action: 'returned' };
      return { ...hold('index/returned-after-removal', { uid: decision.found.entry.dhis2_uuid }), action: 'returned' };
    default:
      return { ...line, action: 'leave' };
  }
}
