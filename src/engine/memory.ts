import { createHash } from 'node:crypto';
import { isCurrentHash, toHash } from '../index/hash.ts';
import type { Entry, IndexSession, Send } from '../contracts/store.ts';
import type { JsonObject } from '../base/json.ts';
import type { Sink } from '../contracts/sink.ts';

/** What must be known of an object to tell whose it is. */
export type Remembered = Pick<Entry, 'address' | 'hash' | 'hashBefore' | 'shape' | 'doubts' | 'left'>;

/**
 * What we ourselves last sent, against which an edit in the sink is measured: target by target, so that one that has
 * left the mapping, or has just come into it, is nobody's edit.
 */
export class Memory {
  readonly #sink: Sink;
  readonly #index: Pick<IndexSession, 'targetsOf'>;
  readonly #entry: Remembered;

  constructor(sink: Sink, index: Pick<IndexSession, 'targetsOf'>, entry: Remembered) {
    this.#sink = sink;
    this.#index = index;
    this.#entry = entry;
  }

  /**
   * Whose an object is that is not as wanted. `ours`: as the last send left it that the sink confirmed, or one that may
   * have arrived, and nothing else is in the way. `strange`: the same, but what comes into the mapping only now has
   * values of which we know nothing. `edited`: somebody has worked on what we sent.
   */
  ownerOf(there: JsonObject, wanted: JsonObject): 'ours' | 'strange' | 'edited' {
    const owners = new Set(this.#sends().map((send) => this.#ownerBy(send, there, wanted)));
    return (['ours', 'strange'] as const).find((owner) => owners.has(owner)) ?? 'edited';
  }

  #ownerBy({ hash, shape }: Send, there: JsonObject, wanted: JsonObject): 'ours' | 'strange' | 'edited' {
    const targets = this.#index.targetsOf(shape);
    if (targets) return this.#hashOf(there, targets) === hash ? this.#ownerOfNew(there, wanted, targets) : 'edited';
    // Sent by a release that kept no shapes: what we would send now, or all that is there.
    const candidates = [this.#sink.restrict(there, this.#sink.targetsOf(wanted)), there];
    return candidates.some((one) => toHash(this.#sink.image(one)) === hash) ? 'ours' : 'edited';
  }

  /** What an entry has to remember of values that are not sent any more; undefined where of none. */
  leftBehind(there: JsonObject, wanted: JsonObject): Readonly<Record<string, string>> | undefined {
    const now = new Set(this.#sink.targetsOf(wanted));
    const known = Object.entries(this.#entry.left ?? {}).filter(([target]) => !now.has(target));
    const before = this.#confirmedTargets(there).filter((target) => !now.has(target));
    const values = this.#sink.valuesOf(there);
    const leaving = before.flatMap((target) => {
      const value = values.get(target);
      return value == null ? [] : [[target, this.#digest(target, value)] as const];
    });
    const left = Object.fromEntries([...known, ...leaving]);
    return Object.keys(left).length === 0 ? undefined : left;
  }

  /** Targets of the last confirmed send, where the object is still as that send left it. */
  #confirmedTargets(there: JsonObject): readonly string[] {
    const [last] = this.#sends();
    const targets = last && this.#index.targetsOf(last.shape);
    return targets && this.#hashOf(there, targets) === last.hash ? targets : [];
  }

  /** The confirmed send first, then those without a verdict. */
  #sends(): Send[] {
    const { hash, hashBefore, shape, doubts } = this.#entry;
    const confirmed = hash ?? hashBefore;
    const isConfirmed = isCurrentHash(confirmed);
    return [...(isConfirmed ? [{ hash: confirmed, ...(shape !== undefined && { shape }) }] : []), ...doubts];
  }

  #hashOf(there: JsonObject, targets: readonly string[]): string {
    return toHash(this.#sink.image(this.#sink.restrict(there, targets)));
  }

  /** What comes into the mapping now may meet nothing, what we want, what we left there ourselves, or something else. */
  #ownerOfNew(there: JsonObject, wanted: JsonObject, targets: readonly string[]): 'ours' | 'strange' | 'edited' {
    const sentBefore = new Set(targets);
    const values = this.#sink.valuesOf(there);
    const wantedValues = this.#sink.valuesOf(wanted);
    const properties = this.#sink.targetsOf(wanted).filter((target) => !wantedValues.has(target));
    const newProperties = properties.filter((target) => !sentBefore.has(target));
    const isReplaced = newProperties.some((one) => this.#isStrange(there, wanted, [one]));
    let owner: 'ours' | 'strange' = isReplaced ? 'strange' : 'ours';
    for (const [target, value] of wantedValues) {
      const theirs = values.get(target) ?? null;
      if (sentBefore.has(target) || theirs === null || theirs === value) continue;
      const left = this.#entry.left?.[target];
      if (left === undefined) owner = 'strange';
      else if (left !== this.#digest(target, theirs)) return 'edited';
    }
    return owner;
  }

  /** Whether something else than what we want stands in a property that was not sent before. */
  #isStrange(there: JsonObject, wanted: JsonObject, property: readonly string[]): boolean {
    const [theirs, ours, nothing] = [there, wanted, this.#sink.restrict(there, [])].map((one) =>
      this.#sink.image(this.#sink.restrict(one, property)),
    );
    return theirs !== ours && theirs !== nothing;
  }

  #digest(target: string, value: string): string {
    const text = `${this.#entry.address}\u001f${target}\u001f${value}`;
    return createHash('sha256').update(text).digest('base64url').slice(0, 8);
  }
}
