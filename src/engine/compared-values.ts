/**
 * Watches the columns that `where` compares with a text. A value that no earlier run has met (a new spelling of "no") may
 * leave a record out, or let it in, by mistake: so a person is told.
 */
import { createHash } from 'node:crypto';
import { reason, type Reason } from '../messages/reason.ts';
import type { Header, SourceRecord } from '../contracts/record.ts';

/** Digests of the values that were met so far, by column; the values themselves, which persons wrote, are not kept. */
export type SeenValues = Readonly<Record<string, readonly string[]>>;

/** A column with more values than this holds free text: nearly every value is new, and tells nothing. */
const MOST_VALUES = 100;

interface Watched {
  readonly column: string;
  /** Position of its cell in a record. */
  readonly at: number;
  /** Undefined where no run before has looked at this column. */
  readonly before: ReadonlySet<string> | undefined;
  /** Digests of the values of this run. */
  readonly values: Set<string>;
  /** The same by value, so that they are made once. */
  readonly digests: Map<string, string>;
  /** New values: how many cells have one, and the line of the first. */
  fresh: { count: number; readonly line?: number } | undefined;
  /** Of a column of form versions, the new ones: no person wrote them. */
  readonly versions: Set<string> | undefined;
}

/** Columns by which form tools say of which version a submission is. */
const OF_VERSIONS: ReadonlySet<string> = new Set(['__version__', '_version_']);

export class ComparedValues {
  readonly #watched: readonly Watched[];
  readonly #known: SeenValues;

  constructor(columns: readonly string[], known: SeenValues, { positions }: Header) {
    this.#known = known;
    this.#watched = [...new Set([...columns, ...OF_VERSIONS])].flatMap((column) => {
      const at = positions.get(column);
      const before = Object.hasOwn(known, column) ? new Set(known[column]) : undefined;
      return at === undefined
        ? []
        : [
            {
              column,
              at,
              before,
              values: new Set<string>(),
              digests: new Map<string, string>(),
              fresh: undefined,
              versions: OF_VERSIONS.has(column) ? new Set<string>() : undefined,
            },
          ];
    });
  }

  /** Looks at a batch of records. */
  see(records: readonly SourceRecord[]): void {
    for (const watched of this.#watched) {
      const { at, before, values } = watched;
      for (const { cells, line } of records) {
        const cell = (cells[at] as string).trim();
        if (cell === '' || values.size > MOST_VALUES) continue;
        const digest = digestIn(watched, cell);
        values.add(digest);
        if (before === undefined || before.has(digest)) continue;
        watched.versions?.add(cell);
        if (watched.fresh) watched.fresh.count += 1;
        else watched.fresh = { count: 1, ...(line !== undefined && { line }) };
      }
    }
  }

  /** What `hear` is to be told of a record that is not read again. */
  noteOf({ cells }: SourceRecord): string {
    let note = '';
    for (const watched of this.#watched) {
      const cell = (cells[watched.at] as string).trim();
      note += `${cell === '' ? '' : digestIn(watched, cell)} `;
    }
    return note;
  }

  /** Whether none of the values that were noted of a record would be told of. */
  isNothingNew(note: string): boolean {
    const digests = note.split(' ');
    return this.#watched.every(({ before }, n) => {
      const digest = digests[n] ?? '';
      return digest === '' || before === undefined || before.has(digest) || isFreeText(before.size);
    });
  }

  /** A record has been left unread of which this was noted. */
  hear(note: string): void {
    for (const [n, digest] of note.split(' ').entries()) {
      const values = this.#watched[n]?.values;
      if (values && digest !== '' && values.size <= MOST_VALUES) values.add(digest);
    }
  }

  /** What there is to tell of each column with new values. These are personal data, so they are not in it. */
  news(): Reason[] {
    return this.#watched.flatMap(({ column, before, values, fresh, versions }): Reason[] => {
      if (!fresh || isFreeText(before?.size ?? 0) || isFreeText(values.size)) return [];
      const [version, ...more] = versions ?? [];
      if (version === undefined) return [reason('source/new-values', { column, ...fresh })];
      return [reason('source/new-version', { column, version, more: more.length, ...fresh })];
    });
  }

  /** What the next run is to compare with: all values of this run and of those before. */
  knownValues(): SeenValues {
    const now = this.#watched.map(({ column, before = new Set(), values }): [string, string[]] => {
      const all = new Set([...before, ...values]);
      return [column, [...all].sort().slice(0, MOST_VALUES + 1)];
    });
    return Object.fromEntries([...Object.entries(this.#known), ...now]);
  }
}

function isFreeText(count: number): boolean {
  return count > MOST_VALUES;
}

/** Values of which the digests are kept at hand: what has more of them is hardly compared with a text. */
const MOST_DIGESTS = 10_000;

function digestIn({ column, digests }: Watched, cell: string): string {
  const known = digests.get(cell);
  if (known !== undefined) return known;
  const digest = digestOf(column, cell);
  if (digests.size < MOST_DIGESTS) digests.set(cell, digest);
  return digest;
}

function digestOf(column: string, value: string): string {
  return createHash('sha256').update(`${column}\u0000${value}`).digest('base64url').slice(0, 12);
}
