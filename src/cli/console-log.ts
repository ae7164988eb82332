import type { Log, Reach } from '../base/log.ts';
import type { Secrets } from '../base/secrets.ts';
import { printableLine } from '../base/printable.ts';
import { ProgressMeter } from './progress-meter.ts';

/** How much is said: `quiet` only what needs a person, `verbose` everything. */
export type Verbosity = 'quiet' | 'normal' | 'verbose';

/** What is needed of a stream: `columns` is how wide the terminal is now. */
export type TalkStream = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>;

export interface ConsoleLogOptions {
  readonly stream: TalkStream;
  readonly verbosity: Verbosity;
  readonly secrets: Secrets;
  /** Milliseconds; for tests. */
  readonly now?: () => number;
}

/** A terminal shows progress so often; a file, or the mail of cron, has a line each minute of a run that takes as long. */
const ON_TERMINAL_MS = 200;
const IN_FILE_MS = 60_000;

/** A terminal that is not told how wide it is. */
const USUAL_WIDTH = 80;

/**
 * Talk on stderr: plain lines, and on a terminal one line of progress that is written over. Secrets are taken out before
 * a line goes anywhere.
 */
export class ConsoleLog implements Log {
  readonly #options: ConsoleLogOptions;
  readonly #now: () => number;
  readonly #meter = new ProgressMeter();
  /** The line of progress that the terminal shows; '' where it shows none. */
  #shownProgress = '';
  #lastProgress: number | undefined;

  constructor(options: ConsoleLogOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  debug(message: string): void {
    if (this.#options.verbosity === 'verbose') this.#write(message);
  }

  info(message: string): void {
    if (this.#options.verbosity !== 'quiet') this.#write(message);
  }

  warn(message: string): void {
    this.#write(`warning: ${message}`);
  }

  progress(stage: string, done: number, reach: Reach = {}): void {
    const { stream, verbosity } = this.#options;
    if (verbosity === 'quiet') return;
    const now = this.#now();
    this.#meter.see(stage, done, reach, now);
    // The first minute of a file begins where there was something to tell.
    this.#lastProgress ??= stream.isTTY ? 0 : now;
    if (now - this.#lastProgress < (stream.isTTY ? ON_TERMINAL_MS : IN_FILE_MS)) return;
    this.#lastProgress = now;
    if (stream.isTTY) this.#redraw(this.#meter.line(now, (stream.columns || USUAL_WIDTH) - 1));
    else this.#write(this.#meter.line(now));
  }

  /** Takes the line of progress away. */
  end(): void {
    if (this.#shownProgress !== '') this.#options.stream.write(`${this.#toStart()}\u001b[J`);
    this.#shownProgress = '';
  }

  /** Writes over what is there, and wipes only what is left of it: a line that is wiped first flickers. */
  #redraw(line: string): void {
    if (line === this.#shownProgress) return;
    this.#options.stream.write(`${this.#toStart()}${line}\u001b[J`);
    this.#shownProgress = line;
  }

  /** To where the line begins: a terminal that has become narrower since shows it on several. */
  #toStart(): string {
    const width = this.#options.stream.columns || USUAL_WIDTH;
    const above = Math.ceil(this.#shownProgress.length / width) - 1;
    return above > 0 ? `\r\u001b[${above}A` : '\r';
  }

  #write(message: string): void {
    this.end();
    this.#options.stream.write(`${this.#shown(message)}\n`);
  }

  /** One line, whatever is in it: a name or a cell must not write the next line of a log. */
  #shown(message: string): string {
    return printableLine(this.#options.secrets.mask(message));
  }
}
