import { crc32 } from 'node:zlib';
import yauzl from 'yauzl';
import { EtlError } from '../../base/errors.ts';
import { partOf } from '../../base/share.ts';

/** More parts than any workbook has; each takes memory. */
const MOST_PARTS = 20_000;
/** Bytes of a part when unpacked: far above the largest sheet that Excel can hold of a survey. */
const LARGEST_PART = 8 * 1024 ** 3;

/**
 * The parts of a workbook, which is a ZIP archive. What a part says of its size and its checksum is held against what
 * comes out, so that a spoilt or padded file is told and not read. Throws EtlError `source/broken-workbook`,
 * `source/workbook-too-large`.
 */
export class ZipParts {
  readonly #zip: yauzl.ZipFile;
  readonly #entries: ReadonlyMap<string, yauzl.Entry>;
  readonly #location: string;
  /** Bytes that have come out of each part. */
  readonly #read = new Map<string, number>();

  private constructor(zip: yauzl.ZipFile, entries: ReadonlyMap<string, yauzl.Entry>, location: string) {
    this.#zip = zip;
    this.#entries = entries;
    this.#location = location;
  }

  static async open(path: string, location: string): Promise<ZipParts> {
    try {
      const zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: false });
      try {
        return new ZipParts(zip, await entriesOf(zip, location), location);
      } catch (error) {
        zip.close();
        throw error;
      }
    } catch (error) {
      throw broken(error, '', location);
    }
  }

  /** Names of the parts, as they are written. */
  get names(): readonly string[] {
    return Array.from(this.#entries.values(), (entry) => entry.fileName);
  }

  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase());
  }

  /** The bytes of a part, unpacked; `most` bounds them. */
  async *read(name: string, most = LARGEST_PART): AsyncGenerator<Buffer, void> {
    const entry = this.#entries.get(name.toLowerCase());
    if (!entry) throw this.#broken(name, 'it is not there');
    if (entry.isEncrypted()) throw new EtlError('source/encrypted', { location: this.#location });
    if (entry.uncompressedSize > most) throw this.#tooLarge(name, entry.uncompressedSize);
    try {
      const stream = await this.#zip.openReadStreamPromise(entry);
      let [checksum, bytes] = [0, 0];
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        checksum = crc32(chunk, checksum);
        bytes += chunk.length;
        this.#read.set(name, bytes);
        yield chunk;
      }
      if (checksum !== entry.crc32) throw this.#broken(name, 'its checksum is wrong');
    } catch (error) {
      throw broken(error, name, this.#location);
    }
  }

  /** Which part of it was read, the last time. */
  shareOf(name: string): number | undefined {
    return partOf(this.#read.get(name) ?? 0, this.#entries.get(name.toLowerCase())?.uncompressedSize ?? 0);
  }

  close(): void {
    this.#zip.close();
  }

  #broken(part: string, reason: string): EtlError {
    return new EtlError('source/broken-workbook', { location: this.#location, part, reason });
  }

  #tooLarge(part: string, bytes: number): EtlError {
    return new EtlError('source/workbook-too-large', {
      location: this.#location,
      what: `${part} takes ${Math.round(bytes / 1024 ** 2)} MiB when unpacked`,
    });
  }
}

/** Parts by their names, in which the case of letters does not count. */
async function entriesOf(zip: yauzl.ZipFile, location: string): Promise<Map<string, yauzl.Entry>> {
  const entries = new Map<string, yauzl.Entry>();
  if (zip.entryCount > MOST_PARTS)
    throw new EtlError('source/workbook-too-large', { location, what: `it has ${zip.entryCount} parts` });
  for await (const entry of zip.eachEntry()) entries.set(entry.fileName.toLowerCase(), entry);
  return entries;
}

/** What the library and zlib say of a file that is no whole ZIP archive. */
function broken(error: unknown, part: string, location: string): unknown {
  if (error instanceof EtlError || !(error instanceof Error)) return error;
  return new EtlError(
    'source/broken-workbook',
    { location, part, reason: firstSentence(error.message) },
    { cause: error },
  );
}

function firstSentence(message: string): string {
  // An archive ends with its directory.
  if (message.startsWith('End of central directory')) return 'its end is missing';
  return message.split(/[.\n](?:\s|$)/)[0] ?? message;
}
