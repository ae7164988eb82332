/** What a function of ours is: see the table in function-table.ts. */

/** A table of a pipeline: keys after trimming and NFC. */
export interface LookupTable {
  readonly name: string;
  get(key: string): string | undefined;
  keys(): Iterable<string>;
}

/** What the functions may look things up in; bound to one field. */
export interface FunctionContext {
  table(name: string): LookupTable | undefined;
  /** Option map of an option set by UID; without a UID, of the field's own data element. */
  options(optionSet: string | undefined): LookupTable | undefined;
  /** Names of all tables, for suggestions. */
  readonly tableNames: readonly string[];
}

export interface FunctionExample {
  readonly expression: string;
  readonly row: Readonly<Record<string, string>>;
  /** Undefined where the function gives no value. */
  readonly result: unknown;
}

export interface EtlFunction {
  readonly name: string;
  /** For people: `$date(value, format?)`. */
  readonly signature: string;
  readonly meaning: string;
  readonly minArguments: number;
  readonly maxArguments: number;
  readonly examples: readonly FunctionExample[];
  /** Throws Miss. A blank or absent first argument never arrives: a helper given a blank gives no value. */
  run(args: readonly unknown[], context: FunctionContext): unknown;
}
