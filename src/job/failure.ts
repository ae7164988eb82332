import { EtlError, EXIT, ProblemsError } from '../base/errors.ts';
import { exitCodeOfSignal } from '../base/signals.ts';
import { toJsonProblem } from '../base/json-problem.ts';
import type { Failure } from '../report/report.ts';

/** The exit code that an error ends with. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof EtlError) return error.exitCode;
  return error instanceof ProblemsError ? EXIT.usage : EXIT.bug;
}

/** What ended a job, for its report. What a signal cut short ends with the signal's code, whatever it led to. */
export function toFailure(error: Error, stoppedBy?: NodeJS.Signals): Failure {
  const exitCode = exitCodeOf(error);
  const couldNotRun = exitCode === EXIT.couldNotRun;
  const shown = { exitCode: stoppedBy !== undefined && couldNotRun ? exitCodeOfSignal(stoppedBy) : exitCode };
  if (error instanceof ProblemsError) return { ...shown, problems: error.problems.map(toJsonProblem) };
  if (!(error instanceof EtlError)) return { ...shown, error: { code: 'bug', message: error.message } };
  const { code, args, hint, message } = error;
  return { ...shown, error: { code, message, hint: hint ?? null, args } };
}
