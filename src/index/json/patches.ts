import type { Json } from '../../base/json.ts';
import type { RawPatch } from './raw-entry.ts';

/** What has been recorded about an entry since the last save. */
interface Recorded {
  /** The UID that the entry had then; undefined where there was no entry. */
  readonly uidBefore: string | undefined;
  /** As it stands in the journal. */
  readonly text: string;
}

/**
 * What has been recorded since the last save, by the slots of the entries: enough to do it again on a file that others have
 * written. It is kept as it stands in the journal, since thousands of records may be recorded before a save.
 */
export class Patches {
  readonly #bySlot = new Map<number, Recorded>();

  get size(): number {
    return this.#bySlot.size;
  }

  has(slot: number): boolean {
    return this.#bySlot.has(slot);
  }

  slots(): IterableIterator<number> {
    return this.#bySlot.keys();
  }

  /** Adds to what has been recorded. `uid` is that of the entry before it. */
  add(slot: number, patch: RawPatch, uid: string | undefined): void {
    const before = this.#bySlot.get(slot);
    const uidBefore = before ? before.uidBefore : uid;
    const whole = before ? { ...toPatch(before.text), ...patch } : patch;
    this.#bySlot.set(slot, { uidBefore, text: toText(whole) });
  }

  /** As it stands in the journal, see `toPatch`. */
  textOf(slot: number): string {
    return this.#bySlot.get(slot)?.text ?? '{}';
  }

  get(slot: number): RawPatch {
    return toPatch(this.textOf(slot));
  }

  uidBefore(slot: number): string | undefined {
    return this.#bySlot.get(slot)?.uidBefore;
  }

  clear(): void {
    this.#bySlot.clear();
  }
}

/** JSON has no undefined: a field that goes away is null, which no field of ours ever is. */
function toText(patch: RawPatch): string {
  return JSON.stringify(patch, (_, value: unknown) => (value === undefined ? null : value));
}

function toPatch(text: string): RawPatch {
  return withoutNull(JSON.parse(text) as Readonly<Record<string, Json>>);
}

/** A patch as it is read from a journal. */
export function withoutNull(patch: object): RawPatch {
  const fields = Object.entries(patch).map(([name, value]) => [name, (value as Json) ?? undefined] as const);
  return Object.fromEntries(fields);
}
