import type { Args } from '../base/problem.ts';
import type { IgnoredNote } from '../engine/ignored-list.ts';
import { describe } from '../messages/describe.ts';

/** Something that DHIS2 does not keep. */
export interface ReportedNote {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly args: Args;
  /** Name of the property or data element. */
  readonly target: string;
  /** What people call it; null where it has no other name. */
  readonly name: string | null;
  readonly records: number;
  /** The first rows of them. */
  readonly rows: readonly number[];
  /** The same as Excel shows them, where the source is no sheet and can be opened there. */
  readonly lines?: readonly number[];
  /** The first of them: what is sent, and what is there afterwards. */
  readonly examples: IgnoredNote['examples'];
}

export function toReportedNote({ why, ...note }: IgnoredNote): ReportedNote {
  const { message, hint } = describe(why.code, why.args);
  return { code: why.code, message, hint: hint ?? null, args: why.args, ...note };
}
