import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, realpath, symlink } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { EtlError } from '../base/errors.ts';
import { writePrivateFile } from '../base/private-file.ts';

const run = promisify(execFile);
const MOST_BYTES = 64 * 1024 * 1024;

/** A revision of the repository that a file is in, and a folder in which its files are put where they stand there. */
export class GitRevision {
  /** As a person named it. */
  readonly name: string;
  /** The folder that stands for the root of the repository. */
  readonly folder: string;
  /** Files that the revision does not have, and that are used as they are now; relative to the root. */
  readonly absent: string[] = [];
  readonly #root: string;
  readonly #commit: string;

  private constructor(name: string, root: string, commit: string, folder: string) {
    this.name = name;
    this.folder = folder;
    this.#root = root;
    this.#commit = commit;
  }

  /** Undefined where the repository has no such revision. Throws EtlError `against/no-git`, `against/no-repository`. */
  static async find(name: string, file: string, folder: string): Promise<GitRevision | undefined> {
    const where = dirname(await realpath(file));
    const root = (await git(where, ['rev-parse', '--show-toplevel']))?.toString('utf8').trim();
    if (!root) throw new EtlError('against/no-repository', { against: name, folder: where });
    const wanted = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
    const commit = (await git(root, wanted))?.toString('utf8').trim();
    return commit ? new GitRevision(name, await realpath(root), commit, folder) : undefined;
  }

  /** Where a file of today stands in the folder. */
  async standInFor(file: string): Promise<string> {
    return join(this.folder, relative(this.#root, await realpath(file)));
  }

  /** Puts a file into the folder as the revision has it; false where it has none. */
  async bring(path: string): Promise<boolean> {
    if (existsSync(path)) return true;
    const name = relative(this.folder, path);
    if (name.startsWith('..') || isAbsolute(name)) return false;
    const bytes = await git(this.#root, ['cat-file', 'blob', `${this.#commit}:${name.split(sep).join('/')}`]);
    if (!bytes) return false;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writePrivateFile(path, bytes);
    return true;
  }

  /** The same; what the revision does not have is used as it is now, and named among `absent`. */
  async bringOrLink(path: string): Promise<void> {
    if (await this.bring(path)) return;
    const name = relative(this.folder, path);
    const now = join(this.#root, name);
    if (name.startsWith('..') || isAbsolute(name) || !existsSync(now)) return;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await symlink(now, path);
    this.absent.push(name);
  }
}

/** What git says, without a shell and without touching the repository; undefined where it refuses. */
async function git(folder: string, args: readonly string[]): Promise<Buffer | undefined> {
  const all = ['--no-optional-locks', '-C', folder, ...args];
  try {
    const { stdout } = await run('git', all, { encoding: 'buffer', maxBuffer: MOST_BYTES });
    return stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new EtlError('against/no-git', {});
    return undefined;
  }
}
