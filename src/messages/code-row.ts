import type { Args } from './args.ts';

/** Args as they stand in a sentence: each a text without line ends, a list joined by commas, an absent one empty. */
export type Texts<A> = { readonly [N in keyof A]-?: string };

/** What the table says of a code. `A` are the args that it takes: exactly these, by name and type. */
export interface Row<A> {
  /** One sentence: what is wrong, and where. `args` are the same ones before they became texts, to be asked, not shown. */
  message(texts: Texts<A>, args: A): string;
  /** What to do about it; an empty text is no hint. */
  hint?(texts: Texts<A>, args: A): string;
  /** True where a reject's value is a word of a vocabulary (facility, option), not personal data. */
  readonly valueIsPublic?: true;
  /** True where it is one task for the whole file, however many columns it is found in. */
  readonly isOfAllColumns?: true;
  /** Who can do something about it. Every code of a record that cannot go says so. */
  readonly who?: Who;
  /** The same where it depends on the case; undefined: `who`. */
  whoOf?(args: A): Who | undefined;
  /** Args that are seldom there: pages about the code show its texts without them. */
  readonly rareArgs?: readonly string[];
  /** For `etl codes CODE`: more than the message can say. */
  readonly explain?: Explanation;
  /** For the type checker, which reads the args of a code here; no row has it. */
  readonly typeOfArgs?: A;
}

/**
 * Who can do something about a record that cannot go: the `analyst` (spec, mapping, look-ups, index), the administrator of
 * `dhis2` (assignment, access, metadata), or whoever can correct the record at its `source` (the hospital, in Kobo).
 * `nobody`: it passes by itself.
 */
export type Who = 'analyst' | 'dhis2' | 'source' | 'nobody';

/** A row of what keeps a record from going. */
export interface RejectRow<A> extends Row<A> {
  readonly who: Who;
}

/** A row of what is thrown, and ends the command. */
export interface Failure<A> extends Row<A> {
  readonly exitCode: FailureExit;
}

/** Wrong usage (2), something around us failed (3), a guard refused (4), another run holds the lock (5). */
export type FailureExit = 2 | 3 | 4 | 5;

/** What a code means, with the mistake and its mend as they stand in a spec. */
export interface Explanation {
  readonly meaning: string;
  readonly wrong: string;
  readonly right: string;
}

/** The args of a code that takes none. */
export interface NoArgs {
  readonly [NOTHING]?: never;
}

declare const NOTHING: unique symbol;

/** Declares a code of a reject (exit code 1), which may be a problem's, too; without `who` one of a problem alone (2). */
export function row<A extends Args | NoArgs = NoArgs>(texts: RejectRow<A>): RejectRow<A>;
export function row<A extends Args | NoArgs = NoArgs>(texts: Row<A>): Row<A>;
export function row<A extends Args | NoArgs = NoArgs>(texts: Row<A>): Row<A> {
  return texts;
}

/** Declares a code that is thrown, with the exit code that it gives. It may be a problem's, too. */
export function failure<A extends Args | NoArgs = NoArgs>(texts: Failure<A>): Failure<A> {
  return texts;
}

/** Args of a word that is not known: its neighbour, and in what the two differ where that is easily overlooked. */
export type Near = { readonly nearest?: string; readonly differs?: string };

/** A hint for a word with a near neighbour. */
export function didYouMean({ nearest, differs }: Texts<Near>, otherwise = ''): string {
  if (!nearest) return otherwise;
  return `Did you mean ${inQuotes(nearest)}?${differs && ` The difference: ${differs}.`}`;
}

/** In quotes where the word would not be told from the sentence; what is written as code has its own. */
function inQuotes(word: string): string {
  return /^["`\x5b({]/.test(word) || !/[\s\p{Z}\p{C}]/u.test(word) ? word : `"${word}"`;
}

/** Whether a list that a sentence is about is told in the plural; a page about the code has no list. */
export function areSeveral(list: readonly unknown[] | undefined): boolean {
  return Array.isArray(list) && list.length > 1;
}
