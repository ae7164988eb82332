/**
 * What the rows of a source came to when they were last read, by digests of their bytes: kept from one night to the next.
 * It says nothing that the rows do not say themselves, so it is never out of date: where it is gone, rows are read again.
 */
import { createHash } from 'node:crypto';
import { parseJson } from '../base/parse-json.ts';

/** What a row comes to. */
export interface KnownRow {
  /** See `bindSaid`. */
  readonly said: string;
  /** What its record is called: never none. */
  readonly ids: readonly string[];
  /** Number of its note, see `noteAt`. */
  readonly note: number;
  /** Of the entry that it was left alone for, see `IndexSession.markOf`; absent where that is not known. */
  readonly mark?: string;
}

/** What is known of a source's rows from the last night, and is to be known in the next. */
export interface RowMemory {
  readonly table: RowTable;
  /** What is met tonight is kept for the next night. */
  readonly isKept: boolean;
}

/** A row as kept: whether it was met, length of its ids, its note, its digest, what it says, its mark, its ids. */
const [MET, IDS_SIZE, NOTE, DIGEST, SAID, MARK, IDS] = [0, 1, 3, 5, 21, 43, 55];
const [DIGEST_BYTES, SAID_BYTES, MARK_BYTES] = [SAID - DIGEST, MARK - SAID, IDS - MARK];
const NO_MARK = '\0'.repeat(MARK_BYTES);
const SUM_BYTES = 32;
const MOST_NOTES = 0xffff;
/** Of all rows: a storage reads no larger file whole than 500 MiB, and what cannot be read is of no use. */
const MOST_BYTES = 400 * 1024 * 1024;
const FULL = 0.6;
/** A larger file is not written again for a handful of rows: these are read again each night until it is. */
const SMALL_BYTES = 1024 * 1024;
const SHARE_WORTH_KEEPING = 1 / 200;

export class RowTable {
  readonly #of: string;
  #bytes: Buffer = Buffer.alloc(0);
  #size = 0;
  /** Where a row is kept, by the first bits of its digest: its place and one, or 0 for none. */
  #places = new Uint32Array(1024);
  #count = 0;
  #met = 0;
  /** Rows that were added or marked. */
  #changes = 0;
  /** By their numbers; undefined where no row has the note any more. */
  #notes: (string | undefined)[] = [];
  readonly #noteNumbers = new Map<string, number>();
  /** Numbers that no row had when the file was read. */
  #freeNotes: number[] = [];

  /** `of`: digest of all that makes of a row's bytes what is kept of it. */
  constructor(of: string) {
    this.#of = of;
  }

  /** Reads what `toFile` made; undefined where it is not whole, or of something else. */
  static parse(file: Buffer, of: string): RowTable | undefined {
    const start = file.indexOf('\n') + 1;
    const end = file.length - SUM_BYTES;
    if (start === 0 || end < start) return undefined;
    if (!createHash('sha256').update(file.subarray(0, end)).digest().equals(file.subarray(end))) return undefined;
    const head = parseJson(file.toString('utf8', 0, start));
    if (!('value' in head) || !isHead(head.value) || head.value.of !== of) return undefined;
    const table = new RowTable(of);
    table.#loadNotes(head.value.notes);
    return table.#load(file.subarray(start, end)) ? table : undefined;
  }

