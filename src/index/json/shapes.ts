import { createHash } from 'node:crypto';
import type { RawEntry } from './raw-entry.ts';

/** Lists of properties and data elements under short names, so that an entry can say what its hash was made of. */
export class Shapes {
  readonly #byName: Map<string, readonly string[]>;
  /** Names by list, in the order given: nearly all records of a run have the same. */
  readonly #names = new Map<string, string>();

  constructor(known: Readonly<Record<string, readonly string[]>> = {}) {
    this.#byName = new Map(Object.entries(known));
  }

  /** The name of a list, whatever its order. */
  nameOf(targets: readonly string[]): string {
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

  /** The lists of some names, for the sidecar. */
  toObject(names: ReadonlySet<string>): Record<string, readonly string[]> {
    return Object.fromEntries(
      [...this.#byName].filter(([name]) => names.has(name)).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }
}

/** Shapes that an entry speaks of: that of its hash, and those of its doubts and of what it left elsewhere. */
export function shapesOf({ shape, doubts = [], moved_from: places = [] }: RawEntry): string[] {
  const sends = [...doubts, ...places.flatMap((place) => place.sends)];
  return [...(shape === undefined ? [] : [shape]), ...sends.map((send) => send.split(' ')[1] ?? '')];
}
