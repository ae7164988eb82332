/** Causes that differ in the value alone are one heading: 600 unknown facilities are one thing to do. */
import type { Args } from '../messages/args.ts';
import type { RejectCode } from '../messages/code-table.ts';
import { describe } from '../messages/describe.ts';

/** Why records do not go, for one value. */
export interface ValueCause {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly args: Args;
  /** Where the message does not say it; null: it is not told apart. */
  readonly value?: string | null;
  readonly records: number;
}

/** What one or many values have alike. */
export interface Heading<T> {
  readonly message: string;
  readonly hint: string | null;
  /** What concerns most records first. */
  readonly causes: readonly T[];
}

/** Values named under a heading where nobody asks for more. */
export const VALUES_NAMED = 20;
/** Characters of a value that are shown. */
const LONGEST = 60;
/** So few stand by themselves, each with its own suggestion. */
const STAND_ALONE = 3;
/** Args that belong to the value. */
const OF_THE_VALUE: ReadonlySet<string> = new Set(['value', 'nearest', 'differs', 'instead']);

/** Puts together what has code, place and all but the value alike; `placeOf`: what else must be the same. */
export function toHeadings<T extends ValueCause>(causes: readonly T[], placeOf: (cause: T) => string): Heading<T>[] {
  const kinds = Map.groupBy(causes, (cause) => (valueIn(cause) === undefined ? cause : kindOf(cause, placeOf(cause))));
  return [...kinds.values()]
    .flatMap((alike) => (alike.length > STAND_ALONE ? [toHeading(alike)] : alike.map(standAlone)))
    .sort((a, b) => recordsOf(b.causes) - recordsOf(a.causes));
}

/** A record of several rows may have several of the values. */
export function recordsOf(causes: readonly ValueCause[]): number {
  return causes.reduce((sum, { records }) => sum + records, 0);
}

/** The value of a cause, in quotes; what was not told apart is one. */
export function valueOfCause(cause: ValueCause): string {
  const value = valueIn(cause);
  if (value === undefined || value === '…') return 'other values';
  return `"${value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value}"`;
}

function valueIn({ args, value }: ValueCause): string | undefined {
  return 'value' in args ? String(args['value']) : value || undefined;
}

/** What may be meant, behind the value. */
export function nearText({ args }: ValueCause): string {
  const { nearest } = args;
  return typeof nearest === 'string' && nearest !== '' ? `: ${nearest}?` : '';
}

function kindOf({ code, args }: ValueCause, place: string): string {
  return JSON.stringify([place, code, commonOf(args)]);
}

function commonOf(args: Args): Args {
  return Object.fromEntries(Object.entries(args).filter(([name]) => !OF_THE_VALUE.has(name)));
}

function toHeading<T extends ValueCause>(alike: readonly [T, ...T[]] | readonly T[]): Heading<T> {
  const [{ code, args }] = alike as readonly [T, ...T[]];
  const { message, hint } = describe(code as RejectCode, { ...commonOf(args), value: '…' });
  return { message, hint: hint ?? null, causes: [...alike].sort((a, b) => b.records - a.records) };
}

function standAlone<T extends ValueCause>(cause: T): Heading<T> {
  return { message: cause.message, hint: cause.hint, causes: [cause] };
}
