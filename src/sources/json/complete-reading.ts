/**
 * All records of a source in pages, or none. A server may cap its pages, give one record twice, or change under the
 * reader's feet; each reading is held against what the server counts, and where pages are cut by position (so that a record
 * that is deleted moves the next one into the gap) against another reading.
 */
import { EtlError } from '../../base/errors.ts';
import { isObject } from '../../base/json.ts';
import type { Log } from '../../base/log.ts';
import type { Page, Pages } from './pages.ts';
import { SpoolWriter } from './spool.ts';

/** What is made of a record on its way to the disk. */
export interface Line {
  readonly text: string;
  /** By which it is told from the others; undefined where nothing is said of that, or it has none. */
  readonly id: string | undefined;
}

export interface Reading {
  readonly pages: Pages;
  /** A page begins after a record, and not at a number: what is deleted or added meanwhile moves nothing. */
  readonly isByCursor: boolean;
  /** Whether a page may be full without anybody saying that there are more. */
  readonly fullPage: number | undefined;
  /** Forgets what earlier readings have found. */
  readonly begin: () => void;
  readonly toLine: (record: unknown) => Line;
  readonly log: Log;
  /** False where there is no patience left. */
  readonly wait: (ms: number) => Promise<boolean>;
}

/** One reading that came to its end. */
interface Whole {
  readonly lines: number;
  readonly digest: string;
  readonly isProven: boolean;
}

/** Why a reading does not count; the next one may. */
type Fault = (tries: number) => EtlError;

const MOST_TRIES = 5;
const WAIT_MS = 1000;

/** Reads until a reading is proven complete; what it read lies at `path` then. Throws EtlError `source/*`, `http/*`. */
export async function readAll(reading: Reading, path: string): Promise<Pick<Whole, 'lines' | 'digest'>> {
  let before: Whole | undefined;
  for (let tries = 1; ; tries += 1) {
    const { whole, fault } = await readOnce(reading, path);
    if (whole?.isProven) return whole;
    if (whole && before?.digest === whole.digest) return whole;
    if (whole && before === undefined && tries < MOST_TRIES) {
      reading.log.info(
        `source: ${whole.lines} records; they are read a second time, to see that nothing was left out.`,
      );
    } else {
      const error = (fault ?? changes(reading))(tries);
      if (tries >= MOST_TRIES || !(await reading.wait(WAIT_MS * 2 ** tries * (1 - Math.random() / 2)))) throw error;
      reading.log.info(`${error.message} It is read again.`);
    }
    before = whole;
  }
}

async function readOnce(reading: Reading, path: string): Promise<{ whole?: Whole; fault?: Fault }> {
  reading.begin();
  const spool = await SpoolWriter.open(path);
  try {
    const checks = new Checks(reading);
    for await (const page of reading.pages.read()) {
      const fault = await checks.take(page, spool);
      if (fault) return { fault };
    }
    const fault = await checks.end(spool.lines);
    return fault ? { fault } : { whole: { lines: spool.lines, digest: spool.digest, isProven: checks.isProven } };
  } finally {
    await spool.close();
  }
}

/** What can be told wrong about one reading. */
class Checks {
  readonly #reading: Reading;
  readonly #ids = new Set<string>();
  #pages = 0;
  #total: number | undefined;
  /** Objects in a list of the only object of each page; as many as there are records: that object holds them, and is none. */
  #inside = 0;
  /** The lines of the page before: a server that does not know the parameter gives it again. */
  #before = '';

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  async take({ records, total, number, isLast }: Page, spool: SpoolWriter): Promise<Fault | undefined> {
    const { toLine, isByCursor, fullPage, pages, log } = this.#reading;
    const { location } = pages;
    this.#pages = number;
    this.#inside += records.length === 1 ? inLists(records[0]) : NaN;
    const lines = records.map(toLine);
    for (const { text, id } of lines) {
      if (id !== undefined && this.#ids.has(id))
        return (tries) => new EtlError('source/record-twice', { location, id, tries });
      if (id !== undefined) this.#ids.add(id);
      await spool.add(text);
    }
    const all = lines.map((line) => line.text).join('\n');
    if (all !== '' && all === this.#before && lines.length > 1)
      return (tries) => new EtlError('source/record-twice', { location, id: '', tries });
    this.#before = all;
    if (!isByCursor && this.#total !== undefined && total !== undefined && total !== this.#total)
      return changes(this.#reading);
    this.#total = total ?? this.#total;
    log.progress('fetching', spool.lines, this.#total === undefined ? {} : { total: this.#total });
    if (this.#total !== undefined && spool.lines > this.#total) return this.#incomplete(spool.lines, this.#total);
    if (isLast && this.#total === undefined && fullPage !== undefined && records.length >= fullPage)
      throw new EtlError('source/maybe-capped', { location, read: records.length });
    return undefined;
  }

  /** After the last page: does the server count what was read? */
  async end(read: number): Promise<Fault | undefined> {
    if (this.#total === undefined) return undefined;
    if (read !== this.#total) return this.#incomplete(read, this.#total);
    // Where pages are cut by position, another reading says more than a count.
    if (this.#pages <= 1 || !this.#reading.isByCursor) return undefined;
    const now = await this.#reading.pages.countNow();
    return now === undefined || now === read ? undefined : this.#incomplete(read, now);
  }

  /** One answer is of one moment; several are, where the server counts them and nothing can move between two of them. */
  get isProven(): boolean {
    return this.#pages <= 1 || (this.#reading.isByCursor && this.#total !== undefined);
  }

  #incomplete(read: number, total: number): Fault {
    const { location } = this.#reading.pages;
    if (this.#inside === total) {
      const [what, expected] = ['records', 'a list of objects'];
      throw new EtlError('source/not-as-declared', { location, what, expected, found: 'an object with a list in it' });
    }
    return (tries) => new EtlError('source/incomplete', { location, read, total, tries });
  }
}

function inLists(record: unknown): number {
  if (!isObject(record)) return NaN;
  return Math.max(0, ...Object.values(record).map((one) => (Array.isArray(one) ? one.filter(isObject).length : 0)));
}

function changes({ pages: { location } }: Reading): Fault {
  return (tries) => new EtlError('source/keeps-changing', { location, tries });
}
