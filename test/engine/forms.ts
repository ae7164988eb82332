/** Nights of a pipeline into a data set: a form of a clinic and a month for each row. */
import { enterValues, readValues } from '../cli/data-values.ts';
import { ADMIN } from '../cli/events.ts';
import { DATA_SET } from '../sinks/data-set.ts';
import { Nights, type Night, type Reconcile, type Row } from './nights.ts';

const UNITS = ['OrgClinic0A', 'OrgClinic0B'];
/** Sees and writes clinic A alone. */
export const OF_CLINIC_A = { username: 'anna', password: ADMIN.password, orgUnits: ['OrgClinic0A'] };
const COLUMNS = ['id', 'clinic', 'month', 'cases', 'deaths', 'remark', 'sent'];

/** What the source says: `1 A 01 cases=4 deaths=0`. */
export type Line = string;

export interface FormOptions extends Reconcile {
  readonly batchSize?: number;
  readonly concurrency?: number;
  readonly import?: string;
  /** Cells, with their expressions. */
  readonly cells?: Readonly<Record<string, string>>;
  readonly index?: Readonly<Record<string, string>>;
  readonly timeoutSeconds?: number;
  readonly user?: string;
}

export class FormNights {
  readonly nights: Nights;
  #options: FormOptions;

  private constructor(nights: Nights, options: FormOptions) {
    this.nights = nights;
    this.#options = options;
  }

  static async open(options: FormOptions = {}): Promise<FormNights> {
    const nights = await Nights.open({ text: toSpec(options) }, { metadata: DATA_SET, users: [OF_CLINIC_A] });
    return new FormNights(nights, options);
  }

  close(): Promise<void> {
    return this.nights.close();
  }

  change(options: FormOptions): void {
    this.#options = { ...this.#options, ...options };
    this.nights.change({ text: toSpec(this.#options) });
  }

  async source(...lines: readonly Line[]): Promise<void> {
    await this.nights.source(lines.map(toRow), COLUMNS);
  }

  /** A night with what the source says. */
  async night(...lines: readonly Line[]): Promise<Night> {
    await this.source(...lines);
    return this.nights.run('new-index');
  }

  /** A run that is killed while DHIS2 has its `nth` values, which are stored or not. */
  async crash(isStored: boolean, nth: number, ...lines: readonly Line[]): Promise<void> {
    await this.source(...lines);
    await this.nights.crash({ isStored, nth, path: '/api/dataValueSets' }, 'new-index');
  }

  /** All that is in DHIS2: `A 01 cases=4`. */
  async values(): Promise<string[]> {
    const lines = await readValues(this.nights.url, 'DataSet0001', UNITS);
    return lines
      .filter((line) => !line.endsWith('not completed'))
      .map(short)
      .sort();
  }

  enter(...cells: readonly string[]): Promise<void> {
    return enterCells(this.nights.url, cells);
  }
}

/** All that is in DHIS2: `A 01 cases=4`. */
export async function valuesOf(url: string): Promise<string[]> {
  const lines = await readValues(url, 'DataSet0001', UNITS);
  return lines
    .filter((line) => !line.endsWith('not completed'))
    .map(short)
    .sort();
}

/** What a person enters; `A 01 cases=` takes a value away. */
export async function enterCells(url: string, cells: readonly string[]): Promise<void> {
  const dataValues = cells.map((cell) => {
    const [, clinic = '', month = '', name = '', value = ''] = /^(\w) (\d\d) (\w+)=(.*)$/.exec(cell) ?? [];
    const place = { orgUnit: `OrgClinic0${clinic}`, period: `2025${month}` };
    return { dataElement: ELEMENTS[name] ?? name, ...place, ...(value === '' ? { deleted: true } : { value }) };
  });
  await enterValues(url, { dataSet: 'DataSet0001', dataValues });
}

/** The export: what each line says. */
export function toCsv(lines: readonly Line[]): string {
  const rows = lines.map(toRow).map((row) => COLUMNS.map((name) => row[name] ?? '').join(','));
  return `${[COLUMNS.join(','), ...rows].join('\n')}\n`;
}

const ELEMENTS: Readonly<Record<string, string>> = {
  cases: 'DeCases0001',
  deaths: 'DeDeaths001',
  remark: 'DeRemark001',
  stock: 'DeStock0001',
};

function short(line: string): string {
  const found = /^2025(\d\d) OrgClinic0(\w) (?:(\S+) = (.*)|(.*))$/.exec(line);
  if (!found) throw new Error(line);
  const [, month, clinic, cell = '', value, completed] = found;
  const name = Object.entries(ELEMENTS).find(([, element]) => element === cell)?.[0] ?? cell;
  return `${clinic} ${month} ${completed === undefined ? `${name}=${value}` : 'completed'}`;
}

function toRow(line: Line): Row {
  const [id = '', clinic = '', month = '', ...cells] = line.split(' ');
  const values = Object.fromEntries(cells.map((cell) => cell.split('=') as [string, string]));
  return { id, clinic: `OrgClinic0${clinic}`, month: `2025-${month}-01`, ...values };
}

/** The spec of a pipeline into the data set. */
export function toSpec({
  batchSize = 100,
  concurrency = 1,
  import: way = 'sync',
  cells,
  index,
  timeoutSeconds = 1,
  user = ADMIN.username,
  ...reconcile
}: FormOptions): string {
  const spec = {
    name: 'forms',
    connections: {
      files: { kind: 'file', folder: '.' },
      hmis: {
        kind: 'dhis2',
        url: '${DHIS2_URL}',
        username: user,
        password: '${DHIS2_PASSWORD}',
        timeoutSeconds,
      },
    },
    source: { kind: 'csv', connection: 'files', path: 'kobo.csv', key: ['id'] },
    transform: {
      orgUnit: '=clinic',
      period: '=$period(month, "Monthly")',
      completedAt: '=$date(sent)',
      dataValues: cells ?? { DeCases0001: '=$int(cases)', DeDeaths001: '=$int(deaths)' },
    },
    sink: {
      kind: 'dhis2-data-values',
      connection: 'hmis',
      dataSet: 'DataSet0001',
      batchSize,
      concurrency,
      import: way,
    },
    index: { connection: 'files', path: 'index.json', ...index },
    reconcile: { ...reconcile, grace: '2 days', guard: { created: 100_000, changed: 100_000, missing: 100_000 } },
  };
  return `${JSON.stringify(spec, null, 2)}\n`;
}
