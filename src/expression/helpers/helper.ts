/** What a helper is; all of them stand in helper-table.ts. */
import type { KnownCode } from '../../messages/code-table.ts';
import type { ExpressionText } from '../../base/expression-text.ts';

/** A table of a pipeline: keys after trimming and NFC. */
export interface LookupTable {
  readonly name: string;
  get(key: string): string | undefined;
  keys(): Iterable<string>;
}

/** What an expression may look things up in, and call; bound to one field. */
export interface ExpressionContext {
  table(name: string): LookupTable | undefined;
  /** Option map of an option set by UID; without a UID, of the field's own data element. */
  options(optionSet: string | undefined): LookupTable | undefined;
  /** Names of all tables, for suggestions. */
  readonly tableNames: readonly string[];
  /** UIDs of all option sets that have an option map, for suggestions. */
  readonly optionSets?: readonly string[];
  /** The choices of a column, where the mapping knows them: for the checks. */
  choices?(column: string): ColumnChoices | undefined;
  /** The analyst's own functions; they may call each other. */
  readonly userFunctions?: readonly UserFunction[];
}

/** What the cells of a column hold, by the option maps of every form version. */
export interface ColumnChoices {
  /** Option codes by choice. */
  readonly codes: ReadonlyMap<string, string>;
  /** Of a select-multiple: some of them, with blanks between. */
  readonly isMultiple: boolean;
}

/** A function of the spec's `functions:`, callable from every expression. */
export interface UserFunction {
  /** Without `$`. */
  readonly name: string;
  /** A lambda. */
  readonly text: ExpressionText;
}

export interface HelperExample {
  readonly expression: string;
  readonly row: Readonly<Record<string, string>>;
  /** Undefined where the helper gives no value. */
  readonly result: unknown;
}

export interface Helper {
  readonly name: string;
  /** For people: `$date(value, format?)`. */
  readonly signature: string;
  readonly meaning: string;
  readonly minArguments: number;
  readonly maxArguments: number;
  /** Types of arguments and result, in JSONata's notation: see expression/signatures.ts. */
  readonly types: string;
  /** Codes with which it rejects a record. */
  readonly errors: readonly KnownCode[];
  readonly examples: readonly HelperExample[];
  /** A blank means something to it, or its value is not the first argument: then blanks arrive as well. */
  readonly takesBlank?: true;
  /** Looks at arguments that the expression itself says (undefined: known at run time only). */
  checkLiterals?(literals: readonly unknown[]): WrongLiteral | undefined;
  /**
   * What it does, for one field; it throws Miss. A blank or absent first argument never arrives: a helper given
   * a blank gives no value, unless it says `takesBlank`.
   */
  bind(context: ExpressionContext): Implementation;
}

/** A helper as it is called: absent arguments are undefined. */
export type Implementation = (...args: unknown[]) => unknown;

/** An argument that can never be right. */
export interface WrongLiteral {
  /** Its position, from 0. */
  readonly at: number;
  readonly reason: string;
  readonly nearest?: string;
}
