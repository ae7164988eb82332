import type { WaitingFile } from '../../sheets/xlsx/waiting-file.ts';

/** Bytes that are written or read at once: children mostly stand in the order of their parents. */
const WINDOW = 256 * 1024;

/**
 * Rows of a child sheet by the key of their parent. The rows themselves wait in a file of the run's folder; memory holds
 * some 20 bytes for each, and a sheet has at most a million.
 */
export class ChildSpool<R extends { readonly key: string }> {
  readonly #file: WaitingFile;
  #count = 0;
  #hashes = new Uint32Array(1024);
  #starts = new Float64Array(1024);
  #pending: Buffer[] = [];
  #size = 0;
  #pendingSize = 0;
  /** Rows by the hash of their key, those of one key in the order of the sheet; made when all rows are there. */
  #order: Uint32Array | undefined;
  #taken = new Uint8Array(0);
  #window: Buffer = Buffer.alloc(0);
  #windowStart = 0;

  constructor(file: WaitingFile) {
    this.#file = file;
  }

  add(row: R): void {
    if (this.#count + 1 >= this.#starts.length) this.#grow();
    const bytes = Buffer.from(JSON.stringify(row), 'utf8');
    this.#hashes[this.#count] = hashOf(row.key);
    this.#starts[this.#count] = this.#size;
    this.#count += 1;
    this.#size += bytes.length;
    this.#starts[this.#count] = this.#size;
    this.#pending.push(bytes);
    this.#pendingSize += bytes.length;
    if (this.#pendingSize >= WINDOW) this.#flush();
  }

  /** All rows of a parent, in the order of the sheet. They are known from now on to have one. */
  take(key: string): R[] {
    const order = (this.#order ??= this.#sort());
    const hash = hashOf(key);
    const found: R[] = [];
    for (let at = this.#firstOf(hash, order); at < order.length; at += 1) {
      const number = order[at] as number;
      if (this.#hashes[number] !== hash) break;
      const row = this.#read(number);
      if (row.key !== key) continue;
      this.#taken[number] = 1;
      found.push(row);
    }
    return found;
  }

  /** The rows that nobody has taken. */
  *left(): Generator<R> {
    this.#order ??= this.#sort();
    for (let number = 0; number < this.#count; number += 1) if (this.#taken[number] === 0) yield this.#read(number);
  }

  close(): void {
    this.#file.close();
  }

  #sort(): Uint32Array {
    this.#flush();
    this.#taken = new Uint8Array(this.#count);
    const hashes = this.#hashes;
    return Uint32Array.from({ length: this.#count }, (_, at) => at).sort(
      (a, b) => (hashes[a] as number) - (hashes[b] as number) || a - b,
    );
  }

  /** Position in `order` of the first row with this hash, or a greater one. */
  #firstOf(hash: number, order: Uint32Array): number {
    let [low, high] = [0, order.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#hashes[order[middle] as number] as number) < hash) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #read(number: number): R {
    const [start, end] = [this.#starts[number] as number, this.#starts[number + 1] as number];
    if (start < this.#windowStart || end > this.#windowStart + this.#window.length) this.#moveTo(start, end - start);
    const text = this.#window.toString('utf8', start - this.#windowStart, end - this.#windowStart);
    return JSON.parse(text) as R;
  }

  #moveTo(start: number, least: number): void {
    const window = Buffer.allocUnsafe(Math.max(WINDOW, least));
    const filled = this.#file.read(window, 0, window.length, start);
    this.#window = window.subarray(0, filled);
    this.#windowStart = start;
  }

  #flush(): void {
    if (this.#pendingSize === 0) return;
    this.#file.append(Buffer.concat(this.#pending));
    this.#pending = [];
    this.#pendingSize = 0;
  }

  #grow(): void {
    const [hashes, starts] = [this.#hashes, this.#starts];
    this.#hashes = new Uint32Array(hashes.length * 2);
    this.#hashes.set(hashes);
    this.#starts = new Float64Array(starts.length * 2);
    this.#starts.set(starts);
  }
}

/** FNV-1a; two keys of one hash are told apart by their texts. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
