import type { Log, Reach } from '../base/log.ts';

/** The log of a run: for people and, once `keepLines` was called, for the run's log file too. */
export class RunLog implements Log {
  readonly #people: Log;
  #keep: ((line: string) => void) | undefined;

  constructor(people: Log) {
    this.#people = people;
  }

  /** From now on every line also goes to the run's log file. */
  keepLines(keep: (line: string) => void): void {
    this.#keep = keep;
  }

  /** A line for the log file alone: people are told another way. */
  note(level: 'INFO' | 'WARNING', message: string): void {
    this.#keep?.(`${new Date().toISOString()} ${level} ${message}`);
  }

  debug(message: string): void {
    this.#people.debug(message);
  }

  info(message: string): void {
    this.note('INFO', message);
    this.#people.info(message);
  }

  warn(message: string): void {
    this.note('WARNING', message);
    this.#people.warn(message);
  }

  progress(stage: string, done: number, reach?: Reach): void {
    this.#people.progress(stage, done, reach);
  }
}
