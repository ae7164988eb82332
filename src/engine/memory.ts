import { createHash } from 'node:crypto';
import { isCurrentHash, toHash } from '../index/hash.ts';
import type { Entry, IndexSession, Send } from '../contracts/store.ts';
import type { JsonObject } from '../base/json.ts';
import type { Sink } from '../contracts/sink.ts';

/** What must be known of an object to tell whose it is. */
export type Remembered = Pick<Entry, 'address' | 'hash' | 'hashBefore' | 'shape' | 'doubts' | 'left'>;

/**
 * What we last sent of an object, by which an edit that somebody made in the sink is recognised. Compared target by target
 * (property or value): a target that has left the mapping, or has just come into it, is not taken for an edit.
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
   * Tells who made an object what it is, where it is not as wanted:
   * - `ours`: it is as one of our sends left it (the last confirmed, or one that may have arrived), so it may be replaced
   * - `strange`: the same, but a target that is new in the mapping has a value there which we did not send
   * - `edited`: somebody has worked on what we sent
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
    return candidates.some((candidate) => toHash(this.#sink.image(candidate)) === hash) ? 'ours' : 'edited';
  }

  /** Targets that we sent once and send no more, each with a digest of the value left there; undefined where none is. */
  leftBehind(there: JsonObject, wanted: JsonObject): Readonly<Record<string, string>> | undefined {
    const now = new Set(this.#sink.targetsOf(wanted));
    const known = Object.entries(this.#entry.left ?? {}).filter(([target]) => !now.has(target));
    const before = this.#targetsAsLeft(there).filter((target) => !now.has(target));
    const values = this.#sink.valuesOf(there);
    const leaving = before.flatMap((target) => {
      const value = values.get(target);
      return value == null ? [] : [[target, this.#digest(target, value)] as const];
    });
    const left = Object.fromEntries([...known, ...leaving]);
    return Object.keys(left).length === 0 ? undefined : left;
  }

  /** Targets of one of our sends, with a verdict or without, where the object is still as that send left it. */
  #targetsAsLeft(there: JsonObject): readonly string[] {
    for (const { hash, shape } of this.#sends()) {
      const targets = this.#index.targetsOf(shape);
      if (targets && this.#hashOf(there, targets) === hash) return targets;
    }
    return [];
  }

  #sends(): Send[] {
    return sendsOf(this.#entry);
  }

  #hashOf(there: JsonObject, targets: readonly string[]): string {
    return toHash(this.#sink.image(this.#sink.restrict(there, targets)));
  }

  /** Whether the targets that are new in the mapping have values there that we neither want nor left there ourselves. */
  #ownerOfNew(there: JsonObject, wanted: JsonObject, targets: readonly string[]): 'ours' | 'strange' | 'edited' {
    const sentBefore = new Set(targets);
    const values = this.#sink.valuesOf(there);
    const wantedValues = this.#sink.valuesOf(wanted);
    const properties = this.#sink.targetsOf(wanted).filter((target) => !wantedValues.has(target));
    const newProperties = properties.filter((target) => !sentBefore.has(target));
    const isReplaced = newProperties.some((property) => this.#isStrange(there, wanted, [property]));
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

  /** Whether a property that was not sent before has a value there, and not the one we want. */
  #isStrange(there: JsonObject, wanted: JsonObject, property: readonly string[]): boolean {
    const [theirs, ours, nothing] = [there, wanted, this.#sink.restrict(there, [])].map((object) =>
      this.#sink.image(this.#sink.restrict(object, property)),
    );
    return theirs !== ours && theirs !== nothing;
  }

  #digest(target: string, value: string): string {
    const text = `${this.#entry.address}\u001f${target}\u001f${value}`;
    return createHash('sha256').update(text).digest('base64url').slice(0, 8);
  }
}

/** What may be left of an object in the sink: the confirmed send first, then those without a verdict. */
export function sendsOf({ hash, hashBefore, shape, doubts }: Omit<Remembered, 'address'>): Send[] {
  const confirmed = hash ?? hashBefore;
  const isConfirmed = isCurrentHash(confirmed);
  return [...(isConfirmed ? [{ hash: confirmed, ...(shape !== undefined && { shape }) }] : []), ...doubts];
}
