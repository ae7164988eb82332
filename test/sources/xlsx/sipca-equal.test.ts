/** One spec, two files: SIPCA's own pipeline plans the same from a CSV and from a workbook, its cells typed as Excel has them. */
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadForm } from '../../../scripts/sample/form.ts';
import { sampleRows } from '../../../scripts/sample/rows.ts';
import { sandboxMetadata } from '../../../scripts/sample/sandbox-metadata.ts';
import { exportColumns, writeExport } from '../../../scripts/sample/write-sample.ts';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { etl } from '../../cli/in-process.ts';
import { writeTable, type Cell } from './write-workbook.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const form = loadForm();
const rows = [...sampleRows(form, { seed: 5, rows: 300, bad: true })];
const columns = exportColumns(form);

let folder: string;
let sandbox: Sandbox;
let fromCsv: string[];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'etl-equal-'));
  sandbox = await startSandbox({ metadata: sandboxMetadata() });
  await writeExport(path.join(folder, 'export.csv'), columns, rows);
  fromCsv = await plan('csv', 'kind: csv\n  connection: source\n  path: export.csv\n  delimiter: "~"');
});
afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

async function plan(name: string, source: string): Promise<string[]> {
  const written = readFileSync(path.join(ROOT, 'pipelines/sipca.yaml'), 'utf8');
  const spec = written
    .replace(/^ {2}kind: csv\n {2}connection: datalakeSource\n {2}path: .*\n {2}delimiter: "~"$/m, `  ${source}`)
    .replaceAll('../mappings', path.join(ROOT, 'mappings'))
    .replace('../runs/sipca', './runs');
  await writeFile(path.join(folder, `${name}.yaml`), spec.replace(/^connections:[^]*?^source:/m, 'source:'));
  const files = { kind: 'file', folder: '.' };
  const hmis = { kind: 'dhis2', url: sandbox.url, username: 'admin', password: 'district' };
  await writeFile(path.join(folder, 'connections.json'), JSON.stringify({ source: files, datalakeIndex: files, hmis }));
  const args = ['plan', `${name}.yaml`, '--connections', 'connections.json', '--out', `${name}.plan`];
  const { exitCode, stderr } = await etl(args, { cwd: folder });
  expect([exitCode, stderr]).toEqual([1, expect.not.stringContaining('error')]);
  const lines = (await readFile(path.join(folder, `${name}.plan`), 'utf8')).trim().split('\n');
  // A CSV has lines, and a workbook rows of a sheet.
  return lines.map((line) => line.replaceAll(/"line":\d+(?:,"sheet":"Data")?/g, '"line":0'));
}

/** As Excel has it where somebody has typed it in. */
function typed(cell: string): Cell {
  if (/^-?(?:0|[1-9]\d{0,14})(?:\.\d*[1-9])?$/.test(cell) && cell !== '-0') return Number(cell);
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(cell) && new Date(cell).toISOString().startsWith(cell);
  return isDate ? { xml: `<c s="1"><v>${Date.parse(cell) / 86_400_000 + 25_569}</v></c>` } : cell;
}

test.each<[string, (cell: string) => Cell]>([
  ['texts', (cell) => cell],
  ['typed', typed],
])('%s: the same plan', async (name, toCell) => {
  const table = [columns, ...rows.map((row) => columns.map((column) => toCell(row[column] ?? '')))];
  await writeFile(path.join(folder, 'export.xlsx'), writeTable(table, { formats: ['dd/mm/yyyy'] }));
  expect(fromCsv.some((line) => line.includes('"action":"create"'))).toBe(true);
  expect(await plan(name, 'kind: xlsx\n  connection: source\n  path: export.xlsx')).toEqual(fromCsv);
});
