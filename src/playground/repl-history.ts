import { appendFileSync, chmodSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Secrets } from '../base/secrets.ts';

/** Lines remembered from one time to the next. */
const HISTORY_SIZE = 500;
/** Shorter answers are codes ("1", "no"): nobody is known by them, and without them a line says nothing. */
const TELLING = 3;

/**
 * The expressions that were typed, in a file that only their user can read. It outlives the prompt, so secrets, and
 * texts in quotes that are answers of a row looked at, are not written down: "…" stands for them.
 */
export class History {
  readonly #path: string;
  readonly #secrets: Secrets;
  readonly #answers = new Set<string>();

  constructor(secrets: Secrets, env: Readonly<Record<string, string | undefined>>) {
    const state = env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state');
    this.#path = join(state, 'dhis2-etl', 'repl-history');
    this.#secrets = secrets;
  }

  /** Remembers the cells of a row that is looked at. */
  addRow(cells: readonly string[]): void {
    for (const cell of cells) if (cell.trim().length >= TELLING) this.#answers.add(cell.trim());
  }

  /** The newest first, each once, as the prompt wants it. What is too old is taken out of the file. */
  load(): string[] {
    const written = this.#read().map((line) => this.#secrets.mask(line));
    const newest = [...new Set(written.reverse())].slice(0, HISTORY_SIZE);
    if (newest.length < written.length) this.#write(() => writeFileSync(this.#path, toText(newest.toReversed())));
    return newest;
  }

  /** Writes a line down at once: a signal may end the prompt. */
  add(line: string): void {
    const kept = this.#withoutData(line);
    this.#write(() => appendFileSync(this.#path, toText([kept]), { mode: 0o600 }));
  }

  #withoutData(line: string): string {
    const quoted = line.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, (literal) =>
      this.#answers.has(literal.slice(1, -1).replace(/\\(.)/g, '$1').trim()) ? '"…"' : literal,
    );
    return this.#secrets.mask(quoted);
  }

  #read(): string[] {
    try {
      if (!lstatSync(this.#path).isFile()) return [];
      return readFileSync(this.#path, 'utf8')
        .split('\n')
        .filter((line) => line !== '');
    } catch {
      return [];
    }
  }

  /** A history that cannot be kept is no reason to fail. */
  #write(write: () => void): void {
    try {
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
      // A link would lead what was typed somewhere else, a pipe would wait for a reader.
      const stats = lstatSync(this.#path, { throwIfNoEntry: false });
      if (stats && !stats.isFile()) rmSync(this.#path);
      write();
      chmodSync(this.#path, 0o600);
    } catch {}
  }
}

function toText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
