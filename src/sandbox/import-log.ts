import { Refusal } from './web.ts';

/** Imports that are kept, and verdicts and events that are kept of each: enough for people to see what happened. */
const KEPT_IMPORTS = 500;
const KEPT_VERDICTS = 200;

export interface Verdict {
  readonly isWarning: boolean;
  readonly code: string;
  /** Uid of the event, or the places of rows; empty where the import as a whole is meant. */
  readonly about: string;
  readonly message: string;
}

export interface ImportCounts {
  readonly created: number;
  readonly updated: number;
  readonly deleted: number;
  readonly ignored: number;
}

/** What came of an import, whatever its kind. */
export interface Outcome {
  readonly status: string;
  readonly counts: ImportCounts;
  /** Of the import as a whole. */
  readonly message?: string | undefined;
  readonly verdicts: readonly Verdict[];
  /** Uids of events that were written. */
  readonly written?: readonly string[];
}

/** What is known of an import before it is done. */
export interface ImportOrder {
  readonly what: 'events' | 'data values' | 'completed forms';
  readonly strategy: string;
  /** Nothing is stored. */
  readonly isTrial: boolean;
  /** Name of the user. */
  readonly by: string;
}

export interface LoggedImport extends ImportOrder, Outcome {
  /** Counts from 1, from the start of the sandbox. */
  readonly number: number;
  /** Milliseconds of the server's clock. */
  readonly at: number;
  /** Verdicts that are not kept. */
  readonly moreVerdicts: number;
}

/** The last imports, for people to look at; a real server has no such list. */
export class ImportLog {
  readonly #imports: LoggedImport[] = [];
  readonly #now: () => number;
  #count = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Newest first. */
  newestFirst(): readonly LoggedImport[] {
    return this.#imports.toReversed();
  }

  get(number: number): LoggedImport | undefined {
    return this.#imports.find((one) => one.number === number);
  }

  /** Does an import, and keeps what came of it; a refusal of the whole is kept too, and goes on. */
  watch<T>(order: ImportOrder, run: () => T, tell: (result: T) => Outcome): T {
    try {
      const result = run();
      this.#keep(order, tell(result));
      return result;
    } catch (error) {
      if (error instanceof Refusal) this.#keep(order, refusedWhole(error));
      throw error;
    }
  }

  #keep(order: ImportOrder, { verdicts, written = [], ...outcome }: Outcome): void {
    this.#count += 1;
    const kept = verdicts.slice(0, KEPT_VERDICTS);
    const moreVerdicts = verdicts.length - kept.length;
    const about = { number: this.#count, at: this.#now(), written: written.slice(0, KEPT_VERDICTS) };
    this.#imports.push({ ...order, ...outcome, ...about, verdicts: kept, moreVerdicts });
    if (this.#imports.length > KEPT_IMPORTS) this.#imports.shift();
  }
}

function refusedWhole({ message }: Refusal): Outcome {
  return { status: 'ERROR', counts: { created: 0, updated: 0, deleted: 0, ignored: 0 }, message, verdicts: [] };
}
