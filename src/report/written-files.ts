import { appendFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { readRegularFile } from '../base/regular-file.ts';

/** The list in each run's folder: one path a line, as a JSON string, relative to the folder of the artifacts. */
const NAME = 'written.ndjson';

/** Where our runs write beside their own folder, and under what names. */
const OURS = /^(?:events_payload|log)\/\d{4}-\d{2}-\d{2}_[^/\\\0]+$/;

/**
 * What a run writes beside its own folder, for retention: other tools write there too, and theirs must stay. A file is
 * listed before it is written, so that a run that is killed leaves nothing that nobody knows of.
 */
export class WrittenFiles {
  readonly #root: string;
  readonly #list: string;
  readonly #known = new Set<string>();

  constructor(root: string, runFolder: string) {
    this.#root = root;
    this.#list = join(runFolder, NAME);
  }

  /** Lists files that are about to be written. */
  async add(paths: readonly string[]): Promise<void> {
    const names = paths.map((path) => this.#nameOf(path));
    const added = names.filter((name) => !this.#known.has(name));
    for (const name of added) this.#known.add(name);
    await appendFile(this.#list, added.map((name) => `${JSON.stringify(name)}\n`).join(''), { mode: 0o600 });
  }

  /** Of thousands of paths nearly all begin with the root, letter by letter. */
  #nameOf(path: string): string {
    const isPlain = path.startsWith(this.#root) && path[this.#root.length] === sep;
    return (isPlain ? path.slice(this.#root.length + 1) : relative(this.#root, path)).replaceAll(sep, '/');
  }
}

/**
 * Names of the files that a run has listed, relative to the folder of the artifacts; undefined where the run folder has
 * no list, and so is not one of ours. Lines that name anything but a dated file where our runs write are left out.
 */
export async function loadWritten(runFolder: string): Promise<readonly string[] | undefined> {
  try {
    const text = (await readRegularFile(join(runFolder, NAME))).toString('utf8');
    return text.split('\n').flatMap(toName);
  } catch {
    return undefined;
  }
}

/** A line that was cut short by a crash names nothing. */
function toName(line: string): string[] {
  try {
    const name: unknown = JSON.parse(line);
    return typeof name === 'string' && OURS.test(name) ? [name] : [];
  } catch {
    return [];
  }
}
