import { createHash } from 'node:crypto';
import { isCurrentHash, toHash, type Entry } from '../index/entry.ts';
import type { IndexStore } from '../index/index-store.ts';
import type { Sink, TargetObject } from './contracts.ts';

/**
 * What we ourselves last sent, against which an edit in DHIS2 is measured: target by target, so that a data element that
 * has left the mapping, or has just come into it, is nobody's edit.
 */
export class Memory {
  readonly #sink: Sink;
  readonly #index: Pick<IndexStore, 'targetsOf'>;
  readonly #entry: Entry;

  constructor(sink: Sink, index: Pick<IndexStore, 'targetsOf'>, entry: Entry) {
    this.#sink = sink;
    this.#index = index;
    this.#entry = entry;
  }

  /**
   * Whether an event is as we left it, so that `wanted` may replace it: equal to the last send that DHIS2 confirmed, or to
   * one that may have arrived; and of what we did not send then, but will now, nothing is there that is not ours.
   */
  isOurs(there: TargetObject, wanted: TargetObject): boolean {
    return this.#sends().some(({ hash, shape }) => {
      const targets = this.#index.targetsOf(shape);
      if (targets) return this.#hashOf(there, targets) === hash && this.#isFree(there, wanted, targets);
      // Sent by a release that kept no shapes: what we would send now, or all that is there.
      const candidates = [this.#sink.restrict(there, this.#sink.targetsOf(wanted)), there];
      return candidates.some((one) => toHash(this.#sink.canonical(one)) === hash);
    });
  }

  /** What an entry has to remember of data elements that are not sent any more; undefined where of none. */
  leftBehind(there: TargetObject, wanted: TargetObject): Readonly<Record<string, string>> | undefined {
    const now = new Set(this.#sink.targetsOf(wanted));
    const known = Object.entries(this.#entry.left ?? {}).filter(([element]) => !now.has(element));
    const before = this.#confirmedTargets(there).filter((target) => !now.has(target));
    const values = new Map(there.dataValues.map((one) => [one.dataElement, one.value]));
    const leaving = before.flatMap((element) => {
      const value = values.get(element);
      return value == null ? [] : [[element, this.#digest(element, value)] as const];
    });
    const left = Object.fromEntries([...known, ...leaving]);
    return Object.keys(left).length === 0 ? undefined : left;
  }

  /** Targets of the last confirmed send, where the event is still as that send left it. */
  #confirmedTargets(there: TargetObject): readonly string[] {
    const [last] = this.#sends();
    const targets = last && this.#index.targetsOf(last.shape);
    return targets && this.#hashOf(there, targets) === last.hash ? targets : [];
  }

  /** The confirmed send first, then those without a verdict. */
  #sends(): { readonly hash: string; readonly shape: string | undefined }[] {
    const { hash, was, shape, doubts = [] } = this.#entry;
    const confirmed = hash ?? was;
    const open = doubts.map((doubt) => {
      const [sent = '', of] = doubt.split(' ');
      return { hash: sent, shape: of };
    });
    return [...(isCurrentHash(confirmed) ? [{ hash: confirmed, shape }] : []), ...open];
  }

  #hashOf(there: TargetObject, targets: readonly string[]): string {
    return toHash(this.#sink.canonical(this.#sink.restrict(there, targets)));
  }

  /** Whether what comes into the mapping now meets nothing, or what we want, or what we left there ourselves. */
  #isFree(there: TargetObject, wanted: TargetObject, targets: readonly string[]): boolean {
    const sentBefore = new Set(targets);
    const values = new Map(there.dataValues.map((one) => [one.dataElement, one.value]));
    return wanted.dataValues.every(({ dataElement, value }) => {
      const theirs = values.get(dataElement) ?? null;
      if (sentBefore.has(dataElement) || theirs === null || theirs === value) return true;
      return this.#entry.left?.[dataElement] === this.#digest(dataElement, theirs);
    });
  }

  #digest(element: string, value: string): string {
    const text = `${this.#entry.dhis2_uuid}\u001f${element}\u001f${value}`;
    return createHash('sha256').update(text).digest('base64url').slice(0, 8);
  }
}
