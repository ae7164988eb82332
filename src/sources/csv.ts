import { mkdir, type FileHandle } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { FromSchema } from 'json-schema-to-ts';
import { EtlError, EXIT } from '../base/errors.ts';
import { createPrivateFile } from '../base/private-file.ts';
import { defineSource } from '../engine/component.ts';
import type { Source } from '../engine/contracts.ts';
import { FileStorage } from '../storage/file.ts';
import { toFileError } from '../storage/file-errors.ts';
import type { Storage } from '../storage/storage.ts';
import { checkedBytes, type Checked } from './checked-bytes.ts';
import { CsvExtract, type RowStream } from './csv-extract.ts';
import { findDelimiter, nameDelimiter, parseHead, remarkOnNames, toHeader, type Head } from './csv-head.ts';
import type { CsvRows, RawRow } from './csv-rows.ts';

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['path'],
  properties: {
    path: {
      type: 'string',
      minLength: 1,
      description: 'The file: as the connection knows it, or, without a connection, relative to the spec.',
    },
    delimiter: {
      type: 'string',
      pattern: '^[^"\\r\\n\\u0000]$',
      expected: 'one character, in quotes: ";", ",", "~", "|" or "\\t"',
      description: 'What stands between cells. Left out, it is found from the header, and named in the log.',
    },
    missing: {
      type: 'array',
      items: { type: 'string' },
      default: [],
      description: 'Words that count as a blank cell, in all columns, written exactly so. The empty cell always does.',
    },
  },
} as const;

type Config = FromSchema<typeof SCHEMA>;

/** A CSV file, as Kobo exports it or as somebody upstream writes it. */
export const csvSource = defineSource<Config>({
  kind: 'csv',
  role: 'source',
  summary: 'A CSV file (UTF-8), from a folder or from Azure Blob Storage.',
  accepts: ['azure-blob', 'file'],
  schema: SCHEMA,
  example: `source:
  kind: csv
  path: raw/export.csv
  delimiter: ";"
  missing: ["NA", "n/a"]
  key: [_uuid]
`,
  build(config, { folder, storage }) {
    const isBound = !(storage instanceof FileStorage) || storage.root !== undefined;
    return new CsvSource(storage, isBound ? config.path : resolve(folder, config.path), config);
  },
});

/** The header may not be longer than this; one that never ends is not of a CSV. */
const MAX_HEAD = 1 << 20;

/** Name of the copy in the run's folder. */
const COPY = 'source.csv';

/** One CSV file of a storage. */
export class CsvSource implements Source {
  readonly #storage: Storage;
  readonly #path: string;
  readonly #delimiter: string | undefined;
  readonly #missing: readonly string[];

  constructor(storage: Storage, path: string, options: Partial<Pick<Config, 'delimiter' | 'missing'>> = {}) {
    this.#storage = storage;
    this.#path = path;
    this.#delimiter = options.delimiter;
    this.#missing = options.missing ?? [];
  }

  /** Reads as far as the first row, so that header and remarks are known. */
  async extract(folder: string): Promise<CsvExtract> {
    const location = this.#storage.describe(this.#path);
    const stored = await this.#storage.open(this.#path);
    if (!stored) throw new EtlError('source/not-found', { location });
    const { etag, modified, stream } = stored;
    const copyPath = join(folder, COPY);
    let copy: FileHandle;
    try {
      copy = await createCopy(copyPath, folder);
    } catch (error) {
      stream.destroy();
      throw error;
    }
    const chunks = checkedBytes({ stream, copy, copyPath, location });
    try {
      return await this.#start(chunks, { location, etag, modified, copy: copyPath });
    } catch (error) {
      await chunks.return();
      throw error;
    }
  }

