/** What is remembered of a line of the draft, to find records that stand in the source more than once. */
export interface DraftRow {
  readonly ids: readonly string[];
  readonly digest: string;
  /** Key of the index entry that the record was taken for. */
  readonly entry: string | undefined;
  /** Left out by `where`, or without a key: it cannot be a duplicate. */
  readonly isExcluded: boolean;
}

/**
 * `repeat`: the row says the same as an earlier one, and goes. `duplicate`: the rows disagree, and none can be
 * believed.
 */
export type DuplicateVerdict = 'repeat' | 'duplicate';

/**
 * Finds rows that are of one record: they share an id or an entry of the index, directly or through a third row. Where
 * they are equal in every column that is read, all but the first are repeats; otherwise all of them are duplicates.
 * Returns verdicts by line of the draft, from 0; a line without one is the only row of its record, or the one to keep.
 */
export function findDuplicates(rows: readonly DraftRow[]): Map<number, DuplicateVerdict> {
  const verdicts = new Map<number, DuplicateVerdict>();
  for (const group of groupRows(rows)) {
    const first = group[0] as number;
    const areEqual = group.every((at) => rows[at]?.digest === rows[first]?.digest);
    for (const at of group) {
      if (!areEqual) verdicts.set(at, 'duplicate');
      else if (at !== first) verdicts.set(at, 'repeat');
    }
  }
  return verdicts;
}

/** Groups of two rows or more, each in the order of the file. */
function groupRows(rows: readonly DraftRow[]): Iterable<readonly number[]> {
  const sets = new DisjointSets(rows.length);
  const ownerOf = new Map<string, number>();
  for (const [at, { ids, entry, isExcluded }] of rows.entries()) {
    if (isExcluded) continue;
    // An id and an entry's key are different names for different things, even where they read the same.
    const names = entry === undefined ? ids : [...ids, `\u0000${entry}`];
    for (const name of names) {
      const owner = ownerOf.get(name);
      if (owner === undefined) ownerOf.set(name, at);
      else sets.join(owner, at);
    }
  }
  const groups = new Map<number, number[]>();
  for (let at = 0; at < rows.length; at += 1) {
    const root = sets.rootOf(at);
    if (root === at) continue;
    const group = groups.get(root);
    if (group) group.push(at);
    else groups.set(root, [root, at]);
  }
  return groups.values();
}

/** Union-find over the numbers below `size`; the root of a set is its smallest member. */
class DisjointSets {
  readonly #parents: Int32Array;

  constructor(size: number) {
    this.#parents = Int32Array.from({ length: size }, (_, at) => at);
  }

  rootOf(at: number): number {
    const parents = this.#parents;
    let root = at;
    while (parents[root] !== root) {
      const above = parents[root] as number;
      // Each step halves the way for the next search.
      parents[root] = parents[above] as number;
      root = parents[root] as number;
    }
    return root;
  }

  join(a: number, b: number): void {
    const [rootA, rootB] = [this.rootOf(a), this.rootOf(b)];
    this.#parents[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
  }
}
