/** `etl init`, from an empty folder to a first plan. */
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import type { Ended } from '../cli/etl.ts';
import { makeWorld, type World } from '../cli/world.ts';
import { METADATA as MALARIA, QUESTIONS as CELLS, FACILITIES, ROWS as REPORTS } from '../setup/malaria/report.ts';
import { METADATA as WASH } from '../setup/wash/dhis2.ts';
import { CHOICES, SETTINGS, SURVEY } from '../setup/wash/form.ts';
import { ROWS } from '../setup/wash/rows.ts';
import * as truth from '../setup/wash/truth.ts';
import { toCsv, toWorkbook } from '../setup/workbook.ts';
import { expectGolden } from './golden.ts';

let wash: Sandbox;
let malaria: Sandbox;
let world: World;

beforeAll(async () => {
  wash = await startSandbox({ metadata: WASH });
  malaria = await startSandbox({ metadata: MALARIA });
});
afterAll(async () => {
  await wash.close();
  await malaria.close();
});
afterEach(() => world.remove());

const ADMIN = ['--username', 'admin'];
const PROGRAM = ['--program', 'WASH assessment', ...ADMIN];

async function washWorld(): Promise<World> {
  world = await makeWorld(wash.url, {
    'survey.xlsx': await toWorkbook({ survey: SURVEY, choices: CHOICES, settings: SETTINGS }),
    'data.csv': toCsv(ROWS),
    'dhis2.json': JSON.stringify(WASH),
  });
  return world;
}

/** What a command says, and how it ends. */
const told = ({ stdout, stderr, exitCode }: Ended): string => `${stdout}${stderr}exit code ${exitCode}\n`;
const readJson = async <T>(name: string): Promise<T> => JSON.parse(await world.read(name)) as T;
const lastOf = (column: string): string => column.split('/').at(-1) ?? column;

/** Fills the template in, as its first line says. */
async function fillIn(folder: string): Promise<void> {
  const text = await world.read(`${folder}/example.env`);
  expect(text).not.toContain('district');
  await world.write(`${folder}/.env`, text.replace('DHIS2_PASSWORD=', 'DHIS2_PASSWORD=district'));
  await chmod(join(world.folder, folder, '.env'), 0o600);
}

test('a form of 25 questions and a program of 23 data elements: three commands to a plan', async () => {
  await washWorld();
  const commands: string[][] = [
    ['init', 'wash', '--form', 'survey.xlsx', '--export', 'data.csv', '--url', wash.url, ...PROGRAM],
    ['check', 'wash/pipeline.yaml'],
    ['plan', 'wash/pipeline.yaml'],
  ];
  const [init = [], check = [], plan = []] = commands;
  await expectGolden('init/wash.txt', told(await world.etl(init)), world);
  await fillIn('wash');
  await expectGolden('init/wash-check.txt', told(await world.etl(check)), world);
  await expectGolden('init/wash-plan.txt', told(await world.etl(plan)), world);
  const tested = await world.etl(['test', 'wash/pipeline.yaml']);
  expect([tested.exitCode, tested.stdout]).toEqual([0, expect.stringContaining('1 case, as expected')]);
  for (const name of [
    'pipeline.yaml',
    'to-decide.csv',
    'orgUnits.csv',
    'mapping_de.json',
    'mapping_optionSet.json',
    'pipeline.cases.yaml',
  ])
    await expectGolden(`init/wash/${name}.txt`, await world.read(`wash/${name}`), world);
});

test('what is taken is right: questions, answers and facilities', async () => {
  await washWorld();
  await world.etl(['init', 'wash', '--form', 'survey.xlsx', '--export', 'data.csv', '--url', wash.url, ...PROGRAM]);
  const columns = Object.entries(await readJson<Record<string, string>>('wash/mapping_de.json'));
  expect(columns.filter(([column, id]) => truth.QUESTIONS[lastOf(column)] !== id)).toEqual([]);
  expect(columns).toHaveLength(18);
  const options = Object.entries(await readJson<Record<string, Record<string, string>>>('wash/mapping_optionSet.json'));
  for (const [set, map] of options) expect(truth.CHOICES[set]).toMatchObject(map);
  expect(options.flatMap(([, map]) => Object.keys(map))).toHaveLength(13);
  const units = (await world.read('wash/orgUnits.csv')).trim().split('\n').slice(1);
  for (const line of units) {
    const [value = '', unit = ''] = line.split(',');
    expect([value, truth.UNITS[value]]).toEqual([value, unit]);
  }
  expect(units).toHaveLength(9);
});

