/** Mapping and unmapped values as spreadsheets, of specs that are not a form into a program. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { readSheets } from '../../src/sheets/read-sheets.ts';
import { etl } from '../cli/in-process.ts';
import { editWorkbook, tableOf, type OpenedSheet } from './colleague.ts';

const EXAMPLES = new URL('../../examples/', import.meta.url);
const EXPORT = 'mapping export pipeline.yaml --to mapping.xlsx';
const IMPORT = 'mapping import pipeline.yaml mapping.xlsx';
const DECIDE = 'unmapped import pipeline.yaml night.unmapped.xlsx';

let folder: string;
let sandbox: Sandbox;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'etl-specs-'));
});
afterEach(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

const at = (file: string): string => path.join(folder, file);
const read = (file: string): Promise<string> => readFile(at(file), 'utf8');

async function put(file: string, was: string, now: string): Promise<void> {
  const text = await read(file);
  expect(text).toContain(was);
  await writeFile(at(file), text.replace(was, now));
}

/** Ends as it should, and gives what it says. */
async function say(line: string, wanted = 0): Promise<string> {
  const { stdout, stderr, exitCode } = await etl(line.split(' '), { cwd: folder });
  expect({ line, said: `${stdout}${stderr}`, exitCode: exitCode ?? 0 }).toMatchObject({ exitCode: wanted });
  return `${stdout}${stderr}`;
}

async function start(example: string, ...commands: readonly string[]): Promise<void> {
  await cp(new URL(`${example}/`, EXAMPLES), folder, { recursive: true });
  sandbox = await startSandbox({ metadata: [JSON.parse(await read('dhis2.json')) as object] });
  await writeFile(at('.env'), (await read('dhis2.env')).replace('http://127.0.0.1:8080', sandbox.url));
  for (const line of commands) await say(line);
}

const PULL = 'metadata pull pipeline.yaml';
const sheetNames = async (): Promise<string[]> => (await readSheets(at('mapping.xlsx'))).map(({ name }) => name);

describe('a data set', () => {
  it('has its cells by their names; an edit comes back into the files', async () => {
    await start('csv-to-data-set', PULL, EXPORT);
    expect(await say(IMPORT)).toContain('Nothing changed.');
    await editWorkbook(at('mapping.xlsx'), (sheets) => {
      const questions = tableOf(sheets, 'Questions');
      const [tests, cell] = [questions.row('column', 'tests'), questions.row('column', 'cases under 5')];
      expect(cell.get('data element')).toContain('Under 5');
      tests.set('column', 'tests_done');
      tableOf(sheets, 'Units').add({ key: 'West Clinic', UID: 'OuWestClini' });
    });
    const said = await say(`${IMPORT} --write`);
    expect(said).toContain('tests_done');
    expect(JSON.parse(await read('mapping_de.json'))).toMatchObject({ tests_done: 'DeTests0001' });
    expect(await read('facilities.csv')).toContain('West Clinic,OuWestClini');
    expect(await say(IMPORT)).toContain('Nothing changed.');
  });

  it('gets decisions on its units', async () => {
    await start('csv-to-data-set', PULL);
    await say('plan pipeline.yaml --out night.ndjson', 1);
    await editWorkbook(at('night.unmapped.xlsx'), (sheets) =>
      tableOf(sheets, 'Unmapped').row('value', 'East Clinic').set('decision', 'OuEastHPost'),
    );
    await say(`${DECIDE} --write`);
    expect(await read('facilities.csv')).toContain('East Clinic,OuEastHPost');
  });

  it('says how what DHIS2 knows is fetched, where it is not there', async () => {
    await start('csv-to-data-set');
    await rm(at('retrieved_data_set_metadata.json'), { force: true });
    for (const line of [EXPORT, IMPORT]) {
      const said = await say(line, 2);
      expect(said).toContain('retrieved_data_set_metadata.json');
      expect(said).toContain('`etl metadata pull SPEC`');
    }
  });
});

describe('a grouped spec', () => {
  it('has data elements that the spec fills, and so no line, and its units', async () => {
    await start('forms-to-report', PULL, EXPORT);
    expect(await say(IMPORT)).toContain('Nothing changed.');
    await put('clinics.csv', 'AMBER', 'Amber Clinic');
    await say('plan pipeline.yaml --out night.ndjson', 1);
    await editWorkbook(at('night.unmapped.xlsx'), (sheets) =>
      tableOf(sheets, 'Unmapped').row('value', 'AMBER').set('decision', 'amber clinic'),
    );
    expect(await say(`${DECIDE} --write`)).toContain('+ unit "AMBER" in orgUnits: Amber Clinic (FcAmber0001)');
    await say('plan pipeline.yaml');
  });
});

describe('a wrong cell in a row of a group', () => {
  it('is shown by a plan with its own row, not with the first of the group', async () => {
    await start('forms-to-report', PULL);
    // AMBER's March has the rows 1, 2, 3 and 7.
    await put('visits.csv', '2026-03-05,AMBER,4,', '2026-03-05,AMBER,four,');
    const said = await say('plan pipeline.yaml', 1);
    expect(said).toMatch(/1 × age = "four".*\n\s+row 3 \(4 in Excel\), clinic = "AMBER"/);
    expect(said).not.toContain('row 1 (2 in Excel), clinic = "AMBER"');
  });
});

