/** What a helper is; all of them stand in helper-table.ts. */
import type { KnownCode } from '../../messages/code-table.ts';
import type { ExpressionContext } from '../context.ts';
import type { Finding, Span } from '../finding.ts';
import type { Shape } from '../text-shapes.ts';
import type { Type } from '../types.ts';

/** A helper with all that there is to know of it: whoever adds one writes this, and nothing elsewhere. */
export interface Helper {
  readonly name: string;
  /** For people: `$date(value, format?)`. */
  readonly signature: string;
  readonly meaning: string;
  /** Types of arguments and result, in JSONata's notation: see expression/signatures.ts. */
  readonly types: string;
  /** Codes with which it rejects a record. */
  readonly errors: readonly KnownCode[];
  readonly examples: readonly HelperExample[];
  /** A blank means something to it, or its value is not the first argument: then blanks arrive as well. */
  readonly takesBlank?: true;
  /** Which argument it makes something of, from 0; the first, where it does not say. */
  readonly subject?: number;
  /** It looks its subject up in what does not change during a run. */
  readonly looksUp?: true;
  /** What it knows depends on the field that it stands in. */
  readonly dependsOnField?: true;
  /**
   * What it does, for one field; it throws Miss. A blank or absent first argument never arrives: a helper given
   * a blank gives no value, unless it says `takesBlank`.
   */
  bind(context: ExpressionContext): Implementation;

  /** Looks at arguments that the expression itself says (undefined: known at run time only). */
  checkLiterals?(literals: readonly unknown[]): WrongLiteral | undefined;
  /** What else can be wrong with a call. */
  check?(call: HelperCall): readonly Finding[];
  /** Looks at a cell that is compared with words, when nobody calls the helper and perhaps should. */
  checkComparison?(comparison: WordComparison): Finding | undefined;
  /** What the texts look like that it gives, as far as its arguments tell; of a list, its items. */
  shapeOf?(call: Pick<HelperCall, 'types' | 'context' | 'isFunction'>): Shape | undefined;
  /** Stands for an argument that is known at run time only, so that the others can be tried. */
  readonly standIn?: string;
  /** What its texts begin with, whatever the row: a number beside them is mostly about this part. */
  readonly leading?: LeadingPart;

  /** What it is suggested for. Each of the suggestions belongs to one helper. */
  readonly suggestions?: Partial<Suggestions>;
  /** What to write instead of a call of it that a field of this value type cannot take. */
  readonly instead?: Readonly<Record<string, (call: WrittenCall) => string>>;
  /** Functions of other tools that lead to it, in small letters without dashes and underlines, and what is told. */
  readonly otherNames?: readonly (readonly [names: string, hint: string])[];
}

/** A helper as it is called: absent arguments are undefined. */
export type Implementation = (...args: unknown[]) => unknown;

export interface HelperExample {
  readonly expression: string;
  readonly row: Readonly<Record<string, string>>;
  /** Undefined where the helper gives no value. */
  readonly result: unknown;
}

/** An argument that can never be right. */
export interface WrongLiteral {
  /** Its position, from 0. */
  readonly at: number;
  readonly reason: string;
  readonly nearest?: string;
}

/** An argument of a call, or one side of a comparison. */
export interface Argument {
  readonly type: Type;
  /** As it is written. */
  readonly text: string;
  readonly span: Span;
}

/** A call of a helper, before there is a row. */
export interface HelperCall {
  readonly context: ExpressionContext;
  /** Inside a function of the spec: whose field it serves is not known. */
  readonly isFunction: boolean;
  /** Where the name stands. */
  readonly callee: Span;
  readonly args: readonly Argument[];
  readonly types: readonly Type[];
}

/** A call as it is written, with its first argument. */
export interface WrittenCall {
  readonly text: string;
  readonly first: string;
}

/** `cell = "word"`, or `cell in ["word", "other"]`. */
export interface WordComparison {
  readonly cell: Argument;
  readonly operator: string;
  readonly words: readonly string[];
  readonly isList: boolean;
  readonly span: Span;
}

/** The part of always the same length that a text begins with: its year or its hour. */
export interface LeadingPart {
  readonly length: number;
  /** A number as it stands there; empty where it never does. */
  readonly partFor: (number: number) => string;
  /** A number as the whole of such a text, where it reads like one. */
  readonly wholeFor?: (number: number) => string | undefined;
}

/** What checks suggest to write, given texts of an expression. People paste these. */
export interface Suggestions {
  /** The number that a text stands for; whole ones too. */
  readonly number: (text: string) => string;
  readonly whole: (text: string) => string;
  /** True or false of an answer. */
  readonly answer: (text: string) => string;
  /** The same, of an answer that is known; undefined where it is none. */
  readonly answerOf: (word: unknown) => boolean | undefined;
  /** The choices of a select-multiple. */
  readonly choices: (text: string) => string;
  readonly daysBetween: (from: string, to: string) => string;
  /** The option code of a choice. */
  readonly option: (text: string) => string;
  /** The geometry of a geopoint. */
  readonly point: (text: string) => string;
}
