import { basename, join } from 'node:path';
import type { FromSchema } from 'json-schema-to-ts';
import { defineSource } from '../../contracts/component.ts';
import type { Extract, Source } from '../../contracts/source.ts';
import type { Storage } from '../../contracts/storage.ts';
import { copyStream } from '../local-copy.ts';
import type { SheetOptions } from './open-sheet.ts';
import { MISSING_SCHEMA, notFound, PATH_SCHEMA, pathIn } from '../file-options.ts';

const SHEET = {
  type: ['string', 'integer'],
  minLength: 1,
  minimum: 1,
  expected: 'the name of a sheet, or its number among the tabs that are shown, from 1',
} as const;

const REPEAT = {
  type: 'object',
  additionalProperties: false,
  required: ['sheet'],
  properties: {
    sheet: { ...SHEET, description: 'The sheet, by its name or its number among those that are shown.' },
    name: { type: 'string', minLength: 1, description: 'What it is called in expressions; default: as its sheet.' },
    in: {
      type: 'string',
      minLength: 1,
      description: 'The repeat inside which it is; left out: the records themselves.',
    },
    columns: {
      type: 'array',
      minItems: 1,
      items: { type: 'string', minLength: 1 },
      description:
        'Its columns, where the workbook may have no such sheet: Kobo leaves out a repeat that nobody has filled in. No record has any then.',
    },
    join: {
      type: 'object',
      minProperties: 1,
      additionalProperties: { type: 'string', minLength: 1, expected: 'the name of a column' },
      description:
        'Columns of this sheet, each with the column of its parent that has the same value. Left out: those of Kobo.',
    },
  },
} as const;

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['path'],
  properties: {
    path: PATH_SCHEMA,
    sheet: {
      ...SHEET,
      description: 'The sheet, by its name or its number among those that are shown. Left out: the first of them.',
    },
    headerRow: {
      type: 'integer',
      minimum: 1,
      description:
        'Row of the sheet on which the header stands, from 1. Left out, it is found: the first row that looks like one.',
    },
    missing: MISSING_SCHEMA,
    repeats: {
      type: 'array',
      items: REPEAT,
      description:
        'Sheets of which a record may have several rows, each an array in expressions. Left out: all that Kobo has made of repeat groups.',
    },
  },
} as const;

type Config = FromSchema<typeof SCHEMA>;

/** A sheet of an Excel workbook, as Kobo exports it or as people keep it. */
export const xlsxSource = defineSource<Config>({
  kind: 'xlsx',
  role: 'source',
  summary: 'A sheet of an Excel workbook (.xlsx), from a folder or from Azure Blob Storage.',
  accepts: { role: 'storage' },
  schema: SCHEMA,
  example: `source:
  kind: xlsx
  path: raw/export.xlsx
  sheet: Household survey
  key: [_uuid]
`,
  build(config, { folder, storage, log }) {
    return new XlsxSource(storage, pathIn(storage, folder, config.path), config, (remark) =>
      log.info(`source: ${remark}`),
    );
  },
});

/** Name of the copy in the run's folder. */
const COPY = 'source.xlsx';

/** One workbook of a storage. */
export class XlsxSource implements Source {
  readonly #storage: Storage;
  readonly #path: string;
  readonly #options: SheetOptions;
  readonly #tell: (remark: string) => void;

  /** `tell` hears the remarks that come after the file was opened. */
  constructor(storage: Storage, path: string, options: SheetOptions = {}, tell: (remark: string) => void = () => {}) {
    this.#storage = storage;
    this.#path = path;
    this.#options = options;
    this.#tell = tell;
  }

  /** Copies the file, for a workbook cannot be read from its beginning on; then reads as far as the first rows. */
  async open(folder: string): Promise<Extract> {
    const location = this.#storage.describe(this.#path);
    const stored = await this.#storage.open(this.#path);
    if (!stored) throw await notFound(this.#storage, this.#path);
    const { etag, modified, size, stream } = stored;
    const copy = join(folder, COPY);
    await copyStream(stream, copy);
    const { openSheet } = await import('./open-sheet.ts');
    const facts = { location, modified, size, version: etag, copy, name: basename(this.#path) };
    return openSheet(folder, facts, this.#options, this.#tell);
  }
}
