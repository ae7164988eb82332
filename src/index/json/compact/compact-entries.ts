import { hash } from 'node:crypto';
import { toRef } from '../../../contracts/ref.ts';
import { toId } from '../../ids.ts';
import { isLive, mayHaveEvent, shapesOf, type RawEntry } from '../raw-entry.ts';
import { ByteStore } from './byte-store.ts';
import { decodeEntry, encodeEntry, endOfKey, isPlain } from './entry-code.ts';
import { BLANK, DELETED, DELETED_THERE, DOUBTS, ERROR, standsAt, UPLOADED } from './fragments.ts';
import { hashBytes, hashText, HashTable } from './hash-table.ts';
import type { EntryScan } from './scan-entry.ts';

/** What is known of an entry without looking into it. */
const PLAIN = 1;
const LIVE = 2;
const MAY_HAVE_EVENT = 4;

/** Where an entry goes: in the place of one that is there, or as a new one (-1). */
export interface Place {
  readonly slot: number;
  readonly before: RawEntry | undefined;
}

export const NEW_PLACE: Place = { slot: -1, before: undefined };

/** So many bytes of earlier forms of entries are kept before they are cleared away. */
const MOST_STALE = 1 << 26;

/**
 * Entries as bytes, with no object for each: some hundred bytes of text, and less than a hundred of tables by which an entry is
 * found. Each has a number, its slot, which it keeps. An object is made of an entry only where somebody asks for it.
 */
export class CompactEntries {
  #bytes = new ByteStore();
  #starts = new Uint32Array(1024);
  #lengths = new Uint32Array(1024);
  #facts = new Uint8Array(1024);
  #size = 0;
  #live = 0;
  #stale = 0;
  readonly #byKey = new HashTable();
  readonly #byId = new HashTable();
  /** Also by the addresses that entries have still to clear. */
  readonly #byAddress = new HashTable();
  /** How many entries speak of each shape. */
  readonly #shapes = new Map<string, number>();

  get size(): number {
    return this.#size;
  }

  get live(): number {
    return this.#live;
  }