describe('a spec without a mapping, from a workbook', () => {
  it('has its look-ups alone, in and out', async () => {
    await start('xlsx-to-events', EXPORT);
    expect(await sheetNames()).toEqual(['Units']);
    const [first = ''] = (await read('facilities.csv')).split('\n').slice(1);
    const [name = '', uid = ''] = first.split(',');
    await put('facilities.csv', name, 'Elsewhere');
    await say('plan pipeline.yaml --out night.ndjson', 1);
    await editWorkbook(at('night.unmapped.xlsx'), (sheets) =>
      tableOf(sheets, 'Unmapped').row('value', name).set('decision', uid),
    );
    await say(`${DECIDE} --write`);
    expect(await read('facilities.csv')).toContain(`${name},${uid}`);
    expect(await say(IMPORT)).toContain('- unit "Elsewhere"');
    expect((await etl(['plan', 'pipeline.yaml'], { cwd: folder })).stdout).not.toContain(`"${name}" is not in`);
  });
});

describe('one workbook that is the mapping and has the look-ups', () => {
  beforeEach(async () => {
    await start('csv-to-data-set', PULL);
    await put('pipeline.yaml', 'orgUnits: facilities.csv', 'orgUnits: facilities.csv\n  kinds: kinds.csv');
    await writeFile(at('kinds.csv'), 'kind,code\nrural,R\n');
    await say(EXPORT);
    await put('pipeline.yaml', 'mapping: mapping_generated.json', 'mapping: mapping.xlsx');
    await put('pipeline.yaml', 'facilities.csv', 'mapping.xlsx');
    await put('pipeline.yaml', 'kinds.csv', 'mapping.xlsx');
  });

  it('takes an import of all of them at once', async () => {
    await say('mapping export pipeline.yaml --to copy.xlsx');
    const take = 'mapping import pipeline.yaml copy.xlsx';
    expect(await say(take)).toContain('Nothing changed.');
    await editWorkbook(at('copy.xlsx'), (sheets) => {
      tableOf(sheets, 'Questions').row('column', 'tests').set('column', 'tests_done');
      tableOf(sheets, 'Units').add({ key: 'West Clinic', UID: 'OuWestClini' });
      tableOf(sheets, 'Look-ups').add({ 'look-up': 'kinds', key: 'urban', value: 'U' });
    });
    await say(`${take} --write`);
    expect(await say(take)).toContain('Nothing changed.');
    const sheets = await readSheets(at('mapping.xlsx'));
    const text = JSON.stringify(sheets.map(({ name, rows }) => [name, rows.map(({ cells }) => cells.join('|'))]));
    for (const line of ['tests_done|', 'West Clinic|OuWestClini', 'kinds|urban|U', 'kinds|rural|R'])
      expect(text).toContain(line);
    expect(text).not.toContain('"tests|');
    expect(JSON.stringify(await readSheets(at('mapping.before.xlsx')))).toContain('"tests"');
  });

  it('takes decisions, also by a name that stands beside a unit', async () => {
    await editWorkbook(at('mapping.xlsx'), (sheets) => {
      const units = tableOf(sheets, 'Units');
      units.addColumn('name in DHIS2');
      units.row('key', 'North Hospital').set('name in DHIS2', 'Hôpital du Nord');
      (sheets as OpenedSheet[]).push({ sheet: 'Notes', data: [['For us'], ['seen', 'by', 'Awa']] });
    });
    await say('plan pipeline.yaml --out night.ndjson', 1);
    await editWorkbook(at('night.unmapped.xlsx'), (sheets) =>
      tableOf(sheets, 'Unmapped').row('value', 'East Clinic').set('decision', 'hôpital du nord'),
    );
    const said = await say(`${DECIDE} --write`);
    expect(said).toContain('+ unit "East Clinic" in orgUnits: North Hospital (OuNorthHosp)');
    const units = (await readSheets(at('mapping.xlsx'))).find(({ name }) => name === 'Units');
    expect(units?.rows.map(({ cells }) => cells.join('|'))).toContain('East Clinic|OuNorthHosp');
    await say('check pipeline.yaml');
    // Sheets of people's own stay, also where their rows are longer than the first.
    const notes = (await readSheets(at('mapping.xlsx'))).find(({ name }) => name === 'Notes');
    expect(notes?.rows.map(({ cells }) => cells.join('|'))).toEqual(['For us', 'seen|by|Awa']);
    await say('mapping export pipeline.yaml --to copy.xlsx');
    await editWorkbook(at('copy.xlsx'), (sheets) =>
      tableOf(sheets, 'Questions').row('column', 'tests').set('column', 'tests_done'),
    );
    await say('mapping import pipeline.yaml copy.xlsx --write');
    expect(JSON.stringify(await readSheets(at('mapping.xlsx')))).toContain('"seen","by","Awa"');
  });

  it('refuses a unit that is another one but for a slip', async () => {
    await say('mapping export pipeline.yaml --to copy.xlsx');
    await editWorkbook(at('copy.xlsx'), (sheets) =>
      tableOf(sheets, 'Units').row('key', 'North Hospital').set('UID', 'OuNorthHsop'),
    );
    const said = await say('mapping import pipeline.yaml copy.xlsx --write', 2);
    expect(said).toMatch(/copy\.xlsx Units!B\d error sheet\/unit-slip/);
    expect(said).toContain('Did you mean OuNorthHosp?');
  });
});
