import { hash } from 'node:crypto';
import { canonicalJson, type Json } from '../../base/json.ts';
import { MARK_BYTES } from '../key-mark.ts';
import type { RawEntry } from './raw-entry.ts';

const CONTENT_BYTES = 4;
const BYTES = MARK_BYTES + CONTENT_BYTES;
/** Seals lie by the first bits of their marks, of which there are so many: a handful in each place. */
const PLACES = 1 << 16;
const PER_PLACE = 2 ** (8 * MARK_BYTES) / PLACES;

/**
 * Seals: what an index looked like, entry by entry, when we last saved it. Of each entry five bytes of a hash of its key
 * and four of a hash of its content, so that an entry that somebody else has changed, added or taken away since is told
 * from those that are as we left them. Base64 of these nine bytes each, ordered, stands in the sidecar, and in memory they are
 * two numbers each.
 */
export class Seals {
  /** In order, with what belongs to each. */
  #marks = new Float64Array(0);
  #contents = new Uint32Array(0);
  #starts = new Uint32Array(PLACES + 1);
  /** What has changed since; undefined where a seal was taken away. */
  readonly #changes = new Map<number, number | undefined>();

  constructor(seals: Iterable<readonly [mark: number, content: number]> = []) {
    for (const [mark, content] of seals) this.#changes.set(mark, content);
  }

  /** Reads seals; what is no whole seal at the end is left out, and its entry not believed. */
  static parse(text: string): Seals {
    const bytes = Buffer.from(text, 'base64');
    const seals = new Seals();
    const count = Math.floor(bytes.length / BYTES);
    const marks = new Float64Array(count);
    const contents = new Uint32Array(count);
    let isOrdered = true;
    for (let n = 0; n < count; n += 1) {
      const at = n * BYTES;
      marks[n] = bytes.readUInt32BE(at) * 0x100 + (bytes[at + 4] as number);
      contents[n] = bytes.readUInt32BE(at + MARK_BYTES);
      if (n > 0 && (marks[n] as number) <= (marks[n - 1] as number)) isOrdered = false;
    }
    if (isOrdered) seals.#set(marks, contents);
    else marks.forEach((mark, n) => seals.set(mark, contents[n] as number));
    return seals;
  }

  get(mark: number): number | undefined {
    if (this.#changes.size > 0 && this.#changes.has(mark)) return this.#changes.get(mark);
    const at = this.#find(mark);
    return at === -1 ? undefined : this.#contents[at];
  }

  has(mark: number): boolean {
    return this.get(mark) !== undefined;
  }

  set(mark: number, content: number): void {
    this.#changes.set(mark, content);
  }

  delete(mark: number): void {
    if (this.has(mark)) this.#changes.set(mark, undefined);
  }

  /** Marks of the seals for which none of some marks stands. */
  without(marks: Iterable<number>): Set<number> {
    this.#settle();
    const isMet = new Uint8Array(this.#marks.length);
    for (const mark of marks) {
      const at = this.#find(mark);
      if (at !== -1) isMet[at] = 1;
    }
    const rest = new Set<number>();
    for (const [at, met] of isMet.entries()) if (met === 0) rest.add(this.#marks[at] as number);
    return rest;
  }

  toText(): string {
    this.#settle();
    const bytes = Buffer.allocUnsafe(this.#marks.length * BYTES);
    for (let n = 0; n < this.#marks.length; n += 1) {
      const mark = this.#marks[n] as number;
      const at = n * BYTES;
      bytes.writeUInt32BE(Math.floor(mark / 0x100), at);
      bytes[at + 4] = mark % 0x100;
      bytes.writeUInt32BE(this.#contents[n] as number, at + MARK_BYTES);
    }
    return bytes.toString('base64');
  }

  #find(mark: number): number {
    const place = Math.floor(mark / PER_PLACE);
    const end = this.#starts[place + 1] as number;
    for (let at = this.#starts[place] as number; at < end; at += 1) if (this.#marks[at] === mark) return at;
    return -1;
  }

  /** Puts the changes in their places. */
  #settle(): void {
    if (this.#changes.size === 0) return;
    const added = Float64Array.from(
      [...this.#changes].flatMap(([mark, content]) => (content === undefined ? [] : [mark])),
    ).sort();
    const most = this.#marks.length + added.length;
    const [marks, contents] = [new Float64Array(most), new Uint32Array(most)];
    let [size, next] = [0, 0];
    const put = (mark: number, content: number): void => {
      marks[size] = mark;
      contents[size] = content;
      size += 1;
    };
    const putAdded = (): void => {
      const mark = added[next++] as number;
      put(mark, this.#changes.get(mark) as number);
    };
    for (let at = 0; at < this.#marks.length; at += 1) {
      const mark = this.#marks[at] as number;
      while (next < added.length && (added[next] as number) < mark) putAdded();
      if (!this.#changes.has(mark)) put(mark, this.#contents[at] as number);
    }
    while (next < added.length) putAdded();
    this.#changes.clear();
    this.#set(marks.slice(0, size), contents.slice(0, size));
  }

  #set(marks: Float64Array<ArrayBuffer>, contents: Uint32Array<ArrayBuffer>): void {
    this.#marks = marks;
    this.#contents = contents;
    this.#starts = new Uint32Array(PLACES + 1);
    let at = 0;
    for (let place = 0; place <= PLACES; place += 1) {
      while (at < marks.length && (marks[at] as number) < place * PER_PLACE) at += 1;
      this.#starts[place] = at;
    }
  }
}

/** What decides about a record. What others keep in an entry for themselves (the weekly review's `status`) does not. */
const DECIDING = [
  'dhis2_uuid',
  'uploaded',
  'deleted',
  'deleted_dhis2',
  'error',
  'ids',
  'hash',
  'was',
  'shape',
  'doubts',
  'left',
  'generation',
  'pair',
] as const;

/** What an entry's content comes to, as far as it decides about its record. */
export function contentMark(entry: RawEntry): number {
  const deciding = DECIDING.map((name) => (entry[name] as Json | undefined) ?? null);
  // An entry that has not moved keeps the seal that earlier releases gave it.
  const content = canonicalJson(entry.moved_from ? [...deciding, entry.moved_from] : deciding);
  return parseInt(hash('sha1', content, 'hex').slice(0, 2 * CONTENT_BYTES), 16);
}
