/** What goes into an evaluation, and what comes out of it. */
import type { Header, SourceRecord } from '../contracts/record.ts';
import type { References } from './analyse.ts';
import { Miss } from '../base/miss.ts';
import { toExpressionError, type ExpressionError } from '../jsonata/parse.ts';

/** A record with the object view that interpreted expressions see. */
export interface Row {
  readonly record: SourceRecord;
  /** Column → cell, without a prototype. Compiled expressions ask for it only where they look at the record as a whole. */
  readonly view: Readonly<Record<string, string>>;
}

/** Columns that a view has to show so that expressions find in it all that they read, with their positions. */
export function viewedColumns(references: readonly References[], header: Header): (readonly [string, number])[] {
  const names = references.some((one) => one.readsAll)
    ? header.columns
    : references.flatMap((one) => one.columns.map((column) => column.name));
  return [...new Set(names)].flatMap((name) => {
    const at = header.positions.get(name);
    return at === undefined ? [] : [[name, at] as const];
  });
}

/** The view of a record with these columns. */
export function viewOf(record: SourceRecord, viewed: readonly (readonly [string, number])[]): Row['view'] {
  const view = Object.create(null) as Record<string, string>;
  for (const [name, at] of viewed) view[name] = record.cells[at] as string;
  return view;
}

/** What an expression gave for each row of a batch: its value, or `Failed`. */
export type Results = unknown[];

/** Stands in the place of a value: why an expression gave none for a record. */
export class Failed {
  readonly reason: Miss | ExpressionError;

  constructor(reason: Miss | ExpressionError) {
    this.reason = reason;
  }
}

/** What was thrown for a record; `text` is the expression's. */
export function toFailed(thrown: unknown, text: string): Failed {
  return new Failed(thrown instanceof Miss ? thrown : toExpressionError(thrown, text));
}
