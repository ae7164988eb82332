import { exitCodeOf, type ArgsOf, type FailureCode } from '../messages/code-table.ts';
import type { FailureExit } from '../messages/code-row.ts';
import { describe } from '../messages/describe.ts';
import { reason, type Reason } from '../messages/reason.ts';
import type { Problem } from './problem.ts';

/** Exit codes, as documented for cron. */
export const EXIT = {
  ok: 0,
  someoneMustAct: 1,
  usage: 2,
  couldNotRun: 3,
  refusedByGuard: 4,
  locked: 5,
  bug: 70,
} as const;

/**
 * The world failed: a server, a file, a token, a guard. Thrown; message and hint come from the table of codes, so an
 * error never carries a secret or a stack trace to the reader.
 */
export class EtlError<C extends FailureCode = FailureCode> extends Error implements Reason<C> {
  readonly code: C;
  readonly args: Reason['args'];
  readonly exitCode: FailureExit;
  readonly hint: string | undefined;

  constructor(code: C, args: ArgsOf<C>, options: { cause?: unknown } = {}) {
    const told = reason(code, args);
    const { message, hint } = describe(code, told.args);
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'EtlError';
    this.code = code;
    this.args = told.args;
    this.hint = hint;
    this.exitCode = exitCodeOf(code);
  }
}

/** What a person wrote has problems, all of them here. Exit code 2. */
export class ProblemsError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(`${problems.length} problem(s)`);
    this.name = 'ProblemsError';
    this.problems = problems;
  }
}

/** Throws the problems if there is an error among them; warnings alone pass. */
export function throwOnErrors(problems: readonly Problem[]): void {
  if (problems.some((problem) => problem.severity === 'error')) throw new ProblemsError(problems);
}