test('a monthly report in Excel and a data set', async () => {
  world = await makeWorld(malaria.url, { 'rapports.xlsx': await toWorkbook({ Rapports: REPORTS }) });
  const order = ['init', 'pal', '--export', 'rapports.xlsx', '--data-set', 'paludisme mensuel', ...ADMIN];
  await expectGolden('init/malaria.txt', told(await world.etl(order)), world);
  const columns = Object.entries(await readJson<Record<string, string>>('pal/mapping_de.json'));
  expect(columns.filter(([column, id]) => CELLS[column] !== id)).toEqual([]);
  expect(await world.read('pal/orgUnits.csv')).toBe(
    ['Formation sanitaire,organisation unit', ...Object.entries(FACILITIES).map((pair) => pair.join(',')), ''].join(
      '\n',
    ),
  );
  await fillIn('pal');
  await expectGolden('init/malaria-plan.txt', told(await world.etl(['plan', 'pal/pipeline.yaml'])), world);
  await expectGolden('init/malaria/pipeline.yaml.txt', await world.read('pal/pipeline.yaml'), world);
});

const WATER = new URL('../../examples/water-points/', import.meta.url);

test('units that the question leaves a word out of, a place on the map, and answers that are yes or no each', async () => {
  const load = (name: string): Promise<Buffer> => readFile(new URL(name, WATER));
  world = await makeWorld(wash.url, {
    'form.xlsx': await load('form.xlsx'),
    'points.csv': await load('points.csv'),
    'dhis2.json': await load('dhis2.json'),
  });
  const order = ['init', 'water', '--form', 'form.xlsx', '--export', 'points.csv', '--metadata', 'dhis2.json'];
  await expectGolden('init/water-points.txt', told(await world.etl(order)), world);
  expect(await world.read('water/orgUnits.csv')).toBe(
    'ward,organisation unit\nriverside,OuRiverside\nhilltop,OuHilltop01\nold_market,OuOldMarket\n',
  );
  const spec = await world.read('water/pipeline.yaml');
  expect(spec).toContain('  orgUnit: =$orgUnit(ward)\n');
  expect(spec).toContain('  geometry: =$geoPoint(location)\n');
  await expectGolden('init/water-points/to-decide.csv.txt', await world.read('water/to-decide.csv'), world);
  // Without the form, the export alone tells as much of both.
  await world.etl(['init', 'bare', '--export', 'points.csv', '--metadata', 'dhis2.json']);
  const bare = await world.read('bare/pipeline.yaml');
  expect(bare).toContain('  orgUnit: =$orgUnit(ward)\n');
  expect(bare).toContain('  geometry: =$geoPoint(location)\n');
});

test('a form alone, and a metadata export in place of a DHIS2', async () => {
  await washWorld();
  const order = [
    'init',
    '--form',
    'survey.xlsx',
    '--metadata',
    'dhis2.json',
    '--program',
    'PrWash00001',
    '--name',
    'wash',
  ];
  await expectGolden('init/form-alone.txt', told(await world.etl(order)), world);
  const checked = await world.etl(['check', 'pipeline.yaml', '--no-source'], { DHIS2_USER: 'admin' });
  expect([checked.exitCode, checked.stdout]).toEqual([0, expect.stringContaining('pipeline.yaml is fine.')]);
});

test('choices that stand in a file beside the form; one that is not there is told', async () => {
  await washWorld();
  const fromFile = SURVEY.map((row) =>
    row.map((cell) => (cell === 'select_one facilities' ? 'select_one_from_file sites.csv' : cell)),
  );
  await writeFile(join(world.folder, 'survey.xlsx'), await toWorkbook({ survey: fromFile, choices: CHOICES }));
  const order = ['--form', 'survey.xlsx', '--metadata', 'dhis2.json', '--program', 'PrWash00001'];
  const without = await world.etl(['init', 'without', ...order]);
  expect(without.stderr).toContain('choices of the form are not known: There is no file sites.csv');
  await world.write('sites.csv', 'name;label::English (en)\r\nkg;Kenema Govt Hosp.\r\nst2;Clinic Site 2\r\n');
  const found = await world.etl(['init', 'with', ...order]);
  expect([found.exitCode, found.stderr]).toEqual([0, '']);
  expect(await world.read('with/orgUnits.csv')).toBe('facility,organisation unit\nkg,OuKenemaGov\nst2,OuSite00002\n');
});

test('columns with a colon, as labels have them, do not break the spec', async () => {
  await washWorld();
  await world.write(
    'labels.csv',
    'Structure : nom # 1;Date : jour;_uuid\r\nSite 1 Clinic;2026-03-01;u1\r\nSite 2 Clinic;2026-03-02;u2\r\n',
  );
  const made = await world.etl([
    'init',
    '--export',
    'labels.csv',
    '--metadata',
    'dhis2.json',
    '--program',
    'PrWash00001',
  ]);
  expect([made.exitCode, made.stderr]).toEqual([0, '']);
  expect(await world.read('pipeline.yaml')).toContain("orgUnit: '=$orgUnit(`Structure : nom # 1`)'");
});

