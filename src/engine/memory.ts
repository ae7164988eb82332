import { createHash } from 'node:crypto';
import { isCurrentHash, toHash, type Entry } from '../index/json/raw-entry.ts';
import type { IndexSession } from '../index/index-store.ts';
import type { Sink, TargetObject } from '../contracts/sink.ts';

const NOTHING: TargetObject = { dataValues: [] };

/** A send of which we know: its hash, and the name of what it set. */
interface Send {
  readonly hash: string;
  readonly shape: string | undefined;
}

/**
 * What we ourselves last sent, against which an edit in DHIS2 is measured: target by target, so that a data element that
 * has left the mapping, or has just come into it, is nobody's edit.
 */
export class Memory {
  readonly #sink: Sink;
  readonly #index: Pick<IndexSession, 'targetsOf'>;
  readonly #entry: Entry;

  constructor(sink: Sink, index: Pick<IndexSession, 'targetsOf'>, entry: Entry) {
    this.#sink = sink;
    this.#index = index;
    this.#entry = entry;
  }

  /**
   * Whose an event is that is not as wanted. `ours`: as the last send left it that DHIS2 confirmed, or one that may have
   * arrived, and nothing else is in the way. `strange`: the same, but what comes into the mapping only now has values of
   * which we know nothing. `edited`: somebody has worked on what we sent.
   */
  ownerOf(there: TargetObject, wanted: TargetObject): 'ours' | 'strange' | 'edited' {
    const owners = new Set(this.#sends().map((send) => this.#ownerBy(send, there, wanted)));
    return (['ours', 'strange'] as const).find((owner) => owners.has(owner)) ?? 'edited';
  }

  #ownerBy({ hash, shape }: Send, there: TargetObject, wanted: TargetObject): 'ours' | 'strange' | 'edited' {
    const targets = this.#index.targetsOf(shape);
    if (targets) return this.#hashOf(there, targets) === hash ? this.#ownerOfNew(there, wanted, targets) : 'edited';
    // Sent by a release that kept no shapes: what we would send now, or all that is there.
    const candidates = [this.#sink.restrict(there, this.#sink.targetsOf(wanted)), there];
    return candidates.some((one) => toHash(this.#sink.canonical(one)) === hash) ? 'ours' : 'edited';
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
  #sends(): Send[] {
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

  /** What comes into the mapping now may meet nothing, what we want, what we left there ourselves, or something else. */
  #ownerOfNew(there: TargetObject, wanted: TargetObject, targets: readonly string[]): 'ours' | 'strange' | 'edited' {
    const sentBefore = new Set(targets);
    const values = new Map(there.dataValues.map((one) => [one.dataElement, one.value]));
    const newProperties = this.#sink.targetsOf({ ...wanted, dataValues: [] }).filter((one) => !sentBefore.has(one));
    const isReplaced = newProperties.some((one) => this.#isStrange(there, wanted, [one]));
    let owner: 'ours' | 'strange' = isReplaced ? 'strange' : 'ours';
    for (const { dataElement, value } of wanted.dataValues) {
      const theirs = values.get(dataElement) ?? null;
      if (sentBefore.has(dataElement) || theirs === null || theirs === value) continue;
      const left = this.#entry.left?.[dataElement];
      if (left === undefined) owner = 'strange';
      else if (left !== this.#digest(dataElement, theirs)) return 'edited';
    }
    return owner;
  }

  /** Whether something else than what we want stands in a property that was not sent before. */
  #isStrange(there: TargetObject, wanted: TargetObject, property: readonly string[]): boolean {
    const [theirs, ours, nothing] = [there, wanted, NOTHING].map((one) =>
      this.#sink.canonical(this.#sink.restrict(one, property)),
    );
    return theirs !== ours && theirs !== nothing;
  }

  #digest(element: string, value: string): string {
    const text = `${this.#entry.dhis2_uuid}\u001f${element}\u001f${value}`;
    return createHash('sha256').update(text).digest('base64url').slice(0, 8);
  }
}
