/** Lines sorted into files by what they belong to, so that all that belong together are in one file. */
import { hash } from 'node:crypto';
import { mkdir, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { createPrivateFile } from '../../base/private-file.ts';
import { readTexts } from '../spool.ts';

/** Files at a time; a power of two. */
const FILES = 32;
/** Characters gathered before they are written. */
const CHUNK = 1 << 15;
/** Bytes of a file that are read at once. */
const LARGE = 16 << 20;
/** Bytes of a hash that can be used up. */
const DEEPEST = 8;

/** What belongs together stands first in a line, as JSON text. */
export type Line = readonly [group: string, ...rest: unknown[]];

/** A file to be filled. */
interface Part {
  readonly path: string;
  readonly file: FileHandle;
  pending: string;
}

export class Partitions {
  readonly #folder: string;
  readonly #large: number;
  readonly #depth: number;
  readonly #parts = new Map<number, Part>();

  private constructor(folder: string, large: number, depth: number) {
    this.#folder = folder;
    this.#large = large;
    this.#depth = depth;
  }

  /** `folder` is made, for its owner alone. A file of more than `large` bytes is sorted into files again. */
  static async create(folder: string, large = LARGE, depth = 0): Promise<Partitions> {
    await mkdir(folder, { mode: 0o700 });
    return new Partitions(folder, large, depth);
  }

  async write(line: Line): Promise<void> {
    const part = await this.#partOf(line[0]);
    part.pending += `${JSON.stringify(line)}\n`;
    if (part.pending.length >= CHUNK) await flush(part);
  }

  /** All lines, file by file, in an order that does not depend on that in which they were written; each file goes once it is read. */
  async *read(): AsyncGenerator<readonly Line[]> {
    await this.close();
    for (const [, { path }] of [...this.#parts].sort(([a], [b]) => a - b)) {
      const { size } = await stat(path);
      if (size <= this.#large || this.#depth >= DEEPEST) yield await linesOf(path);
      else yield* (await this.#split(path)).read();
      await rm(path);
    }
    await rm(this.#folder, { recursive: true });
  }

  /** Closes the files. Safe to call twice. */
  async close(): Promise<void> {
    for (const part of this.#parts.values()) {
      await flush(part);
      await part.file.close();
    }
  }

  async #split(path: string): Promise<Partitions> {
    const smaller = await Partitions.create(`${path}-parts`, this.#large, this.#depth + 1);
    for await (const text of readTexts(path)) await smaller.write(JSON.parse(text) as Line);
    return smaller;
  }

  async #partOf(group: string): Promise<Part> {
    const at = numberOf(group, this.#depth);
    const known = this.#parts.get(at);
    if (known) return known;
    const path = join(this.#folder, `${at}.ndjson`);
    const part = { path, file: await createPrivateFile(path), pending: '' };
    this.#parts.set(at, part);
    return part;
  }
}

async function flush(part: Part): Promise<void> {
  const { pending } = part;
  part.pending = '';
  if (pending !== '') await part.file.appendFile(pending);
}

async function linesOf(path: string): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const text of readTexts(path)) lines.push(JSON.parse(text) as Line);
  return lines;
}

/** In which file a group is: each depth uses other bits. */
function numberOf(group: string, depth: number): number {
  return Number.parseInt(hash('sha1', group, 'hex').slice(depth * 2, depth * 2 + 2), 16) % FILES;
}
