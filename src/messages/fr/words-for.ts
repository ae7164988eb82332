import type { Row, Texts } from '../code-row.ts';

/** The words of another language for a code: they fill the same gaps. */
export interface Words<A> {
  message(texts: Texts<A>, args: A): string;
  hint?(texts: Texts<A>, args: A): string;
}

/** Words for the codes of a table, each with the args that its code takes. */
export type WordsFor<Codes> = {
  readonly [C in keyof Codes]?: Codes[C] extends Row<infer A> ? Words<A> : never;
};
