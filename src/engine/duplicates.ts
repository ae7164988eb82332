import { DigestList, FingerprintMap } from '../base/fingerprints.ts';

/** What is remembered of a line of the draft, to find records that stand in the source more than once. */
export interface DraftRow {
  readonly ids: readonly string[];
  /** Of what it says, in base64url. */
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
  const duplicates = new Duplicates();
  for (const row of rows) duplicates.add(row);
  return duplicates.verdicts();
}

/** The same, line by line: of rows and ids fingerprints are kept, some 100 bytes a row. */
export class Duplicates {
  readonly #sets = new DisjointSets();
  readonly #ownerOf = new FingerprintMap();
  readonly #digests = new DigestList();
  /** Rows that are not alone. */
  readonly #shared = new Set<number>();

  /** Takes in the next line of the draft. */
  add({ ids, digest, entry, isExcluded }: DraftRow): void {
    const at = this.#sets.add();
    this.#digests.add(digest);
    if (isExcluded) return;
    for (const id of ids) this.#own(id, at);
    // An id and an entry's key are different names for different things, even where they read the same.
    if (entry !== undefined) this.#own(`\u0000${entry}`, at);
  }

  /** How many lines there are. */
  get size(): number {
    return this.#sets.size;
  }

  verdicts(): Map<number, DuplicateVerdict> {
    const verdicts = new Map<number, DuplicateVerdict>();
    for (const group of this.#groups()) {
      const first = group[0] as number;
      const areEqual = group.every((at) => this.#digests.areEqual(at, first));
      for (const at of group) {
        if (!areEqual) verdicts.set(at, 'duplicate');
        else if (at !== first) verdicts.set(at, 'repeat');
      }
    }
    return verdicts;
  }

  #own(name: string, at: number): void {
    const owner = this.#ownerOf.getOrSet(name, at);
    if (owner === at) return;
    this.#sets.join(owner, at);
    this.#shared.add(owner).add(at);
  }

  /** Groups of two rows or more, each in the order of the file. */
  #groups(): Iterable<readonly number[]> {
    const groups = new Map<number, number[]>();
    for (const at of [...this.#shared].sort((a, b) => a - b)) {
      const root = this.#sets.rootOf(at);
      const group = groups.get(root);
      if (group) group.push(at);
      else groups.set(root, [at]);
    }
    return groups.values();
  }
}

/** Union-find over numbers from 0; the root of a set is its smallest member. */
class DisjointSets {
  #parents = new Int32Array(1024);
  size = 0;

  /** The next number, in a set of its own. */
  add(): number {
    if (this.size === this.#parents.length) {
      const longer = new Int32Array(this.size * 2);
      longer.set(this.#parents);
      this.#parents = longer;
    }
    this.#parents[this.size] = this.size;
    this.size += 1;
    return this.size - 1;
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
