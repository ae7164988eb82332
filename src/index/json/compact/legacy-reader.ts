import { isUtf8 } from 'node:buffer';
import { findFault, INSTANT } from '../../../base/data-schema.ts';
import { EtlError } from '../../../base/errors.ts';
import { compareCodePoints } from '../../../base/legacy-json.ts';
import { parseJson } from '../../../base/parse-json.ts';
import { parseEntry } from '../entry-schema.ts';
import type { RawEntry } from '../raw-entry.ts';
import { CompactEntries, NEW_PLACE } from './compact-entries.ts';
import { encodeEntry, expandEntry, isPlain, mostExpanded } from './entry-code.ts';
import { ADDRESS, DELETED, DELETED_THERE, standsAt, UPLOADED } from './fragments.ts';
import { EntryScan } from './scan-entry.ts';

const FILE_START = Buffer.from('{\n');
const ENTRY_START = Buffer.from('    "');
const ENTRY_END = Buffer.from('\n    }');
const ENTRY_FOLLOWS = Buffer.from(',\n');
const FILE_END = Buffer.from('\n}');
/** What JSON allows behind its end. */
const ONLY_BLANKS = /^[ \t\r\n]*$/;
/** No entry of ours is longer. */
const MOST_BYTES = 1 << 23;
/** A time as we write it, of a day that every month has. */
const PLAIN_INSTANT = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** A file is not laid out as ours are, or there is something wrong with it: where that is must be found in all of it. */
export class UnfamiliarError extends Error {
  /** What is wrong, as far as that is known without the rest of the file. */
  readonly why: EtlError | undefined;
  /** Key of the last entry before the place. */
  readonly after: string | undefined;

  constructor(after: string | undefined, why?: EtlError) {
    super('the file is laid out in another way');
    this.after = after;
    this.why = why;
  }
}

/**
 * Reads an index that is laid out as we write it, entry by entry as it comes in. Throws UnfamiliarError at the first thing that
 * is not: then the whole text must be parsed. What is taken is taken as if it had been.
 */
export class LegacyReader {
  readonly entries = new CompactEntries();
  readonly #location: string;
  readonly #address: object;
  readonly #scan = new EntryScan();
  #rest: Buffer = Buffer.alloc(0);
  #stands: 'before' | 'in' | 'after' = 'before';
  #last: string | undefined;
  #instant: string | undefined;
  #isExact = true;
  #isSorted = true;

  constructor(location: string, address: object) {
    this.#location = location;
    this.#address = address;
  }

  /** The file is to the byte what would be written of its entries. */
  get isExact(): boolean {
    return this.#isExact && this.#isSorted;
  }

  /** Whether the entries stand in the order in which they are written. */
  get isSorted(): boolean {
    return this.#isSorted;
  }

  take(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const end = this.#takeEntries(bytes);
    if (!isUtf8(bytes.subarray(0, end))) this.#refuse();
    this.#rest = Buffer.from(bytes.subarray(end));
    if (this.#rest.length > MOST_BYTES) this.#refuse();
  }

  /** Call it at the end of the file. */
  end(): CompactEntries {
    if (this.#stands !== 'after') this.#refuse();
    if (this.#rest.length > 0) {
      if (!ONLY_BLANKS.test(this.#rest.toString('latin1'))) this.#refuse();
      this.#isExact = false;
    }
    return this.entries;
  }

  /** Gives where the first entry begins that is not whole yet. */
  #takeEntries(bytes: Buffer): number {
    let at = 0;
    if (this.#stands === 'before') {
      if (bytes.length < FILE_START.length) return 0;
      if (!standsAt(bytes, 0, FILE_START)) this.#refuse();
      this.#stands = 'in';
      at = FILE_START.length;
    }
    while (this.#stands === 'in') {
      const last = bytes.indexOf(ENTRY_END, at);
      const end = last + ENTRY_END.length;
      if (last === -1 || end + FILE_END.length > bytes.length) return at;
      if (!standsAt(bytes, at, ENTRY_START)) this.#refuse();
      this.#takeEntry(bytes, at + ENTRY_START.length, end);
      if (standsAt(bytes, end, ENTRY_FOLLOWS)) at = end + ENTRY_FOLLOWS.length;
      else if (standsAt(bytes, end, FILE_END)) {
        this.#stands = 'after';
        at = end + FILE_END.length;
      } else this.#refuse();
    }
    return at;
  }

  #takeEntry(bytes: Buffer, start: number, end: number): void {
    const length = this.#scan.scan(bytes, start, end);
    if (length > 0 && this.#isSound() && this.#addScanned(length)) return;
    const { key, entry } = this.#parse(bytes, start, end);
    const form = encodeEntry(key, entry);
    if (this.#isExact) this.#isExact = isText(form, bytes.subarray(start, end));
    this.#expect(key, entry.dhis2_uuid);
    this.entries.putForm(form, form.length, NEW_PLACE, key, entry, isPlain(form));
    this.#last = key;
  }

  /** Whether what was scanned is as it should be in all that a scan does not look at. */
  #isSound(): boolean {
    const { coded, fields, address, instants } = this.#scan;
    const has = ({ yes, no }: typeof UPLOADED): boolean => fields[yes] === 1 || fields[no] === 1;
    if (fields[ADDRESS] !== 1 || ![UPLOADED, DELETED, DELETED_THERE].every(has)) return false;
    if (findFault(this.#address, coded.toString('utf8', address.start, address.end))) return false;
    return instants.every(({ start, end }) => this.#isInstant(coded.toString('utf8', start, end)));
  }

  /** Many entries have one time. */
  #isInstant(text: string): boolean {
    if (text === this.#instant) return true;
    if (!PLAIN_INSTANT.test(text) && findFault(INSTANT, text)) return false;
    this.#instant = text;
    return true;
  }

  /** False where it must be parsed all the same. */
  #addScanned(length: number): boolean {
    const { coded, keyEnd, address } = this.#scan;
    const key = coded.toString('utf8', 0, keyEnd);
    this.#expect(key, coded.toString('utf8', address.start, address.end));
    if (!this.entries.putScanned(this.#scan, length)) return false;
    this.#last = key;
    return true;
  }

  #parse(bytes: Buffer, start: number, end: number): { readonly key: string; readonly entry: RawEntry } {
    const parsed = parseJson(`{"${bytes.toString('utf8', start, end)}}`);
    const members = 'value' in parsed ? Object.entries(parsed.value as object) : [];
    const [member] = members;
    if (member === undefined || members.length > 1) return this.#refuse();
    const [key, value] = member as [string, unknown];
    try {
      return { key, entry: parseEntry(key, value, this.#location, this.#address) };
    } catch (error) {
      return this.#refuse(error as EtlError);
    }
  }

  /** Each key comes once, and each address. */
  #expect(key: string, uid: string): void {
    const { entries } = this;
    if (this.#last !== undefined && this.#isSorted) this.#isSorted = compareCodePoints(this.#last, key) < 0;
    if (!this.#isSorted && entries.slotOf(key) !== -1) this.#refuse();
    const other = entries.ownerOf(uid);
    if (other !== undefined)
      this.#refuse(new EtlError('index/uid-twice', { location: this.#location, uid, key, other }));
  }

  #refuse(why?: EtlError): never {
    throw new UnfamiliarError(this.#last, why);
  }
}

/** Whether a short form stands for a text. */
function isText(coded: Buffer, text: Buffer): boolean {
  const whole = Buffer.allocUnsafe(mostExpanded(coded.length));
  return whole.subarray(0, expandEntry(coded, 0, coded.length, whole, 0)).equals(text);
}
