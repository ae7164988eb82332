/** Errors as `--json` tells them, and the exit codes that come of them: those of a job, and those of a command line. */
import { stripVTControlCharacters } from 'node:util';
import { EXIT } from '../base/errors.ts';
import * as job from '../job/failure.ts';
import { RowRejected } from './row-rejected.ts';
import { StoppedByPerson } from './stopped-by-person.ts';

/** Wrong flags and arguments come from oclif, with its own exit code. */
export function isUsage(error: { oclif?: { exit?: number } }): boolean {
  return error.oclif?.exit !== undefined;
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof RowRejected || error instanceof StoppedByPerson) return error.exitCode;
  return isUsage(error as object) ? EXIT.usage : job.exitCodeOf(error);
}

export function toErrorObject(error: Error & { oclif?: { exit?: number } }): object {
  const exitCode = exitCodeOf(error);
  if (isUsage(error)) return { exitCode, error: { code: 'usage', message: stripVTControlCharacters(error.message) } };
  return { ...job.toFailure(error), exitCode };
}
