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

/** What the system says where a disk is at fault, and not the program. */
const OF_THE_DISK = {
  ENOSPC: 'storage/no-space',
  EDQUOT: 'storage/no-space',
  EROFS: 'storage/read-only',
  EIO: 'storage/file-failed',
} as const;

/** What was thrown, as an error; `folder`: where files were written. They are not named: names may come from the data. */
export function toError(thrown: unknown, folder: string): Error {
  if (!(thrown instanceof Error)) return new Error(String(thrown));
  const { code: reason = '', syscall } = thrown as NodeJS.ErrnoException;
  if (syscall === undefined || !Object.hasOwn(OF_THE_DISK, reason)) return thrown;
  const code = OF_THE_DISK[reason as keyof typeof OF_THE_DISK];
  return new EtlError(code, { location: folder, doing: 'write', reason }, { cause: thrown });
}
