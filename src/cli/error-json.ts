/** Errors as `--json` and the report tell them, and the exit codes that come of them. */
import { stripVTControlCharacters } from 'node:util';
import { EtlError, EXIT, ProblemsError } from '../base/errors.ts';
import { toJsonProblem } from './json-problem.ts';
import { RowRejected } from './row-rejected.ts';

/** Wrong flags and arguments come from oclif, with its own exit code. */
export function isUsage(error: { oclif?: { exit?: number } }): boolean {
  return error.oclif?.exit !== undefined;
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof EtlError || error instanceof RowRejected) return error.exitCode;
  if (error instanceof ProblemsError || isUsage(error as object)) return EXIT.usage;
  return EXIT.bug;
}

export function toErrorObject(error: unknown): object {
  const exitCode = exitCodeOf(error);
  if (error instanceof ProblemsError) return { exitCode, problems: error.problems.map(toJsonProblem) };
  const { code, args, hint, message } = error as EtlError;
  const { exitCode: _, ...shown } = { exitCode, code: code ?? null, message, hint: hint ?? null, args: args ?? {} };
  return {
    exitCode,
    error:
      error instanceof EtlError
        ? shown
        : { code: isUsage(error as object) ? 'usage' : 'bug', message: stripVTControlCharacters(message) },
  };
}
