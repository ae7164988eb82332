import type { Outcome, Refusal, RefusalReason } from '../contracts/sink.ts';
import { VERDICT_CODES } from '../dhis2/verdict/finding.ts';
import { withArgs } from '../messages/reason.ts';

/**
 * Whether the server has refused what our own verdict let pass: under a code that is told before anything is sent, so the
 * server is no longer what it was when it was asked.
 */
export function isUnforeseen(outcome: Outcome | undefined): boolean {
  return outcome?.is === 'refused' && outcome.by === 'server' && outcome.reasons.some(({ code }) => isOurs(code));
}

function isOurs(code: string): boolean {
  return VERDICT_CODES.has(code.replace('dhis2/', ''));
}

/**
 * What the server has said, with what our verdict finds in the same object now: what is allowed, until when, and which
 * data element is meant where the server names none. So it is told in the same words as in a plan.
 */
export function withFindings(outcome: Outcome, findings: readonly Refusal[]): Outcome {
  if (outcome.is !== 'refused') return outcome;
  const left = [...findings];
  const reasons = outcome.reasons.map((why): RefusalReason => {
    const at = left.findIndex((finding) => finding.code === why.code && isOfSame(finding, why));
    const [found] = at < 0 ? [] : left.splice(at, 1);
    if (!found) return why;
    const { message: _, foreseen: __, ...facts } = found.args;
    const value = why.value ?? found.value;
    const { target, field } = found;
    return {
      ...withArgs(why, facts),
      ...(target !== undefined && { target }),
      ...(field !== undefined && { field }),
      ...(value !== undefined && { value }),
    };
  });
  return { ...outcome, reasons };
}

/** One whose target the server does not tell is known by its value. */
function isOfSame(finding: Refusal, { target, value }: RefusalReason): boolean {
  return target === undefined ? finding.value === value : finding.target === target;
}
