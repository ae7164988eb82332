import { describe } from '../messages/describe.ts';
import { toLineColumn } from './document.ts';
import type { Problem } from './problem.ts';

/** A problem as `--json` prints it; line and column count from 1, and are null where no file has it. */
export interface JsonProblem {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly hint: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  /** Of a spreadsheet: the cell, as in `Questions!C14`. */
  readonly cell?: string;
}

export function toJsonProblem({ code, args, severity, place }: Problem): JsonProblem {
  const { message, hint } = describe(code, args);
  const at = place && toLineColumn(place.source.text, place.start);
  return {
    code,
    severity,
    message,
    hint: hint ?? null,
    file: place?.source.file ?? null,
    line: at?.line ?? null,
    column: at?.column ?? null,
    ...(place?.source.cellAt && { cell: place.source.cellAt(place.start) }),
  };
}
