import type { Json } from '../../base/json.ts';
import { ByteStore } from './compact/byte-store.ts';
import { SlotSet } from './compact/slot-set.ts';
import type { RawPatch } from './raw-entry.ts';

/** What has been recorded about an entry since the last save. */
interface Recorded {
  /** The UID that the entry had then; undefined where there was no entry. */
  readonly uidBefore: string | undefined;
  readonly patch: RawPatch;
}

/**
 * What has been recorded since the last save, by the slots of the entries: enough to do it again on a file that others have
 * written. A night can record something of every entry, so that it is kept as bytes, and of an entry that was not there
 * nothing but that: what was recorded is all that it says.
 */
export class Patches {
  readonly #made = new SlotSet();
  /** Of the others: where in the bytes it stands by now, by an entry's slot, and how long it is. */
  readonly #changed = new SlotSet();
  #starts = new Uint32Array(0);
  #lengths = new Uint32Array(0);
  #bytes = new ByteStore();
  /** What the journal does not have yet. */
  readonly #fresh = new SlotSet();

  get size(): number {
    return this.#made.size + this.#changed.size;
  }

  has(slot: number): boolean {
    return this.#made.has(slot) || this.#changed.has(slot);
  }

  /** Whether there was no entry: then what has been recorded is what it says now. */
  isMade(slot: number): boolean {
    return this.#made.has(slot);
  }

  *slots(): Generator<number, void> {
    yield* this.#made;
    yield* this.#changed;
  }

  /** Slots of what was recorded since this was asked last; or of all that is here. */
  takeSlots(which: 'all' | 'fresh'): readonly number[] {
    const slots = [...(which === 'all' ? this.slots() : this.#fresh)];
    this.#fresh.clear();
    return slots;
  }

  /** An entry was made, or one that was made has changed. */
  make(slot: number): void {
    this.#made.add(slot);
    this.#fresh.add(slot);
  }

  /** Adds to what has been recorded of an entry. `uid` is that of the entry before it. */
  add(slot: number, patch: RawPatch, uid: string | undefined): void {
    const before = this.#changed.has(slot) ? this.get(slot) : undefined;
    const recorded = before
      ? { uidBefore: before.uidBefore, patch: { ...before.patch, ...patch } }
      : { uidBefore: uid, patch };
    const bytes = Buffer.from(toRecordedText(recorded.uidBefore, recorded.patch));
    this.#fit(slot);
    this.#starts[slot] = this.#bytes.put(bytes, 0, bytes.length);
    this.#lengths[slot] = bytes.length;
    this.#changed.add(slot);
    this.#fresh.add(slot);
  }

  /** What has been recorded of an entry that was there. */
  get(slot: number): Recorded {
    const { uidBefore, patch } = JSON.parse(`{${this.textOf(slot)}}`) as { uidBefore: string | null; patch: object };
    return { uidBefore: uidBefore ?? undefined, patch: withoutNull(patch) };
  }

  /** The same as it stands in a line of the journal. */
  textOf(slot: number): string {
    const at = this.#starts[slot] as number;
    const start = this.#bytes.offsetOf(at);
    return this.#bytes.blockAt(at).toString('utf8', start, start + (this.#lengths[slot] as number));
  }

  clear(): void {
    for (const slots of [this.#made, this.#changed, this.#fresh]) slots.clear();
    this.#bytes = new ByteStore();
  }

  #fit(slot: number): void {
    if (slot < this.#starts.length) return;
    const size = Math.max(1024, slot + 1, 2 * this.#starts.length);
    const [starts, lengths] = [new Uint32Array(size), new Uint32Array(size)];
    starts.set(this.#starts);
    lengths.set(this.#lengths);
    [this.#starts, this.#lengths] = [starts, lengths];
  }
}

/**
 * What has been recorded of an entry, as members of a JSON object. JSON has no undefined: a field that goes away is null, which
 * no field of ours ever is.
 */
export function toRecordedText(uidBefore: string | undefined, patch: RawPatch): string {
  const fields = Object.keys(patch).map((name) => `${JSON.stringify(name)}:${JSON.stringify(patch[name] ?? null)}`);
  return `"uidBefore":${JSON.stringify(uidBefore ?? null)},"patch":{${fields.join(',')}}`;
}

/** A patch as it is read from a journal. */
export function withoutNull(patch: object): RawPatch {
  const fields = Object.entries(patch).map(([name, value]) => [name, (value as Json) ?? undefined] as const);
  return Object.fromEntries(fields);
}
