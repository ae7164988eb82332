/** What is remembered of a line of the draft to find records that stand in the source more than once. */
export interface Seen {
  readonly ids: readonly string[];
  readonly digest: string;
  /** Key of the index entry that the record was taken for. */
  readonly entry: string | undefined;
  /** Left out by `where`, or without a key: it cannot be a duplicate. */
  readonly isExcluded: boolean;
}

/** `repeat`: the row says the same as an earlier one, and goes. `duplicate`: the rows disagree, and none can be believed. */
export type DuplicateVerdict = 'repeat' | 'duplicate';

/**
 * Finds rows of one record: they share an id, or an entry of the index. Rows that are equal in every column that is read
 * are one; else all of them are duplicates. Answers by line of the draft.
 */
export function findDuplicates(seen: readonly Seen[]): Map<number, DuplicateVerdict> {
  const verdicts = new Map<number, DuplicateVerdict>();
  const firstById = new Map<string, number>();
  const groups = new Map<number, number[]>();
  for (const [at, { ids, entry, isExcluded }] of seen.entries()) {
    if (isExcluded) continue;
    // An id and an entry's key are different names for different things, even where they read the same.
    const names = entry === undefined ? ids : [...ids, `\u0000${entry}`];
    const first = names.map((name) => firstById.get(name)).find((one) => one !== undefined);
    for (const name of names) if (!firstById.has(name)) firstById.set(name, first ?? at);
    if (first === undefined) continue;
    const group = groups.get(first);
    if (group) group.push(at);
    else groups.set(first, [first, at]);
  }
  for (const [first, group] of groups) {
    const isOne = group.every((at) => seen[at]?.digest === seen[first]?.digest);
    for (const at of group) {
      if (!isOne) verdicts.set(at, 'duplicate');
      else if (at !== first) verdicts.set(at, 'repeat');
    }
  }
  return verdicts;
}
