/** What an expression finds around it, beside the record: tables, options, functions. */
import type { Header } from '../contracts/record.ts';
import type { ExpressionText } from '../base/expression-text.ts';

/** A table of a pipeline: keys after trimming and NFC. */
export interface LookupTable {
  readonly name: string;
  /** The file that a person edits to add to it, as it is shown, where that is known. */
  readonly file?: string | undefined;
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
  /** The columns of the records and of their children: for the checks, once they are known. */
  readonly header?: Header;
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
