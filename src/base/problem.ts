import type { ArgsOf, Code } from '../messages/code-table.ts';
import { reason, type Reason, type RejectReason } from '../messages/reason.ts';
import type { Place } from './document.ts';

export type { Args } from '../messages/args.ts';

export type Severity = 'error' | 'warning';

/**
 * Something wrong in what a person wrote: the spec, a mapping, a look-up, a plan. Problems are data: they are collected,
 * and all of them are shown together. Exit code 2.
 */
export interface Problem extends Reason {
  readonly severity: Severity;
  /** Where it stands; absent where no file has it (a flag, say). */
  readonly place?: Place;
}

/** Why one record cannot go through. It travels in the plan and the report; the other records go on. Exit code 1. */
export interface Reject extends RejectReason {
  /** The record's key; null where its key could not be read. */
  readonly key: string | null;
  /** Row of the source, 1 = the first after the header. */
  readonly row: number;
  /** The row that Excel shows: of the sheet, or of the CSV when it is open there, from 1; 0 where the source has none. */
  readonly line: number;
  /** Of a source of sheets. */
  readonly sheet?: string;
  /** Column of the source whose cell is at fault, where there is one. */
  readonly column?: string;
  /** Target of the field: `orgUnit`, or a data element's name and UID. */
  readonly field?: string;
  /** What people call it: what the form asks, where that is written down; else what the form in DHIS2 calls it, where that is another name. */
  readonly label?: string;
  /** Of a record that was made of several rows: keys of the first of those at fault, where that can be told. Row and line are of the first. */
  readonly rowKeys?: readonly string[];
  /** The cell or value at fault. Personal data unless the code says otherwise: never logged, only reported. */
  readonly value?: string;
}

/** A problem with the args that its code takes. */
export function problem<C extends Code>(
  code: C,
  args: ArgsOf<C>,
  place?: Place,
  severity: Severity = 'error',
): Problem {
  return problemOf(reason(code, args), place, severity);
}

/** A problem that does not keep anybody from running. */
export function warning<C extends Code>(code: C, args: ArgsOf<C>, place?: Place): Problem {
  return problem(code, args, place, 'warning');
}

/** A problem for a reason that is known already. */
export function problemOf({ code, args }: Reason, place?: Place, severity: Severity = 'error'): Problem {
  return place ? { code, args, severity, place } : { code, args, severity };
}

/**
 * Each problem once: an expression is checked anew for each form version, and again once the header is known; what is
 * said last of one place is said with most knowledge.
 */
export function distinctProblems(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((one) => [identityOf(one), one])).values()];
}

function identityOf({ code, place, args }: Problem): string {
  const isOfPart = place !== undefined && code.startsWith('expression/');
  return JSON.stringify([code, place?.source.file, place?.start, isOfPart ? place.end : args]);
}
