/** What goes into an evaluation, and what comes out of it. */
import type { SourceRecord } from '../engine/contracts.ts';
import { Miss } from './miss.ts';
import { toExpressionError, type ExpressionError } from './parse.ts';

/** A record with the object view that interpreted expressions see. */
export interface Row {
  readonly record: SourceRecord;
  /** Column → cell, without a prototype. Compiled expressions ask for it only where they look at the record as a whole. */
  readonly view: Readonly<Record<string, string>>;
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