  #loadNotes(notes: readonly (string | null)[]): void {
    this.#notes = notes.map((note) => note ?? undefined);
    for (const [number, note] of notes.entries()) {
      if (note === null) this.#freeNotes.push(number);
      else this.#noteNumbers.set(note, number);
    }
  }

  #load(bytes: Buffer): boolean {
    this.#bytes = bytes;
    for (let at = 0; at < bytes.length; at = this.#size) {
      if (at + IDS > bytes.length) return false;
      this.#size = at + IDS + bytes.readUInt16LE(at + IDS_SIZE);
      bytes[at + MET] = 0;
      this.#put(at);
    }
    return this.#size === bytes.length;
  }

  /** Place of the row with such a digest; -1 where it is not known. */
  find(digest: string): number {
    const mask = this.#places.length - 1;
    for (let slot = firstBits(digest) & mask; ; slot = (slot + 1) & mask) {
      const at = (this.#places[slot] as number) - 1;
      if (at === -1 || this.#isOf(at, digest)) return at;
    }
  }

  #isOf(at: number, digest: string): boolean {
    for (let n = 0; n < DIGEST_BYTES; n += 1) if (this.#bytes[at + DIGEST + n] !== digest.charCodeAt(n)) return false;
    return true;
  }

  /** The row is in the source. */
  meet(at: number): void {
    if (this.#bytes[at + MET] === 1) return;
    this.#bytes[at + MET] = 1;
    this.#met += 1;
  }

  noteAt(at: number): number {
    return this.#bytes.readUInt16LE(at + NOTE);
  }

  /** What is kept of a row. */
  get(at: number): KnownRow {
    const said = this.#bytes.toString('latin1', at + SAID, at + MARK);
    const mark = this.#bytes.toString('latin1', at + MARK, at + IDS);
    return { said, ids: this.#idsAt(at), note: this.noteAt(at), ...(mark !== NO_MARK && { mark }) };
  }

  #idsAt(at: number): string[] {
    const ids: string[] = [];
    const end = at + IDS + this.#bytes.readUInt16LE(at + IDS_SIZE);
    for (let from = at + IDS; from + 2 <= end;) {
      const start = from + 2;
      from = start + this.#bytes.readUInt16LE(from);
      ids.push(this.#bytes.toString('utf8', start, Math.min(from, end)));
    }
    return ids;
  }

  /** Remembers how the entry of a row looked when the row was left alone. */
  setMark(at: number, mark: string): void {
    this.#bytes.write(mark, at + MARK, MARK_BYTES, 'latin1');
    this.#changes += 1;
  }

  /** Number of a note, the same for all rows with the same one; undefined where there are too many. */
  noteOf(text: string): number | undefined {
    const known = this.#noteNumbers.get(text);
    if (known !== undefined) return known;
    const number = this.#freeNotes.pop() ?? this.#notes.length;
    if (number >= MOST_NOTES) return undefined;
    this.#noteNumbers.set(text, number);
    this.#notes[number] = text;
    return number;
  }

  noteText(note: number): string | undefined {
    return this.#notes[note];
  }

  /** Keeps a row that is not known yet, and is in the source; one that would take too much room is left out. */
  add(digest: string, { said, ids, note }: KnownRow): void {
    const size = ids.reduce((sum, id) => sum + 2 + Buffer.byteLength(id), 0);
    if (size > 0xffff || this.#size + IDS + size > MOST_BYTES) return;
    const at = this.#size;
    this.#size = at + IDS + size;
    this.#makeRoom();
    const bytes = this.#bytes;
    bytes[at + MET] = 1;
    bytes.writeUInt16LE(size, at + IDS_SIZE);
    bytes.writeUInt16LE(note, at + NOTE);
    bytes.write(digest, at + DIGEST, DIGEST_BYTES, 'latin1');
    bytes.write(said, at + SAID, SAID_BYTES, 'latin1');
    bytes.write(NO_MARK, at + MARK, MARK_BYTES, 'latin1');
    let end = at + IDS;
    for (const id of ids) {
      const length = bytes.write(id, end + 2, 'utf8');
      bytes.writeUInt16LE(length, end);
      end += 2 + length;
    }
    this.#put(at);
    this.#met += 1;
    this.#changes += 1;
  }

  #makeRoom(): void {
    if (this.#size <= this.#bytes.length) return;
    const longer = Buffer.alloc(Math.max(2 * this.#bytes.length, this.#size, 4096));
    this.#bytes.copy(longer);
    this.#bytes = longer;
  }

  #put(at: number): void {
    if (this.#count >= this.#places.length * FULL) this.#grow();
    const mask = this.#places.length - 1;
    let slot = this.#bytes.readUInt32LE(at + DIGEST) & mask;
    while (this.#places[slot] !== 0) slot = (slot + 1) & mask;
    this.#places[slot] = at + 1;
    this.#count += 1;
  }

  #grow(): void {
    const before = this.#places;
    this.#places = new Uint32Array(before.length * 2);
    this.#count = 0;
    for (const place of before) if (place !== 0) this.#put(place - 1);
  }

  /** Whether `toFile` would make a file that saves more, the next night, than it costs to write. */
  get isWorthKeeping(): boolean {
    const changes = this.#changes + this.#count - this.#met;
    return changes > 0 && (this.#size < SMALL_BYTES || changes >= this.#count * SHARE_WORTH_KEEPING);
  }

  /** The rows that were met, with their notes, as a file. */
  *toFile(): Generator<Buffer, void> {
    const sum = createHash('sha256');
    const head = JSON.stringify({ of: this.#of, notes: this.#notesMet() });
    for (const chunk of [Buffer.from(`${head}\n`), ...this.#stretchesMet()]) {
      sum.update(chunk);
      yield chunk;
    }
    yield sum.digest();
  }

  /** Places of all rows. */
  *#rows(): Generator<number, void> {
    for (let at = 0; at < this.#size; at = this.#endOf(at)) yield at;
  }

  #endOf(at: number): number {
    return at + IDS + this.#bytes.readUInt16LE(at + IDS_SIZE);
  }

  /** Notes by their numbers; null where no row that was met has it. */
  #notesMet(): (string | null)[] {
    const notes: (string | null)[] = this.#notes.map(() => null);
    for (const at of this.#rows()) {
      const note = this.noteAt(at);
      if (this.#bytes[at + MET] === 1 && note < notes.length) notes[note] = this.#notes[note] ?? null;
    }
    return notes;
  }

  *#stretchesMet(): Generator<Buffer, void> {
    let from = 0;
    for (const at of this.#rows()) {
      if (this.#bytes[at + MET] === 1) continue;
      if (at > from) yield this.#bytes.subarray(from, at);
      from = this.#endOf(at);
    }
    if (this.#size > from) yield this.#bytes.subarray(from, this.#size);
  }
}

/** What the first line says. */
interface Head {
  readonly of: string;
  readonly notes: readonly (string | null)[];
}

function isHead(value: unknown): value is Head {
  const { of, notes } = (value ?? {}) as Partial<Head>;
  return typeof of === 'string' && isNotes(notes);
}

function isNotes(value: unknown): value is Head['notes'] {
  const isNote = (one: unknown): boolean => typeof one === 'string' || one === null;
  return Array.isArray(value) && value.length <= MOST_NOTES && value.every(isNote);
}

function firstBits(digest: string): number {
  return (
    digest.charCodeAt(0) | (digest.charCodeAt(1) << 8) | (digest.charCodeAt(2) << 16) | (digest.charCodeAt(3) << 24)
  );
}
