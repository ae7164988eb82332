/** A data set of so many cells a form, and an export that fills so many forms of it. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const CELLS = 20;
const MONTHS = 12;

export interface CellsSample {
  readonly folder: string;
  readonly spec: string;
  readonly csv: string;
  readonly cells: number;
}

const elementOf = (at: number): string => `DeBench${String(at).padStart(4, '0')}`;
const unitOf = (at: number): string => `OuBench${String(at).padStart(4, '0')}`;

/** Lays out metadata, export and spec; a form for each unit and month. */
export async function makeCellsSample(folder: string, forms: number, url: string): Promise<CellsSample> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const spec = path.join(folder, 'cells.yaml');
  const csv = path.join(folder, 'cells.csv');
  await writeFile(spec, toSpec(folder, url));
  await writeFile(csv, toCsv(forms));
  return { folder, spec, csv, cells: forms * CELLS };
}

/** Writes what the sandbox must know. */
export async function writeCellsMetadata(folder: string, forms: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const sharing = { public: 'rwrw----' };
  const units = Array.from({ length: Math.ceil(forms / MONTHS) }, (_, at) => unitOf(at));
  const root = { id: 'OuRootBench', name: 'Country', shortName: 'Country', openingDate: '2000-01-01' };
  const dataElements = Array.from({ length: CELLS }, (_, at) => ({
    id: elementOf(at),
    name: `Cell ${at}`,
    shortName: `Cell ${at}`,
    valueType: 'INTEGER',
    zeroIsSignificant: true,
    domainType: 'AGGREGATE',
    aggregationType: 'SUM',
    sharing,
  }));
  const metadata = {
    organisationUnits: [
      root,
      ...units.map((id) => ({ id, name: id, shortName: id, openingDate: '2000-01-01', parent: { id: root.id } })),
    ],
    dataElements,
    dataSets: [
      {
        id: 'DsBench0001',
        name: 'Bench',
        shortName: 'Bench',
        periodType: 'Monthly',
        sharing,
        organisationUnits: units.map((id) => ({ id })),
        dataSetElements: dataElements.map(({ id }) => ({ dataElement: { id } })),
      },
    ],
  };
  await writeFile(path.join(folder, 'sandbox_metadata.json'), JSON.stringify(metadata));
}

function toCsv(forms: number): string {
  const columns = Array.from({ length: CELLS }, (_, at) => elementOf(at));
  const rows = Array.from({ length: forms }, (_, at) => {
    const month = `2024${String((at % MONTHS) + 1).padStart(2, '0')}`;
    const values = columns.map((_column, column) => String((at * 7 + column) % 1000));
    return [`form-${at}`, unitOf(Math.floor(at / MONTHS)), month, ...values].join(',');
  });
  return `${[['id', 'unit', 'month', ...columns].join(','), ...rows].join('\n')}\n`;
}

function toSpec(folder: string, url: string): string {
  const values = Array.from({ length: CELLS }, (_, at) => `    ${elementOf(at)}: =${elementOf(at)}`).join('\n');
  return `name: cells
connections:
  files: { kind: file, folder: ${folder} }
  hmis: { kind: dhis2, url: '${url}', username: admin, password: '\${BENCH_PASSWORD:-district}' }
source: { kind: csv, connection: files, path: cells.csv, key: [id] }
transform:
  orgUnit: =unit
  period: =month
  dataValues:
${values}
sink: { kind: dhis2-data-values, connection: hmis, dataSet: DsBench0001 }
index: { connection: files, path: index.json }
`;
}
