/** Values that nothing is mapped to: out to a colleague as a sheet, and back with decisions. */
import { join } from 'node:path';
import readExcelFile from 'read-excel-file/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { readSheets } from '../../src/sheets/read-sheets.ts';
import { csv, row, spec } from '../cli/outreach-files.ts';
import { filesBelow, makeWorld, run, startOutreach, type World } from '../cli/world.ts';
import { editWorkbook, tableOf } from '../exchange/colleague.ts';
import { expectGolden } from './golden.ts';
import { say } from './say.ts';

let dhis2: Sandbox;
let world: World;

const ROWS = [
  row(1),
  row(2, { facility: 'Alfa Health Post' }),
  row(3, { facility: 'Alfa Health Post', road: '4' }),
  row(4, { facility: '=Gamma, poste de sante' }),
  row(5, { facility: 'Epsilon', services: 'vacination nutrition' }),
];

beforeEach(async () => {
  dhis2 = await startOutreach();
  world = await makeWorld(dhis2.url, { 'pipeline.yaml': spec(), 'kobo.csv': csv(ROWS) });
});
afterEach(async () => {
  await world.remove();
  await dhis2.close();
});

const PLAN = 'plan pipeline.yaml --out night.ndjson';
const SHEET = 'night.unmapped.xlsx';
const IMPORT = `unmapped import pipeline.yaml ${SHEET}`;

describe('unmapped values', () => {
  it('are a sheet beside a kept plan, and come back decided: the next plan has none', async () => {
    const { stderr } = await world.etl(PLAN.split(' '));
    expect(stderr).toContain('values that are not mapped yet, to be decided: night.unmapped.xlsx');
    const list = await world.read('night.unmapped.csv');
    await editWorkbook(join(world.folder, SHEET), (sheets) => {
      const table = tableOf(sheets, 'Unmapped');
      table.row('value', 'Alfa Health Post').set('decision', 'Alpha Health Post');
      table.row('value', "'=Gamma, poste de sante").set('decision', 'OuGamma0001');
      table.row('value', 'Epsilon').set('decision', 'Beta Health Post (OuBeta00001) 61 %');
      table.row('value', '4').set('decision', 'close');
      table.row('value', 'vacination').set('decision', 'VACC');
    });
    const wrong = await say(world, IMPORT);
    await editWorkbook(join(world.folder, SHEET), (sheets) => {
      tableOf(sheets, 'Unmapped').row('value', '4').set('decision', 'closed');
    });
    const said = await say(world, IMPORT, `${IMPORT} --write`, IMPORT);
    const files = await Promise.all(
      ['../mapping/mapping_orgUnits.json', '../mapping/mapping_optionSet.json'].map((file) => world.read(file)),
    );
    await expectGolden('unmapped/decided.txt', [list, wrong, said, ...files].join('\n'), world);
    await world.etl(['mapping', 'generate', 'pipeline.yaml']);
    const next = await world.etl(['plan', 'pipeline.yaml', '--json', '--out', 'next.ndjson']);
    expect(JSON.parse(next.stdout)).toMatchObject({ exitCode: 0, rejects: [], artifacts: ['next.ndjson'] });
    expect(await world.exists('next.unmapped.xlsx')).toBe(false);
  });

  it('lie in the folder of each run, for its owner alone, and the summary says so', async () => {
    const { report } = await run(world, '--accept', 'new-index');
    const file = report.artifacts.find((path) => path.endsWith('unmapped.xlsx'));
    const sheets = await readExcelFile(join(world.folder, file ?? ''));
    expect(sheets[0]?.data.length).toBe(6);
    const csvFile = report.artifacts.find((path) => path.endsWith('unmapped.csv'));
    const [fromCsv] = await readSheets(join(world.folder, csvFile ?? ''));
    const [fromXlsx] = await readSheets(join(world.folder, file ?? ''));
    expect(fromCsv?.rows.map(({ cells }) => cells[3])).toEqual(fromXlsx?.rows.map(({ cells }) => cells[3]));
    expect(fromCsv?.rows[1]?.cells).toContain('Alfa Health Post');
    await expectGolden('unmapped/night.txt', await say(world, 'run pipeline.yaml'), world);
  });

  it('that nobody has decided, or in a sheet of something else, change nothing', async () => {
    await world.etl(PLAN.split(' '));
    const before = (await filesBelow(join(world.folder, '../mapping'))).length;
    await world.write('other.csv', 'value,decision\nx,y\n');
    const said = await say(world, `${IMPORT} --write`, 'unmapped import pipeline.yaml other.csv');
    await expectGolden('unmapped/open.txt', said, world);
    expect((await filesBelow(join(world.folder, '../mapping'))).length).toBe(before);
  });

  it('decided in the CSV with semicolons', async () => {
    await world.etl(PLAN.split(' '));
    const text = await world.read('night.unmapped.csv');
    const [heading = '', ...lines] = text.replace('\ufeff', '').split('\r\n');
    const at = heading.split(',').indexOf('decision');
    expect(at).toBe(7);
    await world.write(
      'night.unmapped.csv',
      'kind;value;decision;in;UID;file\r\nunit;Epsilon;OuBeta00001;orgUnits;;\r\n',
    );
    expect(lines.length).toBe(6);
    const said = await say(world, 'unmapped import pipeline.yaml night.unmapped.csv --write');
    expect(said).toContain('+ unit "Epsilon" in orgUnits: Beta Health Post (OuBeta00001)');
    expect(JSON.parse(await world.read('../mapping/mapping_orgUnits.json'))).toMatchObject({ Epsilon: 'OuBeta00001' });
  });
});