test('as JSON', async () => {
  await washWorld();
  const order = [
    'init',
    'wash',
    '--form',
    'survey.xlsx',
    '--export',
    'data.csv',
    '--metadata',
    'dhis2.json',
    '--program',
    'PrWash00001',
    '--json',
  ];
  const { stdout } = await world.etl(order);
  expect(JSON.parse(stdout)).toMatchObject({
    counts: {
      questions: { sure: 18, left: 4 },
      elements: { sure: 18, left: 5, compulsoryLeft: 0 },
      choices: { sure: 13, left: 1 },
      units: { sure: 9, left: 3 },
    },
    toDecide: 13,
  });
});

test('nothing is overwritten that it was not told to', async () => {
  await washWorld();
  const order = ['init', '--export', 'data.csv', '--metadata', 'dhis2.json', '--program', 'PrWash00001'];
  await world.write('mapping_de.json', '{ "mine": "DwBeds00001" }');
  await expectGolden('init/exists.txt', told(await world.etl(order)), world);
  expect(await world.read('mapping_de.json')).toBe('{ "mine": "DwBeds00001" }');
  expect(await world.exists('pipeline.yaml')).toBe(false);
  expect((await world.etl([...order, '--force'])).exitCode).toBe(0);
  expect(await world.read('mapping_de.json')).not.toContain('mine');
});

/** The form of a year later: a question, an answer and two facilities more. */
const GREW = [
  ...SURVEY.slice(0, -1),
  [
    'integer',
    'inpatients',
    '2.6 Inpatients of the last month',
    '2.6 Patients hospitalisés du dernier mois',
    '',
    '',
    '',
  ],
  ['text', 'mood', '6. How was the mood?', '6. Quelle était l’ambiance ?', '', '', ''],
];

test('a form that grew: what is new, and what of it is sure', async () => {
  await washWorld();
  await world.etl(['init', '--form', 'survey.xlsx', '--export', 'data.csv', '--url', wash.url, ...PROGRAM]);
  await fillIn('.');
  const [heading = [], first = [], ...others] = ROWS;
  const rows = [
    [...heading, 'services/inpatients', 'mood'],
    [...first, 40, 'good'],
    ...others.map((row) => [...row, 12, '']),
  ];
  await world.write('data.csv', toCsv(rows));
  await world.write('survey.xlsx', await toWorkbook({ survey: GREW, choices: CHOICES, settings: SETTINGS }));
  await world.write(
    'mapping_optionSet.json',
    (await world.read('mapping_optionSet.json')).replace('    "pit": "PIT",\n', ''),
  );
  await world.write('orgUnits.csv', (await world.read('orgUnits.csv')).replace('site1,OuSite00001\n', ''));
  const suggest = ['mapping', 'suggest', 'pipeline.yaml', '--form', 'survey.xlsx'];
  const files = ['mapping_de.json', 'mapping_optionSet.json', 'orgUnits.csv'];
  const before = await Promise.all(files.map((name) => world.read(name)));
  await expectGolden('mapping/suggest.txt', told(await world.etl(suggest)), world);
  expect(await Promise.all(files.map((name) => world.read(name)))).toEqual(before);
  await expectGolden('mapping/suggest-write.txt', told(await world.etl([...suggest, '--write'])), world);
  expect(await world.read('mapping_de.json')).toContain('"services/inpatients": "DwInpat0001"');
  expect(await readJson('mapping_labels.json')).toMatchObject({
    'services/inpatients': '2.6 Inpatients of the last month',
  });
  expect(await readJson('mapping_optionSet.json')).toMatchObject({ OsWaste0001: { pit: 'PIT' } });
  expect(await world.read('orgUnits.csv')).toMatch(/\nsite1,OuSite00001\n$/);
  const again = await world.etl([...suggest, '--json']);
  expect((JSON.parse(again.stdout) as { found: { sure?: unknown }[] }).found.filter(({ sure }) => sure)).toEqual([]);
  const alone = await world.etl(['mapping', 'suggest', 'pipeline.yaml', '--json']);
  expect(alone.exitCode).toBe(0);
  await rm(join(world.folder, '.env'));
  // The file of variables has the name of the account.
  const unasked = await world.etl(suggest);
  expect(unasked.stdout).toContain('(Mobile team) of identification/facility: DHIS2 was not asked\n');
});

