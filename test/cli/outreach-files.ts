/** Files of an outreach pipeline, for tests that say only what is special about them. */

export type Row = Readonly<Record<string, string>>;

const ANSWERS = [
  'village',
  'remarks',
  'open',
  'follow_up',
  'next_visit',
  'start_time',
  'gps',
  'services',
  'road',
  'coverage',
  'weight',
];
export const COLUMNS: readonly string[] = [
  '_uuid',
  '_id',
  'meta/rootUuid',
  'facility',
  'visit_date',
  'team_size',
  ...ANSWERS,
];

/** A submission; what is not given has a sensible answer, or is blank. */
export function row(n: number, answers: Row = {}): Row {
  const id = `uuid-${String(n).padStart(4, '0')}`;
  return {
    _uuid: id,
    _id: String(1000 + n),
    'meta/rootUuid': `uuid:${id}`,
    facility: n % 2 === 1 ? 'Alpha Health Post' : 'Beta Health Post',
    visit_date: `2025-03-${String((n % 28) + 1).padStart(2, '0')}`,
    team_size: String((n % 5) + 1),
    village: `Village ${n}`,
    road: String((n % 3) + 1),
    ...answers,
  };
}

export function rows(count: number): Row[] {
  return Array.from({ length: count }, (_, at) => row(at + 1));
}

/** A comma-separated export. */
export function csv(lines: readonly Row[], columns: readonly string[] = COLUMNS): string {
  const toLine = (cells: readonly string[]): string => `${cells.map(quote).join(',')}\n`;
  return toLine(columns) + lines.map((one) => toLine(columns.map((column) => one[column] ?? ''))).join('');
}

function quote(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Parts of a spec that differ from the usual one. */
export interface SpecParts {
  readonly connections?: object | string;
  readonly source?: object;
  readonly transform?: object;
  readonly sink?: object;
  readonly index?: object;
  readonly reconcile?: object;
  readonly artifacts?: object;
  readonly [other: string]: unknown;
}

/** An export need not have all of them. */
const KEY = [...['meta/rootUuid', '_id'].map((column) => ({ column, optional: true })), '_uuid'];

/** A spec; JSON is YAML. */
export function spec({ connections, source, transform, sink, index, ...others }: SpecParts = {}): string {
  const whole = {
    name: 'outreach',
    connections: connections ?? CONNECTIONS,
    source: { kind: 'csv', connection: 'files', path: 'kobo.csv', key: KEY, ...source },
    lookups: { orgUnits: '../mapping/mapping_orgUnits.json' },
    mapping: '../mapping/mapping_generated.json',
    transform: { orgUnit: '=$orgUnit(facility)', occurredAt: '=$date(visit_date)', status: 'COMPLETED', ...transform },
    sink: { kind: 'dhis2-events', connection: 'hmis', program: 'PrgOutreac1', ...sink },
    index: { connection: 'files', path: 'index.json', ...index },
    ...others,
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

export const HMIS = { kind: 'dhis2', url: '${DHIS2_URL}', username: 'admin', password: '${DHIS2_PASSWORD}' } as const;
export const CONNECTIONS = { files: { kind: 'file', folder: '.' }, hmis: HMIS };
