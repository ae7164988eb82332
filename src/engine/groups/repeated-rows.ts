/** Rows that stand in the source more than once, whichever groups they are in. */
import { reason, type RejectReason } from '../../messages/reason.ts';
import { findDuplicates } from '../duplicates.ts';
import type { Line, Partitions } from './partitions.ts';

/** One id of a row. */
export type IdLine = readonly [id: string, row: number, place: number, digest: string, group: string];

export interface RepeatedRows {
  /** Rows that say the same as an earlier one, by their numbers: they do not count again. */
  readonly repeats: ReadonlySet<number>;
  /** What is wrong with a group: rows with one id that say different things, in it or in another. */
  readonly faults: ReadonlyMap<string, readonly RejectReason[]>;
}

/** So many faults of a group are told, and so many places of one. */
const MOST_TOLD = 5;

/** Memory holds one file of ids, and the rows of which there are several. */
export async function findRepeatedRows(ids: Partitions): Promise<RepeatedRows> {
  const rows = new Map<number, { readonly line: IdLine; readonly ids: string[] }>();
  const shared: (readonly IdLine[])[] = [];
  for await (const lines of ids.read())
    for (const same of byId(lines)) {
      shared.push(same);
      for (const line of same) {
        const row = rows.get(line[1]) ?? { line, ids: [] };
        row.ids.push(line[0]);
        rows.set(line[1], row);
      }
    }
  const found = [...rows.values()].sort((a, b) => a.line[1] - b.line[1]);
  const drafts = found.map((row) => ({ ids: row.ids, digest: row.line[3], entry: undefined, isExcluded: false }));
  const verdicts = findDuplicates(drafts);
  const numbersOf = (wanted: string): number[] =>
    [...verdicts].flatMap(([at, verdict]) => (verdict === wanted ? [found[at]?.line[1] as number] : []));
  return { repeats: new Set(numbersOf('repeat')), faults: faultsOf(shared, new Set(numbersOf('duplicate'))) };
}

/** The lines of each id that several rows have. */
function byId(lines: readonly Line[]): (readonly IdLine[])[] {
  const found = new Map<string, IdLine[]>();
  for (const line of lines as unknown as readonly IdLine[]) found.set(line[0], [...(found.get(line[0]) ?? []), line]);
  return [...found.values()].filter((same) => same.length > 1);
}

function faultsOf(shared: readonly (readonly IdLine[])[], doubtful: ReadonlySet<number>): Map<string, RejectReason[]> {
  const faults = new Map<string, RejectReason[]>();
  for (const same of shared) {
    const rows = same.filter((line) => doubtful.has(line[1]));
    const [first] = rows;
    if (!first) continue;
    const places = rows.map((line) => String(line[2])).slice(0, MOST_TOLD);
    const why = reason('group/row-twice', { key: first[0], places });
    for (const group of new Set(rows.map((line) => line[4]))) {
      const known = faults.get(group) ?? [];
      if (known.length < MOST_TOLD) faults.set(group, [...known, why]);
    }
  }
  return faults;
}
