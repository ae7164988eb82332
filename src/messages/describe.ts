import type { Arg, Args } from './args.ts';
import type { Row, Texts } from './code-row.ts';
import type { CheckedArgs } from './reason.ts';
import { rowOf, type ArgsOf, type Code, type RejectCode } from './code-table.ts';

/** What a code says to people. */
export interface Description {
  readonly message: string;
  readonly hint: string | undefined;
}

/** What the words of a language say of all codes alike. */
export interface Manner {
  /** `and 17 more`. */
  readonly andMore: (count: number) => string;
  /** Of a suggestion that is put where YAML would read it otherwise. */
  readonly inQuotes: string;
}

const ENGLISH: Manner = {
  andMore: (count) => `and ${count.toLocaleString('en')} more`,
  inQuotes: 'All of it in quotes then, the = too: a colon and a blank mean something to YAML.',
};

const LINE_ENDS = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/g;
/** Characters of one arg; a text of megabytes is no part of a sentence. */
const LONGEST = 5000;
/** More members of a list than these say nothing to people. */
const MOST_LISTED = 100;

/**
 * Message (what is wrong, and where) and hint (what to do) of a code; `args` fill the gaps. A code that is named here
 * takes exactly its args; of one that came with its args, from wherever, they are what they are.
 */
export function describe<C extends Code>(
  code: C,
  args: CheckedArgs | (RejectCode extends C ? Args : ArgsOf<C>),
): Description;
export function describe(code: Code, args: Args): Description {
  return describeBy(rowOf(code), args, ENGLISH);
}

/** The same by the words of whatever language. */
export function describeBy(row: Pick<Row<Args>, 'message' | 'hint'>, args: Args, manner: Manner): Description {
  const texts = toTexts(args, manner);
  const hint = row.hint?.(texts, args) || undefined;
  return {
    message: row.message(texts, args),
    hint: hint && args['isCutByYaml'] === true ? `${hint}\n${manner.inQuotes}` : hint,
  };
}

function toTexts(args: Args, manner: Manner): Texts<Args> {
  return new Proxy<Texts<Args>>({}, { get: (_, name) => toText(String(name), args[String(name)], manner) });
}

function toText(name: string, arg: Arg | undefined, manner: Manner): string {
  const text = Array.isArray(arg) ? toList(arg, manner) : String(arg ?? '');
  // A rewrite is ours; all else may be a cell, or what a server says, and must not begin a line of its own.
  if (name === 'rewrite') return text;
  return (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text).replace(LINE_ENDS, '·');
}

function toList(members: readonly string[], { andMore }: Manner): string {
  if (members.length <= MOST_LISTED) return members.join(', ');
  return `${members.slice(0, MOST_LISTED).join(', ')} ${andMore(members.length - MOST_LISTED)}`;
}
