import { createHash } from 'node:crypto';

/** Lists of properties and data elements under short names, so that an entry can say what its hash was made of. */
export class Shapes {
  readonly #byName: Map<string, readonly string[]>;
  /** Names by list, in the order given: nearly all records of a run have the same. */
  readonly #names = new Map<string, string>();
  /** By the very list: a sink gives the same one again where it can. */
  readonly #nameOf = new WeakMap<readonly string[], string>();

  constructor(known: Readonly<Record<string, readonly string[]>> = {}) {
    this.#byName = new Map(Object.entries(known));
  }

  /** The name of a list, whatever its order. */
  nameOf(targets: readonly string[]): string {
    const known = this.#nameOf.get(targets);
    if (known !== undefined) return known;
    const name = this.#findName(targets);
    this.#nameOf.set(targets, name);
    return name;
  }

  #findName(targets: readonly string[]): string {
    const asGiven = targets.join('\u001f');
    const known = this.#names.get(asGiven);
    if (known !== undefined) return known;
    const sorted = [...targets].sort();
    const name = createHash('sha256').update(sorted.join(' ')).digest('base64url').slice(0, 8);
    this.#names.set(asGiven, name);
    this.#byName.set(name, sorted);
    return name;
  }

  get(name: string): readonly string[] | undefined {
    return this.#byName.get(name);
  }

  /** All lists that are known. */
  all(): ReadonlyMap<string, readonly string[]> {
    return this.#byName;
  }

  /** The lists of some names, for the sidecar. */
  toObject(names: ReadonlySet<string>): Record<string, readonly string[]> {
    return Object.fromEntries(
      [...this.#byName].filter(([name]) => names.has(name)).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }
}
