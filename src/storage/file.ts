import { createHash } from 'node:crypto';
import { mkdir, realpath, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { FromSchema } from 'json-schema-to-ts';
import { EtlError } from '../base/errors.ts';
import { openRegularFile, readAtMost } from '../base/regular-file.ts';
import { nameHolder } from '../base/holder.ts';
import { tryFolder } from '../base/writable-folder.ts';
import { defineStorage } from '../contracts/component.ts';
import { appendToFile } from './file-append.ts';
import { hasCode, toFileError } from './file-errors.ts';
import { clearCopies, clearHolderFiles } from './file-leftovers.ts';
import { findFileLock } from './file-lock-state.ts';
import { takeFile, type Refused, type Taken } from './file-lock.ts';
import { modeOf, replaceFile } from './file-replace.ts';
import { checkPath } from './path.ts';
import type { HeldLock, Lock, Passed, Storage, Stored } from '../contracts/storage.ts';
import { passThrough, unchangedFile } from './unchanged-file.ts';

/** What is read whole (an index) must fit into one text of JavaScript. */
const MOST_BYTES = 500 * 1024 * 1024;
/** How long a write waits for another one of the same file to end. */
const WRITE_WAIT_MS = 10_000;

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['folder'],
  properties: {
    folder: {
      type: 'string',
      minLength: 1,
      description: 'The folder in which the paths of this connection start; relative to the spec.',
    },
  },
} as const;

type Config = FromSchema<typeof SCHEMA>;

/** A folder on this machine, or one that is mounted here. */
export const fileStorage = defineStorage<Config>({
  kind: 'file',
  role: 'storage',
  summary: 'A folder on this machine.',
  secrets: [],
  schema: SCHEMA,
  example: `connections:
  exports:
    kind: file
    folder: ../data
`,
  build: (config, { folder }) => new FileStorage(resolve(folder, config.folder)),
  buildLocal: () => new FileStorage(),
});

/**
 * Files. With a root, paths are relative to it and cannot leave it (links that somebody has put inside it are followed).
 * Without one, paths are the caller's own, best absolute. ETags are hashes of the content: what counts is whether the
 * file is another one, not when somebody touched it.
 */
export class FileStorage implements Storage {
  readonly kind = 'file';
  /** Absolute; undefined where paths are not bound to a folder. */
  readonly root: string | undefined;
  /** Files whose leftovers of killed writers are removed already. */
  readonly #cleared = new Set<string>();

  constructor(root?: string) {
    this.root = root;
  }

  describe(path: string): string {
    return this.root === undefined ? path : join(this.root, path);
  }

  localFile(path: string): string {
    return this.#locate(path);
  }

  async open(path: string): Promise<(Stored & { readonly stream: Readable }) | null> {
    const location = this.#locate(path);
    const file = await openToRead(location);
    if (!file) return null;
    try {
      return await unchangedFile(file, location);
    } catch (error) {
      await file.close();
      throw toFileError(error, location, 'read');
    }
  }

  async read(path: string): Promise<(Stored & { readonly bytes: Buffer }) | null> {
    const location = this.#locate(path);
    const file = await openToRead(location);
    if (!file) return null;
    try {
      const { mtime } = await file.stat();
      const bytes = await readAtMost(file, MOST_BYTES);
      return { etag: etagOf(bytes), modified: mtime, size: bytes.length, bytes };
    } catch (error) {
      throw toFileError(error, location, 'read');
    } finally {
      await file.close();
    }
  }

  async readThrough(path: string, take: (chunk: Buffer) => void): Promise<(Stored & Passed) | null> {
    const location = this.#locate(path);
    const file = await openToRead(location);
    if (!file) return null;
    try {
      return await passThrough(file, location, take);
    } finally {
      await file.close();
    }
  }

  write(path: string, bytes: Buffer, expect?: string): Promise<{ readonly etag: string } | null> {
    return this.writeThrough(path, [bytes], expect);
  }

