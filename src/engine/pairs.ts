import { isSettled, wasConfirmed } from '../index/states.ts';
import { nameOf } from '../contracts/ref.ts';
import type { Found } from '../contracts/store.ts';
import { readAll } from './look.ts';
import type { PlanContext } from './pipeline.ts';
import { readSome } from './spool.ts';

/** A record that the index does not know; `at` is its line in the draft, `pair` the hash of its pair's values. */
interface NewRecord {
  readonly at: number;
  readonly pair: string | undefined;
  /** The properties of its object that are made from the pair's columns, as one text to compare. */
  readonly properties: string | undefined;
}

/** `edit`: the record is another one's edit. `ambiguous`: it may be, and only a person can tell. */
export type PairVerdict =
  | { readonly is: 'edit'; readonly found: Found }
  | { readonly is: 'ambiguous'; readonly keys: readonly string[] };

export interface Pairs {
  readonly byLine: ReadonlyMap<number, PairVerdict>;
  /** Names of the entries that are paired, or may be: they are not missing. */
  readonly taken: ReadonlySet<string>;
}

/**
 * Where no id survives an edit, the edited record looks like one gone and one come. Exactly one missing entry and
 * exactly one new record with equal `pair` values are an edit; several are held. Entries of the tools before us have no
 * pair hash: their objects are read from the sink and compared by the properties made from the pair's columns.
 */
export async function findPairs(
  context: PlanContext,
  draft: string,
  newLines: readonly number[],
  accounted: Pick<ReadonlySet<string>, 'has'>,
): Promise<Pairs> {
  const byLine = new Map<number, PairVerdict>();
  const taken = new Set<string>();
  if (context.pipeline.pair.length === 0 || newLines.length === 0) return { byLine, taken };
  const missing = await findMissing(context, accounted);
  if (missing.length === 0) return { byLine, taken };
  const records = await readRecords(context, draft, newLines);
  const settle = (wanted: ReadonlyMap<string, NewRecord[]>, gone: ReadonlyMap<string, Found[]>): void => {
    for (const [value, entries] of gone) {
      const rows = wanted.get(value) ?? [];
      const [entry] = entries as [Found];
      if (rows.length === 0) continue;
      const verdict: PairVerdict =
        rows.length === 1 && entries.length === 1
          ? { is: 'edit', found: entry }
          : { is: 'ambiguous', keys: entries.map(({ ref }) => ref.key) };
      for (const row of rows) byLine.set(row.at, verdict);
      for (const { ref } of entries) taken.add(nameOf(ref));
    }
  };
  const byPair = groupBy(records, (record) => record.pair);
  const hashed = missing.filter(({ entry }) => entry.pair !== undefined && byPair.has(entry.pair));
  settle(
    byPair,
    groupBy(await withoutSettled(context, hashed), (found) => found.entry.pair),
  );
  const legacy = missing.filter(({ entry, isBelieved }) => {
    return entry.pair === undefined && (wasConfirmed(entry) || (isSettled(entry) && !isBelieved));
  });
  const left = records.filter((record) => !byLine.has(record.at) && record.properties !== undefined);
  if (legacy.length > 0 && left.length > 0) {
    const gone = await readProperties(context, legacy);
    settle(
      groupBy(left, (record) => record.properties),
      groupBy(legacy, (found) => gone.get(found)),
    );
  }
  return { byLine, taken };
}

/** New records, from their lines in the draft. */
async function readRecords(
  { pipeline, mapper }: PlanContext,
  draft: string,
  newLines: readonly number[],
): Promise<NewRecord[]> {
  const names = mapper.propertiesOf(new Set(pipeline.pair));
  const wanted = new Set(newLines);
  const records: NewRecord[] = [];
  for await (const { at, line } of readSome(draft, (place) => wanted.has(place))) {
    if (line.action !== 'create') continue;
    records.push({ at, pair: line.pair, properties: pipeline.sink.imageOf(line.object, names) });
  }
  return records;
}

/**
 * Entries of which something may be there, though no record accounts for them. What somebody else has marked as removed or
 * gone is among them: that is only said.
 */
async function findMissing({ index }: PlanContext, accounted: Pick<ReadonlySet<string>, 'has'>): Promise<Found[]> {
  const missing: Found[] = [];
  for await (const found of index.unseen(accounted))
    if (!isSettled(found.entry) || !found.isBelieved) missing.push(found);
  return missing;
}

/** Without those that are settled indeed: the sink, too, has nothing of them. */
async function withoutSettled(context: PlanContext, missing: readonly Found[]): Promise<Found[]> {
  const settled = missing.filter(({ entry }) => isSettled(entry));
  if (settled.length === 0) return [...missing];
  const remotes = await readAll(
    context,
    settled.map(({ entry }) => entry.address),
  );
  return missing.filter(({ entry }) => !isSettled(entry) || remotes.get(entry.address)?.is === 'live');
}

async function readProperties(
  { pipeline, mapper }: PlanContext,
  entries: readonly Found[],
): Promise<Map<Found, string>> {
  const names = mapper.propertiesOf(new Set(pipeline.pair));
  const remotes = await pipeline.sink.read(entries.map(({ entry }) => entry.address));
  const byEntry = new Map<Found, string>();
  for (const found of entries) {
    const remote = remotes.get(found.entry.address);
    const properties = remote?.is === 'live' ? pipeline.sink.imageOf(remote.object, names) : undefined;
    if (properties !== undefined) byEntry.set(found, properties);
  }
  return byEntry;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = key === undefined ? undefined : groups.get(key);
    if (group) group.push(item);
    else if (key !== undefined) groups.set(key, [item]);
  }
  return groups;
}
