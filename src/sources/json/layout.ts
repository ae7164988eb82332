import { reason, type RejectReason } from '../../messages/reason.ts';
import { isObject } from '../../base/json.ts';
import { ColumnTree, flatten, NotFlat, toLine, type FlatRecord } from './flat-record.ts';
import { toBadLine } from './json-extract.ts';
import type { Line } from './complete-reading.ts';
import { kindOf } from './pages.ts';

/** How the records of a source become flat, and which columns they have whatever is in them. */
export interface Layout {
  /** Columns and repeats that are there even where no record has any. */
  newTree(): ColumnTree;
  /** Throws NotFlat. */
  toFlat(record: { readonly [key: string]: unknown }): FlatRecord;
  /** What is known of the columns only when all records were read. */
  settle?(tree: ColumnTree): void;
  /** The column by which records are told apart. */
  readonly id: string | undefined;
}

/** What a JSON record holds, under the paths at which it stands. */
export class PlainLayout implements Layout {
  readonly id: string | undefined;
  readonly #columns: readonly string[];
  readonly #repeats: { readonly [path: string]: readonly string[] };

  constructor(declared: {
    readonly id: string | undefined;
    readonly columns: readonly string[];
    readonly repeats: { readonly [path: string]: readonly string[] };
  }) {
    this.id = declared.id;
    this.#columns = declared.columns;
    this.#repeats = declared.repeats;
  }

  newTree(): ColumnTree {
    const repeats = Object.entries(this.#repeats).map(([path, columns]) => [path, new ColumnTree(columns)] as const);
    return new ColumnTree(this.#columns, repeats);
  }

  toFlat(record: { readonly [key: string]: unknown }): FlatRecord {
    const flat: FlatRecord = new Map();
    flatten(record, '', flat);
    return flat;
  }

  settle(tree: ColumnTree): void {
    tree.takeInOnlyChildren();
  }
}

/** The line of a record; its columns are added to the tree. What cannot be a record has a line too: it is rejected later. */
export function lineOf(record: unknown, layout: Layout, tree: ColumnTree): Line {
  if (!isObject(record) || Array.isArray(record)) return bad(reason('source/no-object', { found: kindOf(record) }));
  try {
    const flat = layout.toFlat(record);
    tree.see(flat);
    const id = layout.id === undefined ? undefined : flat.get(layout.id);
    return { text: toLine(flat), id: typeof id === 'string' ? id : undefined };
  } catch (error) {
    if (!(error instanceof NotFlat)) throw error;
    return bad(error.reason);
  }
}

function bad(why: RejectReason): Line {
  return { text: toBadLine(why), id: undefined };
}
