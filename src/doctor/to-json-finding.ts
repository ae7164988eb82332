import type { Json } from '../base/json.ts';
import { toLineColumn } from '../base/document.ts';
import { describe } from '../messages/describe.ts';
import type { Found } from './looks.ts';

/** A finding as `--json` prints it; line and column count from 1, and are null where no file has it. */
export interface JsonFinding {
  readonly part: string;
  readonly is: string;
  /** Stays the same when the words change. */
  readonly code: string;
  readonly what: string;
  /** Null where nothing need be done. */
  readonly remedy: string | null;
  readonly args: Json;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

export function toJsonFinding({ part, is, code, args, place }: Found): JsonFinding {
  const { message, hint } = describe(code, args);
  const at = place && toLineColumn(place.source.text, place.start);
  return {
    part,
    is,
    code,
    what: message,
    remedy: is === 'fine' ? null : (hint ?? null),
    args,
    file: place?.source.file ?? null,
    line: at?.line ?? null,
    column: at?.column ?? null,
  };
}