  async writeThrough(path: string, chunks: Iterable<Buffer>, expect?: string): Promise<Passed | null> {
    const location = this.#locate(path);
    try {
      const target = await followLinks(location);
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      const turn = await this.#waitForTurn(target);
      try {
        await this.#clearOnce(target);
        const isStill = async (): Promise<boolean> => expect === undefined || (await this.#hasEtag(path, expect));
        const sha256 = await replaceFile(target, chunks, isStill);
        return sha256 === undefined ? null : { etag: sha256, sha256 };
      } finally {
        await turn.release();
      }
    } catch (error) {
      throw toFileError(error, location, 'write');
    }
  }

  async append(path: string, bytes: Buffer, size: number): Promise<boolean> {
    const location = this.#locate(path);
    try {
      return await appendToFile(location, bytes, size);
    } catch (error) {
      throw toFileError(error, location, 'write');
    }
  }

  async tryWrite(path: string): Promise<void> {
    const location = this.#locate(path);
    try {
      const target = await followLinks(location);
      await modeOf(target);
      await tryFolder(dirname(target));
    } catch (error) {
      throw toFileError(error, location, 'write');
    }
  }

  async lock(path: string): Promise<Lock> {
    const location = this.#locate(path);
    let answer: Taken | Refused;
    try {
      await mkdir(dirname(location), { recursive: true, mode: 0o700 });
      answer = await takeFile(location);
    } catch (error) {
      throw toFileError(error, location, 'lock');
    }
    if (answer.is === 'held') {
      const since = answer.holder ? { since: answer.holder.since } : {};
      const by = `${nameHolder(answer.holder)}, ${location}`;
      const isAhead = await isDatedAhead(location);
      throw new EtlError('run/locked', { by, ...since, file: location, isAhead });
    }
    await clearHolderFiles(location);
    const { isLost, release } = answer;
    return {
      get isLost() {
        return isLost();
      },
      release,
    };
  }

  async findLock(path: string): Promise<HeldLock | null> {
    const location = this.#locate(path);
    try {
      return await findFileLock(location);
    } catch (error) {
      throw toFileError(error, location, 'read');
    }
  }

  /** Whoever has the turn is the only writer: other copies, half or whole, are left of writers that were killed. */
  async #clearOnce(target: string): Promise<void> {
    if (this.#cleared.has(target)) return;
    this.#cleared.add(target);
    await clearCopies(target);
    await clearHolderFiles(turnFile(target));
  }

  #locate(path: string): string {
    if (this.root === undefined) {
      if (path === '' || path.includes('\0')) checkPath(path, 'the file system');
      return path;
    }
    checkPath(path, this.root);
    return join(this.root, path);
  }

  async #hasEtag(path: string, expect: string): Promise<boolean> {
    const now = await this.readThrough(path, () => {});
    return expect === 'none' ? now === null : now?.etag === expect;
  }

  /** Between looking at the ETag and replacing the file nobody else may write: writers of one file take turns. */
  async #waitForTurn(target: string): Promise<Taken> {
    const file = turnFile(target);
    const deadline = Date.now() + WRITE_WAIT_MS;
    for (;;) {
      const answer = await takeFile(file);
      if (answer.is === 'taken') return answer;
      if (Date.now() > deadline) {
        throw new EtlError('storage/busy', { location: target, by: nameHolder(answer.holder), file });
      }
      await delay(5 + Math.random() * 20);
    }
  }
}

function turnFile(target: string): string {
  return join(dirname(target), `.${basename(target)}.writing`);
}

/** Dated by a clock that was wrong: such a lock would never be old enough to be taken for dead. */
async function isDatedAhead(location: string): Promise<boolean> {
  const stats = await stat(location).catch(() => undefined);
  return stats !== undefined && stats.mtimeMs > Date.now() + 60_000;
}

function etagOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function openToRead(location: string): Promise<FileHandle | null> {
  try {
    return await openRegularFile(location);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw toFileError(error, location, 'read');
  }
}

/** Where a link stands, the file that it names is replaced, not the link. */
async function followLinks(location: string): Promise<string> {
  try {
    return await realpath(location);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return location;
    throw error;
  }
}
