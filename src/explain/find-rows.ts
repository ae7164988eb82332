import type { BadRow, Header, SourceRecord } from '../contracts/record.ts';
import type { Extract, Source } from '../contracts/source.ts';
import { bindIdentity, type Identity, type KeyColumns } from '../engine/identity.ts';

/** What a person asks for: a row, or anything that a record is called. */
export type Wanted = { readonly row: number } | { readonly ids: ReadonlySet<string> };

/** Rows of the source that are meant, and what there is beside them. */
export interface FoundRows {
  readonly header: Header;
  readonly location: string;
  /** In the order of the source. */
  readonly matches: readonly SourceRecord[];
  /** Other rows that share an id with the first of them. */
  readonly alike: readonly SourceRecord[];
  /** The row that was asked for, where it cannot be read. */
  readonly bad: BadRow | undefined;
  readonly rows: number;
  readonly unreadable: number;
  /** All ids, for suggestions; only where nothing matches. */
  readonly ids: readonly string[];
}

const BATCH = 500;
/** Cells that are kept, so that the source is read once; of a larger one it is read a second time. */
const MOST_CELLS = 3_000_000;

/** Reads the source to its end, and finds what is wanted. Throws EtlError `source/*`. */
export async function findRows(
  { source, key }: { readonly source: Source; readonly key: readonly KeyColumns[] },
  wanted: Wanted,
  folder: string,
): Promise<FoundRows> {
  const rows = new Rows(wanted);
  const { header, location } = await readAll(source, folder, (extract) => rows.read(extract, key));
  const [first] = rows.matches;
  const own = new Set(first && bindIdentity(key, header)(first)?.ids);
  const others = rows.kept ?? (first ? await readAlike(source, folder, key, own) : []);
  const isAlike = sharing(bindIdentity(key, header), own);
  const alike = others.filter((record) => record.row !== first?.row && isAlike(record));
  const { matches, bad, count, unreadable, ids } = rows;
  return { header, location, matches, alike, bad, rows: count, unreadable, ids: matches.length > 0 ? [] : [...ids] };
}

class Rows {
  readonly matches: SourceRecord[] = [];
  readonly ids = new Set<string>();
  bad: BadRow | undefined;
  count = 0;
  unreadable = 0;
  /** All records, as long as they are few. */
  kept: SourceRecord[] | undefined = [];
  readonly #wanted: Wanted;

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
  }

  async read(extract: Extract, key: readonly KeyColumns[]): Promise<void> {
    const identify = bindIdentity(key, extract.header);
    for await (const { records, badRows = [] } of extract.batches(BATCH)) {
      for (const record of records) this.#see(record, identify(record));
      for (const bad of badRows) if ('row' in this.#wanted && bad.row === this.#wanted.row) this.bad = bad;
      this.count += records.length + badRows.length;
      this.unreadable += badRows.length;
    }
  }

  #see(record: SourceRecord, identity: Identity | null): void {
    if (isWanted(record, identity, this.#wanted)) this.matches.push(record);
    for (const id of identity?.ids ?? []) this.ids.add(id);
    if (this.kept && this.kept.length * record.header.columns.length > MOST_CELLS) this.kept = undefined;
    this.kept?.push(record);
  }
}

function isWanted(record: SourceRecord, identity: Identity | null, wanted: Wanted): boolean {
  const { madeOf, repeats } = record;
  if ('row' in wanted) {
    const parts = madeOf ? (repeats?.get(madeOf.as) ?? []) : [];
    return record.row === wanted.row || parts.some(({ row }) => row === wanted.row);
  }
  return [...(identity?.ids ?? []), ...(madeOf?.keys ?? [])].some((id) => wanted.ids.has(id));
}

function sharing(identify: (record: SourceRecord) => Identity | null, ids: ReadonlySet<string>) {
  return (record: SourceRecord): boolean => identify(record)?.ids.some((id) => ids.has(id)) === true;
}

async function readAlike(
  source: Source,
  folder: string,
  key: readonly KeyColumns[],
  ids: ReadonlySet<string>,
): Promise<SourceRecord[]> {
  const alike: SourceRecord[] = [];
  await readAll(source, folder, async (extract) => {
    const isAlike = sharing(bindIdentity(key, extract.header), ids);
    for await (const { records } of extract.batches(BATCH)) alike.push(...records.filter(isAlike));
  });
  return alike;
}

async function readAll(
  source: Source,
  folder: string,
  read: (extract: Extract) => Promise<void>,
): Promise<{ readonly header: Header; readonly location: string }> {
  const extract = await source.open(folder);
  try {
    await read(extract);
    return { header: extract.header, location: extract.facts.location };
  } finally {
    await extract.close();
  }
}