  async #start(
    chunks: AsyncGenerator<Checked, void>,
    about: { location: string; etag: string; modified: Date; copy: string },
  ): Promise<CsvExtract> {
    const { location } = about;
    const { head, bytes, hadMark } = await readHead(chunks, location, this.#delimiter);
    const delimiter = chooseDelimiter(head, this.#delimiter, location);
    const { CsvRows: Rows } = await import('./csv-rows.ts');
    const rows = new PulledRows(
      chunks,
      new Rows({ delimiter: delimiter ?? ',', lineEnd: head.lineEnd, location }),
      bytes,
    );
    const header = toHeader((await rows.shift())?.cells ?? []);
    const remarks = remarkOnNames(header);
    if (this.#delimiter === undefined) {
      remarks.unshift(
        delimiter === undefined
          ? 'The header has no delimiter: the file is taken to have one column.'
          : `The delimiter is ${nameDelimiter(delimiter)}, found from the header.`,
      );
    }
    if (hadMark) remarks.push('The file starts with a byte-order mark; it is left out.');
    if (await rows.isEnd()) {
      remarks.push(
        `The file has a header and no rows${head.hasLineEnd ? '' : ', and the header has no line end: it may be cut'}.`,
      );
    }
    return new CsvExtract({ ...about, header, remarks, missing: this.#missing, rows });
  }
}

async function createCopy(path: string, folder: string): Promise<FileHandle> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return await createPrivateFile(path);
  } catch (error) {
    throw toFileError(error, path, 'write');
  }
}

async function readHead(
  chunks: AsyncGenerator<Checked, void>,
  location: string,
  given: string | undefined,
): Promise<{ head: Head; bytes: Buffer; hadMark: boolean }> {
  let bytes: Buffer = Buffer.alloc(0);
  let hadMark = false;
  for (;;) {
    const next = await chunks.next();
    if (!next.done) {
      bytes = Buffer.concat([bytes, next.value.bytes]);
      ({ hadMark } = next.value);
    }
    const head = parseHead(bytes.toString('utf8'), next.done === true, given);
    if (head === null) throw new EtlError('source/empty', { location });
    if (head === 'open') throw new EtlError('source/truncated', { location, line: 1, reason: 'quote' });
    if (head !== 'more') {
      refuseNul(head, location);
      return { head, bytes, hadMark };
    }
    if (bytes.length > MAX_HEAD) throw new EtlError('source/row-too-long', { location, line: 1, limit: '1 MiB' });
  }
}

/** Every second byte of Western text in UTF-16 is a NUL, which is valid UTF-8. */
function refuseNul({ text }: Head, location: string): void {
  const nuls = text.split('\0').length - 1;
  if (nuls === 0) return;
  if (nuls * 3 > text.length)
    throw new EtlError('source/not-utf8', { location, encoding: 'UTF-16 (without byte-order mark)' });
  throw new EtlError('source/nul-in-header', { location });
}

/** Undefined where none was given and the header has none. */
function chooseDelimiter(head: Head, given: string | undefined, location: string): string | undefined {
  const found = findDelimiter(head);
  if (given === undefined) return found;
  if (found !== undefined && head.counts.get(given) === 0) {
    const args = { location, given: nameDelimiter(given), found: nameDelimiter(found), write: JSON.stringify(found) };
    throw new EtlError('source/wrong-delimiter', args, { exitCode: EXIT.usage });
  }
  return given;
}

/** Rows, pulled from the bytes as they are asked for. */
class PulledRows implements RowStream {
  readonly #chunks: AsyncGenerator<Checked, void>;
  readonly #rows: CsvRows;
  #first: Buffer | undefined;
  #waiting: RawRow[] = [];
  #isDone = false;

  constructor(chunks: AsyncGenerator<Checked, void>, rows: CsvRows, first: Buffer) {
    this.#chunks = chunks;
    this.#rows = rows;
    this.#first = first;
  }

  async next(): Promise<readonly RawRow[] | null> {
    if (this.#waiting.length === 0) {
      if (this.#isDone) return null;
      await this.#pull();
    }
    const rows = this.#waiting;
    this.#waiting = [];
    return rows;
  }

  /** The next row alone. */
  async shift(): Promise<RawRow | undefined> {
    return (await this.isEnd()) ? undefined : this.#waiting.shift();
  }

  async isEnd(): Promise<boolean> {
    while (this.#waiting.length === 0 && !this.#isDone) await this.#pull();
    return this.#waiting.length === 0;
  }

  async close(): Promise<void> {
    await this.#chunks.return();
  }

  async #pull(): Promise<void> {
    if (this.#first) {
      this.#waiting = await this.#rows.feed(this.#first);
      this.#first = undefined;
      return;
    }
    const next = await this.#chunks.next();
    this.#isDone = next.done === true;
    this.#waiting = next.done ? await this.#rows.end() : await this.#rows.feed(next.value.bytes);
  }
}
