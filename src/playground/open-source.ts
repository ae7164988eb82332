import type { Header, SourceBatch } from '../contracts/record.ts';
import type { Extract, Source } from '../contracts/source.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../cli/temporary-folder.ts';

/** Rows read at a time. */
const BATCH = 500;
/** Cells that are kept in memory; of a larger source, going back reads it again. */
const MOST_CELLS = 3_000_000;

/** A source that does not say how to tell may be another one each time. */
function isSame({ facts: before }: Extract, { facts: now }: Extract): boolean {
  return now.version !== undefined && now.version === before.version;
}

/** A source that is read as far as somebody looks, and not a second time for who looks again. */
export class OpenSource {
  readonly #extract: Extract;
  readonly #folder: TemporaryFolder;
  readonly #rest: AsyncIterator<SourceBatch>;
  readonly #read: SourceBatch[] = [];
  #cells = 0;
  /** Whether all that was read is still here. */
  #isWhole = true;
  /** Whether all has been read. */
  isEnded = false;

  private constructor(extract: Extract, folder: TemporaryFolder) {
    this.#extract = extract;
    this.#folder = folder;
    this.#rest = extract.batches(BATCH)[Symbol.asyncIterator]();
  }

  /** Opens a source. Where it is still what `before` was opened on, `before` goes on; else that is closed. */
  static async open(source: Source, before?: OpenSource): Promise<OpenSource> {
    const folder = await makeTemporaryFolder('row');
    try {
      const extract = await source.open(folder.path);
      if (before !== undefined && before.#isWhole && isSame(before.#extract, extract)) {
        await extract.close();
        await folder.remove();
        return before;
      }
      await before?.close();
      return new OpenSource(extract, folder);
    } catch (error) {
      await folder.remove();
      throw error;
    }
  }

  get header(): Header {
    return this.#extract.header;
  }

  /** All batches from the first on. */
  async *batches(): AsyncGenerator<SourceBatch> {
    yield* this.#read;
    while (!this.isEnded) {
      const next = await this.#rest.next();
      if (next.done === true) this.isEnded = true;
      else {
        this.#keep(next.value);
        yield next.value;
      }
    }
  }

  async close(): Promise<void> {
    await this.#extract.close();
    await this.#folder.remove();
  }

  #keep(batch: SourceBatch): void {
    this.#cells += batch.records.length * this.header.columns.length;
    if (this.#cells <= MOST_CELLS) this.#read.push(batch);
    else {
      this.#isWhole = false;
      this.#read.length = 0;
    }
  }
}
