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

/** Whether the server has refused a form, or cells of one, that was not known to be refused. */
export function isUnforeseenOfForm(outcome: Outcome | undefined): boolean {
  return (outcome?.is === 'refused' && outcome.by === 'server') || outcome?.is === 'partly';
}

function isOurs(code: string): boolean {
  return VERDICT_CODES.has(code.replace('dhis2/', ''));
}

/**
 * What the server has said, with what our verdict finds in the same object now: what is allowed, until when, and which
 * data element is meant where the server names none. So it is told in the same words as in a plan. Where the plan has a
 * code of its own for what releases call differently, that one stands, and the server's beside it.
 */
export function withFindings(outcome: Outcome, findings: readonly Refusal[]): Outcome {
  if (outcome.is !== 'refused' && outcome.is !== 'partly') return outcome;
  const left = [...findings];
  const reasons = outcome.reasons.map((why): RefusalReason => {
    const same = left.findIndex((finding) => finding.code === why.code && isOfSame(finding, why));
    const at = same < 0 ? left.findIndex((finding) => isOwn(finding) && finding.target === why.target) : same;
    const [found] = at < 0 ? [] : left.splice(at, 1);
    if (!found) return why;
    const { message: _, foreseen: __, ...facts } = found.args;
    const value = why.value ?? found.value;
    const { target } = found;
    // What has left the place has its name only from before.
    const field = same < 0 ? (why.field ?? found.field) : found.field;
    const told = same < 0 ? withArgs(found, { server: why.code }) : withArgs(why, facts);
    return {
      ...told,
      ...(target !== undefined && { target }),
      ...(field !== undefined && { field }),
      ...(value !== undefined && { value }),
    };
  });
  return { ...outcome, reasons };
}

/** Under no code of DHIS2's. */
function isOwn({ code }: Refusal): boolean {
  return !/^dhis2\/E\d+$/.test(code);
}

/** One whose target the server does not tell is known by its value. */
function isOfSame(finding: Refusal, { target, value }: RefusalReason): boolean {
  return target === undefined ? finding.value === value : finding.target === target;
}
