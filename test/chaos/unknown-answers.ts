import type { Seen } from './dhis2.ts';
import type { Image } from './records.ts';

/**
 * Answers of which the index does not know who has given them: their questions were not mapped when an entry that was not
 * believed came to count again, so that nobody looked at them.
 */
export class UnknownAnswers {
  /** By UID. */
  readonly #targets = new Map<string, ReadonlySet<string>>();

  /** A night has looked at all of an event that is mapped. */
  afterLook({ uid, image: there }: Seen, wanted: Image, isUncertain: boolean): void {
    const before = this.#targets.get(uid);
    const unknown = [...there.keys()].filter((name) => !wanted.has(name) && (isUncertain || before?.has(name)));
    this.#targets.set(uid, new Set(unknown));
  }

  /** Whether one of them is mapped now. */
  areWanted(event: Seen | undefined, wanted: Image): boolean {
    return [...((event && this.#targets.get(event.uid)) ?? [])].some((name) => wanted.has(name));
  }
}
