/** What a pipeline does with a form, as data: which question fills which data element, in each form version, and back. */

/** An answer, and the option that it becomes. */
export interface DictionaryChoice {
  readonly answer: string;
  readonly code: string;
  /** What DHIS2 calls the option; null where that is not known. */
  readonly option: string | null;
}

/** How a target is filled, in some form versions alike. */
export interface Filling {
  /** Empty where the spec has no versions. */
  readonly versions: readonly string[];
  readonly from: 'column' | 'expression' | 'literal';
  /** The column, the expression, or the literal as JSON. */
  readonly text: string;
  readonly when: string | null;
  readonly columns: readonly string[];
  /** `file:line:column` of where it is written. */
  readonly written: string;
  readonly choices: readonly DictionaryChoice[];
}

/** A property, or a data element or cell, of what is sent. */
export interface DictionaryField {
  readonly is: 'property' | 'element';
  /** Name of the property, UID of the data element. */
  readonly target: string;
  readonly name: string;
  /** What the form in DHIS2 calls it, where that is another name. */
  readonly label: string | null;
  /** Value type; of a property what it takes. */
  readonly type: string;
  /** `always`, `completed`: of completed events; null: never. */
  readonly required: string | null;
  /** Empty where nothing fills it. */
  readonly fillings: readonly Filling[];
  /** Why nothing fills it, where the spec says so. */
  readonly reason: string | null;
  /** Names of the cases that say what it is to be. */
  readonly tests: readonly string[];
}

/** A column, and what it fills. */
export interface DictionaryColumn {
  readonly column: string;
  /** What the form asks in it, where that is written down. */
  readonly question: string | null;
  /** Those in which something reads it; empty where the spec has none. */
  readonly versions: readonly string[];
  /** Targets that are made from it. */
  readonly fills: readonly string[];
  /** What else reads it: `where`, `source.key`. */
  readonly uses: readonly string[];
  /** Why it is left out, where the spec says so. */
  readonly reason: string | null;
}

export interface DictionaryTable {
  readonly name: string;
  readonly file: string;
  readonly entries: readonly (readonly [key: string, value: string])[];
}

export interface Dictionary {
  readonly pipeline: string;
  readonly description: string | null;
  readonly spec: string;
  /** Program or data set. */
  readonly place: { readonly of: string; readonly id: string; readonly name: string | null };
  readonly versions: readonly string[];
  readonly fields: readonly DictionaryField[];
  readonly columns: readonly DictionaryColumn[];
  readonly lookups: readonly DictionaryTable[];
}

/** What the form asks in the columns of a filling. */
export function questionsOf({ columns }: Filling, all: readonly DictionaryColumn[]): string[] {
  return columns.flatMap((name) => all.find(({ column }) => column === name)?.question ?? []);
}
