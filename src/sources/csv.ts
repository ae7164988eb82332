import type { FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FromSchema } from 'json-schema-to-ts';
import { defineSource } from '../contracts/component.ts';
import type { Source } from '../contracts/source.ts';
import type { Storage } from '../contracts/storage.ts';
import { checkedBytes, type Checked } from './checked-bytes.ts';
import { CsvExtract, type CsvFacts } from './csv-extract.ts';
import { nameDelimiter, type Head } from './csv-head.ts';
import { MISSING_SCHEMA, notFound, PATH_SCHEMA, pathIn } from './file-options.ts';
import { createCopy } from './local-copy.ts';
import { PulledRows } from './pulled-rows.ts';
import { partOf } from '../base/share.ts';
import { chooseDelimiter, readHead } from './read-head.ts';
import { remarkOnNames, toHeader } from './table-header.ts';

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['path'],
  properties: {
    path: PATH_SCHEMA,
    delimiter: {
      type: 'string',
      pattern: '^[^"\\r\\n\\u0000]$',
      expected: 'one character, in quotes: ";", ",", "~", "|" or "\\t"',
      description: 'What stands between cells. Left out, it is found from the header, and named in the log.',
    },
    headerRow: {
      type: 'integer',
      minimum: 1,
      default: 1,
      description: 'Line of the file on which the header stands, from 1, where there are titles above it.',
    },
    missing: MISSING_SCHEMA,
  },
} as const;

type Config = FromSchema<typeof SCHEMA>;

/** A CSV file, as Kobo exports it or as somebody upstream writes it. */
export const csvSource = defineSource<Config>({
  kind: 'csv',
  role: 'source',
  summary: 'A CSV file (UTF-8), from a folder or from Azure Blob Storage.',
  accepts: { role: 'storage' },
  schema: SCHEMA,
  example: `source:
  kind: csv
  path: raw/export.csv
  delimiter: ";"
  missing: ["NA", "n/a"]
  key: [_uuid]
`,
  build(config, { folder, storage, log }) {
    return new CsvSource(storage, pathIn(storage, folder, config.path), config, (remark) =>
      log.info(`source: ${remark}`),
    );
  },
});

/** Name of the copy in the run's folder. */
const COPY = 'source.csv';

/** One CSV file of a storage. */
export class CsvSource implements Source {
  readonly #storage: Storage;
  readonly #path: string;
  readonly #delimiter: string | undefined;
  readonly #headerRow: number | undefined;
  readonly #missing: readonly string[];
  readonly #tell: (remark: string) => void;

  /** `tell` hears the remarks that come after the file was opened. */
  constructor(
    storage: Storage,
    path: string,
    options: Partial<Pick<Config, 'delimiter' | 'headerRow' | 'missing'>> = {},
    tell: (remark: string) => void = () => {},
  ) {
    this.#storage = storage;
    this.#path = path;
    this.#tell = tell;
    this.#delimiter = options.delimiter;
    this.#headerRow = options.headerRow;
    this.#missing = options.missing ?? [];
  }

  /** Reads as far as the first row, so that header and remarks are known. */
  async open(folder: string): Promise<CsvExtract> {
    const location = this.#storage.describe(this.#path);
    const stored = await this.#storage.open(this.#path);
    if (!stored) throw await notFound(this.#storage, this.#path);
    const { etag, modified, size, stream } = stored;
    const copyPath = join(folder, COPY);
    let copy: FileHandle;
    try {
      copy = await createCopy(copyPath);
    } catch (error) {
      stream.destroy();
      throw error;
    }
    const count = { bytes: 0 };
    const chunks = checkedBytes({ stream, copy, copyPath, location, count });
    try {
      const facts = { location, modified, size, version: etag, copy: copyPath, name: basename(this.#path) };
      return await this.#start(chunks, facts, () => partOf(count.bytes, size));
    } catch (error) {
      await chunks.return();
      throw error;
    }
  }

  async #start(
    chunks: AsyncGenerator<Checked, void>,
    facts: Omit<CsvFacts, 'remarks'>,
    share: () => number | undefined,
  ): Promise<CsvExtract> {
    const { location } = facts;
    const options = { delimiter: this.#delimiter, headerRow: this.#headerRow };
    const { head, bytes, marks } = await readHead(chunks, location, options);
    const delimiter = chooseDelimiter(head, this.#delimiter, location);
    const { CsvRows: Rows } = await import('./csv-rows.ts');
    const { lineEnd, line, separator } = head;
    // Excel takes its line `sep=;` and does not show it.
    const sheetRow = separator === undefined ? line : line - 1;
    const form = { delimiter: delimiter ?? ',', lineEnd, line, sheetRow, location };
    const rows = new PulledRows(chunks, new Rows(form), bytes);
    const named = toHeader((await rows.shift())?.cells ?? []);
    const isEmpty = await rows.isEnd();
    const header = { ...named, below: rows.peek(ROWS_BELOW) };
    const remarks = remarkOnNames(header);
    if (this.#delimiter === undefined) remarks.unshift(remarkOnDelimiter(delimiter, head));
    if (marks > 0) remarks.push(remarkOnMarks(marks));
    if (isEmpty) {
      remarks.push(
        `The file has a header and no rows${head.hasLineEnd ? '' : ', and the header has no line end: it may be cut'}.`,
      );
    }
    const own = { missing: this.#missing, form, tell: this.#tell };
    return new CsvExtract({ facts: { ...facts, remarks }, header, rows, share, ...own });
  }
}

/** Rows below the header that are kept, for the search for the true one. */
const ROWS_BELOW = 20;

function remarkOnDelimiter(delimiter: string | undefined, { separator }: Head): string {
  if (delimiter === undefined) return 'The header has no delimiter: the file is taken to have one column.';
  const how = separator === delimiter ? 'as the line sep= says, which Excel writes' : 'found from the header';
  return `The delimiter is ${nameDelimiter(delimiter)}, ${how}.`;
}

function remarkOnMarks(marks: number): string {
  return marks === 1
    ? 'The file starts with a byte-order mark; it is left out.'
    : `The file starts with ${marks} byte-order marks; they are left out.`;
}
