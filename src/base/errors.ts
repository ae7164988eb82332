import { exitCodeOf, type FailureCode } from '../messages/code-table.ts';
import type { FailureExit } from '../messages/code-row.ts';
import { describe } from '../messages/describe.ts';
import type { Args, Problem } from './problem.ts';

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

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * The world failed: a server, a file, a token, a guard. Thrown; message and hint come from the table of codes, so an
 * error never carries a secret or a stack trace to the reader.
 */
export class EtlError extends Error {
  readonly code: FailureCode;
  readonly args: Args;
  readonly exitCode: FailureExit;
  readonly hint: string | undefined;

  constructor(code: FailureCode, args: Args = {}, options: { cause?: unknown } = {}) {
    const { message, hint } = describe(code, args);
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'EtlError';
    this.code = code;
    this.args = args;
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
  if (problems.some((one) => one.severity === 'error')) throw new ProblemsError(problems);
}
