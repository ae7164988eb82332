/** What was read from a server, on disk: flat records, one a line, so that memory holds a batch and no more. */
import { createHash, hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createPrivateFile } from '../../base/private-file.ts';
import { toFileError } from '../../storage/file-errors.ts';

/** Characters that are written at once. */
const PIECE = 1 << 18;

/** Writes lines, and knows their content whatever their order. */
export class SpoolWriter {
  readonly path: string;
  readonly #file: FileHandle;
  #text = '';
  #lines = 0;
  /** Sums of the lines' digests: two readings with the same records have the same, in whatever order they came. */
  #low = 0n;
  #high = 0n;

  private constructor(path: string, file: FileHandle) {
    this.path = path;
    this.#file = file;
  }

  static async open(path: string): Promise<SpoolWriter> {
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      return new SpoolWriter(path, await createPrivateFile(path));
    } catch (error) {
      throw toFileError(error, path, 'write');
    }
  }

  async add(line: string): Promise<void> {
    const digest = hash('sha256', line, 'buffer');
    this.#low = BigInt.asUintN(64, this.#low + digest.readBigUInt64LE(0));
    this.#high = BigInt.asUintN(64, this.#high + digest.readBigUInt64LE(8));
    this.#lines += 1;
    this.#text += `${line}\n`;
    if (this.#text.length >= PIECE) await this.#flush();
  }

  get lines(): number {
    return this.#lines;
  }

  /** The same for the same lines, in whatever order. */
  get digest(): string {
    return createHash('sha256').update(`${this.#lines} ${this.#low} ${this.#high}`).digest('hex');
  }

  async close(): Promise<void> {
    try {
      await this.#flush();
    } finally {
      await this.#file.close();
    }
  }

  async #flush(): Promise<void> {
    const text = this.#text;
    this.#text = '';
    try {
      await this.#file.write(text);
    } catch (error) {
      throw toFileError(error, this.path, 'write');
    }
  }
}

/** The lines of a spool. JSON has no line ends inside. */
export async function* spoolLines(path: string): AsyncGenerator<string, void> {
  let rest = '';
  const stream = createReadStream(path, { encoding: 'utf8', highWaterMark: PIECE });
  try {
    for await (const piece of stream as AsyncIterable<string>) {
      const lines = (rest + piece).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    throw toFileError(error, path, 'read');
  }
}