test('nothing new in a data set’s report', async () => {
  world = await makeWorld(malaria.url, { 'rapports.xlsx': await toWorkbook({ Rapports: REPORTS }) });
  await world.etl(['init', '--export', 'rapports.xlsx', '--data-set', 'DsPaludism1', ...ADMIN]);
  await fillIn('.');
  const spec = await world.read('pipeline.yaml');
  const ignored =
    '  ignore:\n    - { column: Observations, reason: Nobody reads it. }\n    - { column: Décès, reason: Counted elsewhere. }\n';
  await world.write('pipeline.yaml', spec.replace(/(generated: .*\n)/, `$1${ignored}`));
  await expectGolden(
    'mapping/suggest-nothing.txt',
    told(await world.etl(['mapping', 'suggest', 'pipeline.yaml'])),
    world,
  );
});

test.each<[string, string[]]>([
  ['nothing-asked', ['--metadata', 'dhis2.json', '--program', 'PrWash00001']],
  ['no-place', ['--export', 'data.csv', '--url', 'http://127.0.0.1:9', ...ADMIN]],
  ['unknown-program', ['--export', 'data.csv', '--metadata', 'dhis2.json', '--program', 'WASH assesment']],
  ['not-a-form', ['--form', 'data.csv', '--metadata', 'dhis2.json', '--program', 'PrWash00001']],
  ['no-such-form', ['--form', 'nowhere.xlsx', '--metadata', 'dhis2.json', '--program', 'PrWash00001']],
  ['not-metadata', ['--export', 'data.csv', '--metadata', 'data.csv', '--program', 'PrWash00001']],
  ['other-metadata', ['--export', 'data.csv', '--metadata', 'dhis2.json', '--data-set', 'DsPaludism1']],
])('%s', async (name, flags) => {
  await washWorld();
  await expectGolden(`init/${name}.txt`, told(await world.etl(['init', 'new', ...flags])), world);
  expect(await world.exists('new/pipeline.yaml')).toBe(false);
});

test('no password, and nobody to ask', async () => {
  await washWorld();
  const order = ['init', '--export', 'data.csv', '--url', wash.url, ...PROGRAM];
  await expectGolden('init/no-password.txt', told(await world.etl(order, { DHIS2_PASSWORD: '' })), world);
});

test('a program that registers people is refused before anything is written', async () => {
  await washWorld();
  const [program] = WASH.programs;
  const tracker = { ...WASH, programs: [{ ...program, programType: 'WITH_REGISTRATION' }] };
  await world.write('tracker.json', JSON.stringify(tracker));
  const made = await world.etl(['init', 'wash', '--form', 'survey.xlsx', '--metadata', 'tracker.json']);
  expect(made.exitCode).toBe(3);
  expect(made.stderr).toContain('registers people; it takes no single events');
  await expect(world.read('wash/pipeline.yaml')).rejects.toThrow('ENOENT');
});

test('of a program with several stages the first is taken, and that is said', async () => {
  await washWorld();
  const [program] = WASH.programs;
  const stages = [...(program?.programStages ?? []), { id: 'StSecond001' }];
  const second = { id: 'StSecond001', name: 'Visit a year later', sortOrder: 2, program: { id: 'PrWash00001' } };
  const staged = {
    ...WASH,
    programs: [{ ...program, programStages: stages }],
    programStages: [...WASH.programStages, { ...second, programStageDataElements: [] }],
  };
  await world.write('staged.json', JSON.stringify(staged));
  const made = await world.etl(['init', 'wash', '--form', 'survey.xlsx', '--metadata', 'staged.json']);
  expect(made.exitCode).toBe(0);
  expect(made.stderr).toContain('The program has 2 stages; an event goes to the first, Assessment.');
});

test('what is asked several times a record is named, and that a CSV leaves it out', async () => {
  await washWorld();
  const member = [
    ['begin_repeat', 'member', 'Members', '', '', '', ''],
    ['integer', 'age', 'Age', '', '', '', ''],
    ['end_repeat', '', '', '', '', '', ''],
  ];
  await world.write(
    'survey.xlsx',
    await toWorkbook({ survey: [...SURVEY, ...member], choices: CHOICES, settings: SETTINGS }),
  );
  await world.write('data.xlsx', await toWorkbook({ data: ROWS }));
  const init = async (file: string): Promise<string> => {
    const order = ['--form', 'survey.xlsx', '--export', file, '--url', wash.url, ...PROGRAM];
    return (await world.etl(['init', file.replace('.', '-'), ...order])).stdout;
  };
  expect(await init('data.csv')).toContain('\n  Asked several times a record, and not in a CSV: member.\n');
  expect(await init('data.xlsx')).toContain('of it: =$count(member)\n');
});
