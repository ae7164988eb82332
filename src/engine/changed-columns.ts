import { nearestColumn } from '../base/nearest-column.ts';
import { reason, type Reason } from '../messages/reason.ts';
import type { Header, SourceRecord } from '../contracts/record.ts';
import type { Pipeline } from './pipeline.ts';

type Reads = Pick<Pipeline, 'readsColumn' | 'ignoresColumn'>;

/** Columns that were there in the last run, are gone now, and are read by something in the pipeline; and what they look renamed to. */
export function lostColumns({ readsColumn }: Reads, before: readonly string[], now: readonly string[]): string[] {
  const added = gone(now, before).filter((column) => !readsColumn(column));
  return gone(before, now)
    .filter((column) => readsColumn(column))
    .map((column) => {
      const near = nearestColumn(column, added);
      return near === undefined ? column : `${column} (now "${near}"?)`;
    });
}

/** Columns that are gone since the last run, and that nothing read; undefined where there are none. */
export function goneColumns({ readsColumn }: Reads, before: readonly string[], now: readonly string[]): Reason[] {
  const lost = gone(before, now).filter((column) => !readsColumn(column));
  return lost.length > 0 ? [reason('source/columns-gone', { columns: toList(lost.map(quote)) })] : [];
}

/** Columns that came since the last run and that nothing reads, with how many records have something in them. */
export class NewColumns {
  readonly #columns: readonly string[];
  readonly #counted: readonly { readonly column: string; readonly at: number }[];
  readonly #filled = new Map<string, number>();

  constructor(
    { readsColumn, ignoresColumn }: Reads,
    before: readonly string[],
    now: readonly string[],
    { positions }: Header,
  ) {
    const added = before.length === 0 ? [] : gone(now, before);
    this.#columns = added.filter((column) => !readsColumn(column) && !ignoresColumn(column));
    this.#counted = this.#columns.flatMap((column) => {
      const at = positions.get(column);
      return at === undefined ? [] : [{ column, at }];
    });
  }

  /** Looks at a batch of records. */
  see(records: readonly SourceRecord[]): void {
    for (const { column, at } of this.#counted) {
      const filled = records.filter(({ cells }) => cells[at]?.trim()).length;
      this.#filled.set(column, (this.#filled.get(column) ?? 0) + filled);
    }
  }

  /** Whether anything of a record is looked at. */
  get areCounted(): boolean {
    return this.#counted.length > 0;
  }

  /** What there is to tell; none where no column is new. */
  news(): Reason[] {
    if (this.#columns.length === 0) return [];
    const shown = this.#columns.map((column) => {
      const filled = this.#filled.get(column);
      return filled === undefined ? quote(column) : `${quote(column)} (${filled} record${filled === 1 ? '' : 's'})`;
    });
    return [reason('source/columns-new', { columns: toList(shown) })];
  }
}

function gone(before: readonly string[], now: readonly string[]): string[] {
  const there = new Set(now);
  return [...new Set(before)].filter((column) => column !== '' && !there.has(column));
}

function quote(name: string): string {
  return JSON.stringify(name);
}

const MOST_NAMED = 10;

function toList(shown: readonly string[]): string[] {
  return shown.length > MOST_NAMED
    ? [...shown.slice(0, MOST_NAMED), `and ${shown.length - MOST_NAMED} more`]
    : [...shown];
}
