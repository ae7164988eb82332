/** What goes into an evaluation, and what comes out of it. */
import type { ReadColumns } from '../contracts/mapper.ts';
import type { SourceRecord } from '../contracts/record.ts';
import { Miss } from '../base/miss.ts';
import { toExpressionError, type ExpressionError } from '../jsonata/parse.ts';

/** A child of a record, or the record, as JSONata sees it: no prototype; cells, and arrays of children. */
export type View = Readonly<Record<string, unknown>>;

/** A record with the object view that interpreted expressions see. */
export interface Row {
  readonly record: SourceRecord;
  /** Column → cell. Compiled expressions ask for it only where they look at the record as a whole. */
  readonly view: View;
  /** The children of a repeat, one and the same list each time; of a repeat that the record's header has. */
  children(repeat: string): readonly View[];
}

/** A record whose objects are made only where somebody looks at them; they show what is read, nothing else. */
export class RecordRow implements Row {
  readonly record: SourceRecord;
  readonly #reads: ReadColumns;
  #view: View | undefined;
  #children: Map<string, readonly View[]> | undefined;

  constructor(record: SourceRecord, reads: ReadColumns) {
    this.record = record;
    this.#reads = reads;
  }

  get view(): View {
    this.#view ??= viewOf(this.record, this.#reads, (repeat) => this.children(repeat));
    return this.#view;
  }

  children(repeat: string): readonly View[] {
    this.#children ??= new Map();
    const known = this.#children.get(repeat);
    if (known) return known;
    const made = childrenOf(this.record, repeat, this.#reads.childrenOf(repeat));
    this.#children.set(repeat, made);
    return made;
  }
}

function viewOf(record: SourceRecord, reads: ReadColumns, children: (repeat: string) => readonly View[]): View {
  const view = Object.create(null) as Record<string, unknown>;
  const { header } = record;
  for (const [name, at] of reads.cellsIn(header)) view[name] = record.cells[at];
  // A column counts before a repeat of the same name, as everywhere.
  for (const [name] of reads.repeatsIn(header)) if (!header.positions.has(name)) view[name] = children(name);
  return view;
}

function childrenOf({ repeats }: SourceRecord, repeat: string, reads: ReadColumns): readonly View[] {
  return (repeats?.get(repeat) ?? []).map((child) =>
    viewOf(child, reads, (nested) => childrenOf(child, nested, reads.childrenOf(nested))),
  );
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
