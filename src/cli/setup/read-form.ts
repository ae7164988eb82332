/** The form and the export that `etl init` is given, as they are on disk. */
import { basename, dirname, join, resolve } from 'node:path';
import { EtlError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { Secrets } from '../../base/secrets.ts';
import { readsStorage, type SourceKind, type StorageKind } from '../../contracts/component.ts';
import type { Source } from '../../contracts/source.ts';
import type { Choice, Form } from '../../setup/form.ts';
import type { SeenColumn } from '../../setup/match-header.ts';
import { withTemporaryFolder } from '../temporary-folder.ts';

/** Loads an XLSForm, with choices from files beside it. Throws EtlError `init/not-a-form`, `sheet/*`, `file/*`. */
export async function loadForm(file: string, log: Log): Promise<Form> {
  const { readSheets } = await import('../../sheets/read-sheets.ts');
  const { parseXlsForm } = await import('../../setup/parse-xlsform.ts');
  const form = parseXlsForm(await readSheets(resolve(file), file), file);
  const lists = new Map<string, readonly Choice[]>();
  for (const name of new Set(form.questions.flatMap(({ list = '', choices }) => (choices.length > 0 ? [] : [list]))))
    if (FILE_LIST.test(name)) lists.set(name, await loadChoices(join(dirname(file), basename(name)), log));
  return {
    ...form,
    questions: form.questions.map((one) => ({ ...one, choices: lists.get(one.list ?? '') ?? one.choices })),
  };
}

/** `select_one_from_file clinics.csv`. */
const FILE_LIST = /\.(?:csv|xml|geojson)$/i;

/** Choices of a file; none, said in the log, where it is not there or cannot be read as a list. */
async function loadChoices(file: string, log: Log): Promise<readonly Choice[]> {
  const { parseChoices } = await import('../../setup/parse-xlsform.ts');
  const { readSheets } = await import('../../sheets/read-sheets.ts');
  try {
    const [sheet] = await readSheets(resolve(file), file);
    const choices = sheet && parseChoices(sheet);
    if (choices) return choices;
    log.warn(`choices of the form are not known: ${file} has no column \`name\``);
  } catch (error) {
    if (!(error instanceof EtlError)) throw error;
    log.warn(`choices of the form are not known: ${error.message}`);
  }
  return [];
}

/** Rows that are looked at, and values of a column that are kept. */
const MOST_ROWS = 50_000;
const MOST_VALUES = 2000;
const BATCH = 500;

/** Loads the columns of an export, with the values that are in them. Throws EtlError `source/*`. */
export async function loadColumns(file: string, log: Log, secrets: Secrets): Promise<readonly SeenColumn[]> {
  const { REGISTRY } = await import('../../registry.ts');
  const name = /\.xlsx$/i.test(file) ? 'xlsx' : 'csv';
  const kind = REGISTRY.find((one): one is SourceKind => one.role === 'source' && one.kind === name);
  const local = REGISTRY.find((one): one is StorageKind => one.role === 'storage' && one.buildLocal !== undefined);
  const storage = local?.buildLocal?.();
  if (!kind || !readsStorage(kind) || !storage) throw new Error(`no kind reads ${name}`);
  const source = kind.build({ path: resolve(file), missing: [] } as never, {
    folder: resolve('.'),
    log,
    secrets,
    storage,
  });
  return readColumns(source);
}

/** Reads the columns of a source, with the values that are in them. Throws EtlError `source/*`. */
export async function readColumns(source: Source): Promise<readonly SeenColumn[]> {
  return withTemporaryFolder('init', async (folder) => {
    const extract = await source.open(folder);
    const columns = extract.header.columns.map((column) => new ColumnValues(column));
    let rows = 0;
    for await (const { records } of extract.batches(BATCH)) {
      for (const { cells } of records) for (const [at, column] of columns.entries()) column.add(cells[at] ?? '');
      rows += records.length;
      if (rows >= MOST_ROWS) break;
    }
    await extract.close();
    return columns.map((column) => column.toSeen(rows));
  });
}

class ColumnValues {
  readonly #name: string;
  readonly #values = new Set<string>();
  #filled = 0;
  #isUnique = true;

  constructor(name: string) {
    this.#name = name;
  }

  add(cell: string): void {
    const value = cell.trim();
    if (value === '') return;
    this.#filled += 1;
    if (this.#values.has(value)) this.#isUnique = false;
    else if (this.#values.size < MOST_VALUES) this.#values.add(value);
  }

  toSeen(rows: number): SeenColumn {
    const isUnique = this.#isUnique && rows > 0 && this.#filled === rows;
    return { name: this.#name, values: [...this.#values], filled: this.#filled, isUnique };
  }
}
