import type { Args } from './args.ts';
import type { ArgsOf, Code, RejectCode } from './code-table.ts';

/** What is wrong: a code, and what fills the gaps of its texts. Made by `reason` alone, or read from a kept plan. */
export interface Reason<C extends Code = Code> {
  readonly code: C;
  readonly args: CheckedArgs;
}

/** Why a record cannot go. */
export type RejectReason = Reason<RejectCode>;

/** Args that were held against the row of their code; one may go in addition, for `--json`. */
export type CheckedArgs = Args & { readonly [CHECKED]: true };

declare const CHECKED: unique symbol;

/** A reason with the args that its code takes: one that is missing or misspelt is a type error. */
export function reason<C extends Code>(code: C, args: ArgsOf<C>): Reason<C> {
  return { code, args: args as unknown as CheckedArgs };
}

/** The same reason with some args said otherwise, or in addition for `--json`. */
export function withArgs<R extends Reason>(told: R, args: Args): R {
  return { ...told, args: { ...told.args, ...args } };
}
