import { basename, join } from 'node:path';
import type { FromSchema } from 'json-schema-to-ts';
import { EtlError } from '../../base/errors.ts';
import { defineSource } from '../../contracts/component.ts';
import type { Source } from '../../contracts/source.ts';
import type { Storage } from '../../contracts/storage.ts';
import { copyStream } from '../local-copy.ts';
import { MissingWords } from '../missing-words.ts';
import { MISSING_SCHEMA, PATH_SCHEMA, pathIn } from '../file-options.ts';
import type { OpenWorkbook } from './open-workbook.ts';
import { SheetExtract, type WorkbookFacts } from './sheet-extract.ts';
import { SheetTable } from './sheet-table.ts';

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['path'],
  properties: {
    path: PATH_SCHEMA,
    sheet: {
      type: ['string', 'integer'],
      minLength: 1,
      minimum: 1,
      expected: 'the name of a sheet, or its number among the tabs that are shown, from 1',
      description: 'The sheet, by its name or its number among those that are shown. Left out: the first of them.',
    },
    headerRow: {
      type: 'integer',
      minimum: 1,
      description:
        'Row of the sheet on which the header stands, from 1. Left out, it is found: the first row that looks like one.',
    },
    missing: MISSING_SCHEMA,
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
  readonly #options: Omit<Config, 'path'>;
  readonly #tell: (remark: string) => void;

  /** `tell` hears the remarks that come after the file was opened. */
  constructor(
    storage: Storage,
    path: string,
    options: Partial<Omit<Config, 'path'>> = {},
    tell: (remark: string) => void = () => {},
  ) {
    this.#storage = storage;
    this.#path = path;
    this.#options = { missing: [], ...options };
    this.#tell = tell;
  }

  /** Copies the file, for a workbook cannot be read from its beginning on; then reads as far as the first rows. */
  async open(folder: string): Promise<SheetExtract> {
    const location = this.#storage.describe(this.#path);
    const stored = await this.#storage.open(this.#path);
    if (!stored) throw new EtlError('source/not-found', { location });
    const { etag, modified, stream } = stored;
    const copy = join(folder, COPY);
    await copyStream(stream, copy);
    const { OpenWorkbook: Workbook } = await import('./open-workbook.ts');
    const workbook = await Workbook.open(copy, folder, location);
    try {
      return await this.#start(workbook, { location, modified, version: etag, copy, name: basename(this.#path) });
    } catch (error) {
      await workbook.close();
      throw error;
    }
  }

  async #start(workbook: OpenWorkbook, facts: Omit<WorkbookFacts, 'remarks'>): Promise<SheetExtract> {
    const { sheet: wanted, headerRow, missing } = this.#options;
    const sheet = workbook.sheetOf(wanted);
    const table = await SheetTable.open(workbook, sheet, facts.location, headerRow);
    const remarks = [
      `Sheet ${sheet.name} is read${workbook.sheets.length > 1 ? `, one of ${workbook.sheets.length}` : ''}.`,
      ...table.remarks,
    ];
    if (sheet.isHidden) remarks.push(`Sheet ${sheet.name} is hidden.`);
    if (table.isEmpty) remarks.push('The sheet has a header and no rows.');
    return new SheetExtract({
      facts: { ...facts, remarks },
      workbook,
      table,
      missing: new MissingWords(missing),
      tell: this.#tell,
    });
  }
}
