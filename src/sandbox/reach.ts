import type { OrgUnitModel } from './model.ts';
import { inScope, type Person } from './people.ts';
import type { Traits } from './versions.ts';

const REMEMBERED_MS = 3_600_000;

/** Where users capture data. Up to 2.41 the server remembers for an hour where they do not, whatever they are given. */
export class Reach {
  readonly #remembers: boolean;
  readonly #now: () => number;
  /** When each refusal, by user and org unit, is forgotten. */
  readonly #refusedUntil = new Map<string, number>();

  constructor(traits: Traits, now: () => number) {
    this.#remembers = traits.remembersRefusals;
    this.#now = now;
  }

  forget(): void {
    this.#refusedUntil.clear();
  }

  includes(person: Person, { uid, path }: OrgUnitModel): boolean {
    if (!this.#remembers) return inScope(person, path);
    const key = `${person.uid} ${uid}`;
    if ((this.#refusedUntil.get(key) ?? 0) > this.#now()) return false;
    if (inScope(person, path)) return true;
    this.#refusedUntil.set(key, this.#now() + REMEMBERED_MS);
    return false;
  }
}
