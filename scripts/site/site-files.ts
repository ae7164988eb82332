/** Files that pages lead to and that are no pages: they come with the site as they are, a folder with a list of its files. */
import { execFile } from 'node:child_process';
import { cp, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { promisify } from 'node:util';
import { html, type Html } from '../../src/pages/html.ts';
import { toPage } from '../../src/pages/page.ts';

/** Where a file or folder of the project stands on the site, once `copyTo` has been there. */
export class SiteFiles {
  readonly #root: string;
  readonly #wanted = new Map<string, readonly string[]>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Its address on the site; undefined where the project has no such thing. */
  async add(path: string): Promise<string | undefined> {
    const found = await stat(join(this.#root, path)).catch(() => undefined);
    if (!found) return undefined;
    this.#wanted.set(path, found.isDirectory() ? await this.filesIn(path) : []);
    return found.isDirectory() ? posix.join(path, LIST) : path;
  }

  /** All files of a folder that belong to the project, by their path from there: nothing that somebody's runs have left. */
  async filesIn(path: string): Promise<readonly string[]> {
    const { stdout } = await promisify(execFile)('git', ['ls-files', '-z', '.'], { cwd: join(this.#root, path) });
    return stdout.split('\0').filter((file) => file !== '');
  }

  async copyTo(folder: string): Promise<void> {
    for (const [path, files] of this.#wanted) {
      for (const file of files.length > 0 ? files.map((name) => posix.join(path, name)) : [path]) {
        await mkdir(dirname(join(folder, file)), { recursive: true });
        await cp(join(this.#root, file), join(folder, file));
      }
      if (files.length > 0) await writeFile(join(folder, path, LIST), drawFolder(path, files));
    }
  }
}

const LIST = 'index.html';

/** Links to files, each by its path from a folder. */
export function listOfFiles(files: readonly string[], from = ''): Html {
  return html`<ul>
    ${files.map((file) => html`<li><a href="${posix.join(from, file)}">${file}</a></li>`)}
  </ul>`;
}

function drawFolder(path: string, files: readonly string[]): string {
  const top = posix.relative(path, 'index.html');
  const body = html`${listOfFiles(files)}
    <p><a href="${top}">Documentation</a></p>`;
  return toPage({ language: 'en', title: path, above: 'dhis2-etl', body });
}