  /** Names of the shapes that entries speak of. */
  shapeNames(): Set<string> {
    return new Set([...this.#shapes].filter(([, count]) => count > 0).map(([name]) => name));
  }

  /** The slot of a key; -1 where it has no entry. */
  slotOf(key: string): number {
    return this.#byKey.find(hashText(key), (slot) => this.keyAt(slot) === key);
  }

  get(key: string): RawEntry | undefined {
    const slot = this.slotOf(key);
    return slot === -1 ? undefined : this.entryAt(slot);
  }

  keyAt(slot: number): string {
    const { block, start } = this.formAt(slot);
    const text = block.toString('utf8', start, endOfKey(block, start));
    return this.#is(slot, PLAIN) ? text : (JSON.parse(`"${text}"`) as string);
  }

  entryAt(slot: number): RawEntry {
    return this.readAt(slot).entry;
  }

  readAt(slot: number): { readonly key: string; readonly entry: RawEntry } {
    const { block, start, end } = this.formAt(slot);
    return decodeEntry(block.toString('utf8', start, end), this.#is(slot, PLAIN));
  }

  /** Where the short form of an entry stands. */
  formAt(slot: number): { readonly block: Buffer; readonly start: number; readonly end: number } {
    const at = this.#starts[slot] as number;
    const start = this.#bytes.offsetOf(at);
    return { block: this.#bytes.blockAt(at), start, end: start + (this.#lengths[slot] as number) };
  }

  isLive(slot: number): boolean {
    return this.#is(slot, LIVE);
  }

  /** Whether the record may have an event, as far as the entry says. */
  mayHaveEvent(slot: number): boolean {
    return this.#is(slot, MAY_HAVE_EVENT);
  }

  /** Slots of the entries that know any of some ids. */
  knowing(ids: readonly string[]): number[] {
    const slots = new Set<number>();
    for (const id of ids) {
      for (const slot of this.#byId.of(hashText(id))) {
        if (slots.has(slot)) continue;
        const { key, entry } = this.readAt(slot);
        if (idsOf(key, entry).includes(id)) slots.add(slot);
      }
    }
    return [...slots];
  }

  /** The slot of the only entry that may know any of some ids, and may know all of them; -1 where there is no such one. */
  onlyOf(ids: readonly string[]): number {
    let only = -1;
    for (const id of ids) {
      const slot = this.#byId.only(hashText(id));
      if (slot === -1 || (only !== -1 && slot !== only)) return -1;
      only = slot;
    }
    return only;
  }

  /** A digest of all that an entry says, its key too. */
  markAt(slot: number): string {
    const { block, start, end } = this.formAt(slot);
    return hash('sha256', block.subarray(start, end), 'binary').slice(0, 12);
  }

  /** The slot of the entry that has an address, of two the one that was added last; where none has, of one that has it to clear. */
  holderOf(address: string): number {
    let [holder, leaving] = [-1, -1];
    for (const slot of this.#byAddress.of(hashText(address))) {
      const { dhis2_uuid: current, moved_from: places } = this.entryAt(slot);
      if (current === address) holder = slot;
      else if (places?.some((place) => place.address === address)) leaving = slot;
    }
    return holder === -1 ? leaving : holder;
  }

  /** The key of an entry that has an address now. */
  ownerOf(address: string): string | undefined {
    const slot = this.#byAddress.find(hashText(address), (at) => this.entryAt(at).dhis2_uuid === address);
    return slot === -1 ? undefined : this.keyAt(slot);
  }

  /** Puts an entry under a key, in the place of the one before it, which somebody may know; gives its slot. */
  put(key: string, entry: RawEntry, known: Place = this.#placeOf(key)): number {
    const coded = encodeEntry(key, entry);
    return this.putForm(coded, coded.length, known, key, entry, isPlain(coded));
  }

  #placeOf(key: string): Place {
    const slot = this.slotOf(key);
    return { slot, before: slot === -1 ? undefined : this.entryAt(slot) };
  }

  /** Puts an entry whose short form is known. */
  putForm(
    coded: Uint8Array,
    length: number,
    { slot, before }: Place,
    key: string,
    entry: RawEntry,
    isPlainForm: boolean,
  ): number {
    const at = slot === -1 ? this.#addSlot() : slot;
    if (before) this.#leave(at, before);
    const facts = (isPlainForm ? PLAIN : 0) | (isLive(entry) ? LIVE : 0) | (mayHaveEvent(entry) ? MAY_HAVE_EVENT : 0);
    this.#set(at, coded, length, facts);
    for (const name of shapesOf(entry)) this.#count(name, 1);
    if (!before) this.#byKey.add(hashText(key), at);
    // What was not touched is the very list that it was.
    if (!before || before.ids !== entry.ids) for (const id of idsOf(key, entry)) this.#byId.add(hashText(id), at);
    if (before?.dhis2_uuid !== entry.dhis2_uuid) this.#byAddress.add(hashText(entry.dhis2_uuid), at);
    for (const { address } of entry.moved_from ?? []) this.#byAddress.add(hashText(address), at);
    if (this.#stale > MOST_STALE && this.#stale > this.#bytes.size / 3) this.#clearStale();
    return at;
  }

  /** Puts a new entry as it was scanned, where that says all that is to be known of it; false where it does not. */
  putScanned({ coded, fields, keyEnd, address, shape, ids }: EntryScan, length: number): boolean {
    if (fields[ERROR] === 1 || fields[DOUBTS] === 1) return false;
    const hashes = [hashId(coded, 0, keyEnd), ...ids.map(({ start, end }) => hashId(coded, start, end))];
    if (hashes.includes(-1)) return false;
    const isUploaded = fields[UPLOADED.yes] === 1;
    const mayBeThere = isUploaded || fields[DELETED_THERE.yes] === 1;
    const live = isUploaded && fields[DELETED.no] === 1 && fields[DELETED_THERE.no] === 1;
    const at = this.#addSlot();
    this.#set(at, coded, length, PLAIN | (live ? LIVE : 0) | (mayBeThere ? MAY_HAVE_EVENT : 0));
    if (shape.end > shape.start) this.#count(coded.toString('utf8', shape.start, shape.end), 1);
    this.#byKey.add(hashBytes(coded, 0, keyEnd), at);
    for (const hash of hashes) this.#byId.add(hash, at);
    this.#byAddress.add(hashBytes(coded, address.start, address.end), at);
    return true;
  }

  #set(slot: number, coded: Uint8Array, length: number, facts: number): void {
    this.#starts[slot] = this.#bytes.put(coded, 0, length);
    this.#lengths[slot] = length;
    this.#facts[slot] = facts;
    if (this.#is(slot, LIVE)) this.#live += 1;
  }

  #leave(slot: number, before: RawEntry): void {
    this.#stale += this.#lengths[slot] as number;
    if (this.#is(slot, LIVE)) this.#live -= 1;
    for (const name of shapesOf(before)) this.#count(name, -1);
  }

  #count(shape: string, by: 1 | -1): void {
    this.#shapes.set(shape, (this.#shapes.get(shape) ?? 0) + by);
  }

  #addSlot(): number {
    if (this.#size === this.#starts.length) {
      this.#starts = grown(this.#starts, new Uint32Array(this.#size * 2));
      this.#lengths = grown(this.#lengths, new Uint32Array(this.#size * 2));
      this.#facts = grown(this.#facts, new Uint8Array(this.#size * 2));
    }
    this.#size += 1;
    return this.#size - 1;
  }

  #clearStale(): void {
    const fresh = new ByteStore();
    for (let slot = 0; slot < this.#size; slot += 1) {
      const { block, start, end } = this.formAt(slot);
      this.#starts[slot] = fresh.put(block, start, end);
    }
    this.#bytes = fresh;
    this.#stale = 0;
  }

  #is(slot: number, fact: number): boolean {
    return ((this.#facts[slot] as number) & fact) !== 0;
  }
}

/** What an entry is found by: the key of its record, and all else that the record has been called. */
function idsOf(key: string, { ids = [] }: RawEntry): string[] {
  const name = toRef(key).key;
  return [...(ids[0] === name ? [] : [name]), ...ids].map(toId);
}

/** The number of an id, see `toId`; -1 where more than these bytes must be looked at. */
function hashId(bytes: Uint8Array, start: number, end: number): number {
  if (start === end || !isVisible(bytes[start] as number) || !isVisible(bytes[end - 1] as number)) return -1;
  return hashBytes(bytes, standsAt(bytes, start, LEFT_OUT) ? start + LEFT_OUT.length : start, end);
}

/** In ASCII, and no blank. */
function isVisible(byte: number): boolean {
  return byte > BLANK && byte < 0x7f;
}

const LEFT_OUT = Buffer.from('uuid:');

function grown<T extends Uint32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
