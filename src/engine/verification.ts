/** Records that have not changed are mostly left unread; `reconcile.verify` says when they are looked at all the same. */
import { nameOf, type Ref } from '../contracts/ref.ts';
import type { VerifiedMemory } from '../contracts/store.ts';
import type { Reconcile } from './reconcile-keys.ts';

/** A run that starts a little earlier in the day than the one a week ago is a week later all the same. */
const WEEK_MS = 6.5 * 24 * 3600 * 1000;

/** So many objects that differ are remembered one by one; where there are more, the next run looks at all again. */
const MOST_REMEMBERED = 1000;

/**
 * Which unchanged records a run looks at in the sink, and what the next one is to know of it. What was found to differ is
 * looked at again by every run until it is settled: a person is told each night, not once a week.
 */
export class Verification {
  readonly #isWanted: boolean;
  readonly #isDue: boolean;
  readonly #before: VerifiedMemory | undefined;
  readonly #differed: ReadonlySet<string>;
  /** Of these, those not asked about yet: a record may be rejected tonight, and unchanged tomorrow. */
  readonly #open: Set<string>;
  readonly #differing = new Set<string>();

  constructor(verify: Reconcile['verify'], before: VerifiedMemory | undefined, now: Date) {
    const age = now.getTime() - Date.parse(before?.at ?? '');
    this.#isWanted = verify !== 'never';
    // A time that is no time, or is still to come, tells nothing.
    this.#isDue = verify === 'always' || (verify === 'weekly' && !(age >= 0 && age < WEEK_MS));
    this.#before = before;
    this.#differed = new Set(before?.differing);
    this.#open = new Set(this.#differed);
  }

  /** Whether all unchanged records are looked at. */
  get isDue(): boolean {
    return this.#isDue;
  }

  looksAt(ref: Ref): boolean {
    const name = nameOf(ref);
    this.#open.delete(name);
    return this.#isDue || (this.#isWanted && this.#differed.has(name));
  }

  /** What was found of an unchanged record is not what was sent: something is to be done about it, by us or a person. */
  differs(ref: Ref): void {
    this.#differing.add(nameOf(ref));
  }

  /** For the next run: `isDone` where this one has come to its end. */
  memory(now: Date, isDone: boolean): VerifiedMemory | undefined {
    if (!this.#isWanted || !isDone) return this.#before;
    const differing = [...new Set([...this.#open, ...this.#differing])].sort();
    if (differing.length > MOST_REMEMBERED) return undefined;
    const at = this.#isDue ? now.toISOString() : this.#before?.at;
    return at === undefined ? undefined : { at, differing };
  }
}
