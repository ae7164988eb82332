import type { Args } from '../messages/args.ts';
import type { Code } from '../messages/code-table.ts';
import type { Place } from './document.ts';

export type { Args } from '../messages/args.ts';

export type Severity = 'error' | 'warning';

/**
 * Something wrong in what a person wrote: the spec, a mapping, a look-up, a plan. Problems are data: they are collected,
 * and all of them are shown together. Exit code 2.
 */
export interface Problem {
  readonly code: Code;
  readonly args: Args;
  readonly severity: Severity;
  /** Where it stands; absent where no file has it (a flag, say). */
  readonly place?: Place;
}

/** Why one record cannot go through. It travels in the plan and the report; the other records go on. Exit code 1. */
export interface Reject {
  readonly code: Code;
  readonly args: Args;
  /** The record's key; null where its key could not be read. */
  readonly key: string | null;
  /** Row of the source, 1 = the first after the header. */
  readonly row: number;
  /** Line of the source file on which the row starts, from 1. */
  readonly line: number;
  /** Column of the source whose cell is at fault, where there is one. */
  readonly column?: string;
  /** Target of the field: `orgUnit`, or a data element's name and UID. */
  readonly field?: string;
  /** The cell or value at fault. Personal data unless the code says otherwise: never logged, only reported. */
  readonly value?: string;
}

export function problem(code: Code, args: Args = {}, place?: Place, severity: Severity = 'error'): Problem {
  return place ? { code, args, severity, place } : { code, args, severity };
}

export function warning(code: Code, args: Args = {}, place?: Place): Problem {
  return problem(code, args, place, 'warning');
}
