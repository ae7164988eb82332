import type { Log } from '../base/log.ts';
import type { Secrets } from '../base/secrets.ts';
import { printableLine } from '../base/printable.ts';

/** How much is said: `quiet` only what needs a person, `verbose` everything. */
export type Verbosity = 'quiet' | 'normal' | 'verbose';

export interface ConsoleLogOptions {
  readonly stream: NodeJS.WriteStream;
  readonly verbosity: Verbosity;
  readonly secrets: Secrets;
}

/**
 * Talk on stderr: plain lines, and on a terminal one line of progress that is written over. Secrets are taken out before
 * a line goes anywhere.
 */
export class ConsoleLog implements Log {
  readonly #options: ConsoleLogOptions;
  #progressShown = false;
  #lastProgress = 0;

  constructor(options: ConsoleLogOptions) {
    this.#options = options;
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

  progress(stage: string, done: number, total?: number): void {
    const { stream, verbosity } = this.#options;
    const now = Date.now();
    if (!stream.isTTY || verbosity === 'quiet' || now - this.#lastProgress < 80) return;
    this.#lastProgress = now;
    this.#progressShown = true;
    stream.write(
      `\r\u001b[K${stage} ${done.toLocaleString('en')}${total === undefined ? '' : ` of ${total.toLocaleString('en')}`}`,
    );
  }

  /** Takes the line of progress away. */
  end(): void {
    if (this.#progressShown) this.#options.stream.write('\r\u001b[K');
    this.#progressShown = false;
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
