/** The mapping as a spreadsheet: out, edited by a colleague with another library, and back. */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { csv, rows, spec } from '../cli/outreach-files.ts';
import { filesBelow, makeWorld, startOutreach, type World } from '../cli/world.ts';
import { editWorkbook, tableOf } from '../exchange/colleague.ts';
import { expectGolden } from './golden.ts';
import { say } from './say.ts';

let dhis2: Sandbox;
let world: World;

beforeEach(async () => {
  dhis2 = await startOutreach();
  world = await makeWorld(dhis2.url, { 'pipeline.yaml': spec(), 'kobo.csv': csv(rows(2)) });
});
afterEach(async () => {
  await world.remove();
  await dhis2.close();
});

const COLUMNS = '../mapping/mapping_de.json';
const OPTIONS = '../mapping/mapping_optionSet.json';
const UNITS = '../mapping/mapping_orgUnits.json';
const INPUTS = [COLUMNS, OPTIONS, UNITS, 'pipeline.yaml'];
const EXPORT = 'mapping export pipeline.yaml --to mapping.xlsx';
const IMPORT = 'mapping import pipeline.yaml mapping.xlsx';

const inputs = (): Promise<string[]> => Promise.all(INPUTS.map((file) => world.read(file)));
const edit = (change: Parameters<typeof editWorkbook>[1]): Promise<void> =>
  editWorkbook(join(world.folder, 'mapping.xlsx'), change);

describe('the mapping as a spreadsheet', () => {
  it.each(['mapping.xlsx', 'mapping.csv'])('%s, untouched, changes nothing', async (file) => {
    const before = await inputs();
    const said = await say(
      world,
      `mapping export pipeline.yaml --to ${file}`,
      `mapping import pipeline.yaml ${file} --write`,
    );
    expect(said).toContain('Nothing changed.');
    expect(await inputs()).toEqual(before);
    if (file.endsWith('.csv')) await expectGolden('sheets/untouched.txt', said + (await world.read(file)), world);
  });

  it('untouched, but saved by another library', async () => {
    await world.etl(EXPORT.split(' '));
    await edit(() => {});
    expect(await say(world, `${IMPORT} --write`)).toContain('Nothing changed.');
  });

  it('edited by a colleague: shown, written, and the next night knows', async () => {
    await world.etl(['mapping', 'generate', 'pipeline.yaml']);
    await world.etl(EXPORT.split(' '));
    await edit((sheets) => {
      const questions = tableOf(sheets, 'Questions');
      questions.row('column', 'village').set('column', 'facility');
      questions.remove('column', 'weight');
      const remarks = questions.row('column', 'remarks');
      remarks.set('UID', null);
      remarks.set('data element', 'Place');
      questions.remove('column', 'gps');
      const choices = tableOf(sheets, 'Choices');
      choices.row('choice', '1').set('option code', 'CLOSED');
      choices.row('choice', '1').set('option', null);
      choices.add({ 'option set': 'Services', 'option set UID': 'OsServices1', choice: '=new', 'option code': 'ANC' });
      tableOf(sheets, 'Units').add({ key: 'Gamma, Clinic “G”', UID: 'OuGamma0001' });
    });
    const shown = await say(world, IMPORT);
    const before = await inputs();
    const written = await say(world, `${IMPORT} --write`);
    expect(await inputs()).not.toEqual(before);
    const again = await say(world, IMPORT);
    expect(again).toContain('Nothing changed.');
    const files = (await inputs()).slice(0, 3).join('\n');
    await expectGolden('sheets/edited.txt', `${shown}${written}${again}${files}`, world);
    const night = await world.etl(['run', 'pipeline.yaml', '--accept', 'new-index']);
    expect(night.stderr).toContain('made-anew');
    const sent = (await world.events()).flatMap(({ dataValues }) => Object.values(dataValues));
    expect(sent).toContain('Alpha Health Post');
  });

  it('wrong: each cell by its address, with the nearest name, and nothing is written', async () => {
    await world.etl(EXPORT.split(' '));
    await edit((sheets) => {
      const questions = tableOf(sheets, 'Questions');
      questions.row('column', 'village').set('UID', 'DeVilage001');
      questions.row('column', 'remarks').set('UID', null);
      questions.row('column', 'remarks').set('data element', 'Remark');
      questions.row('column', 'open').set('data element', 'Team size');
      questions.row('column', 'weight').set('ignore', 'yes');
      questions.add({ column: 'note', ignore: 'x' });
      questions.add({ column: 'gps', UID: 'DeRemarks01' });
      const choices = tableOf(sheets, 'Choices');
      choices.row('choice', '2').set('option code', 'POR');
      choices.row('choice', '2').set('option', null);
      choices.row('choice', '3').set('option code', 'GOOD');
      choices.add({ 'option set': 'Rode', choice: '1', 'option code': 'GOOD' });
      tableOf(sheets, 'Units').row('key', 'Beta Health Post').set('UID', 'Beta');
    });
    const before = await inputs();
    await expectGolden('sheets/wrong.txt', await say(world, `${IMPORT} --write`), world);
    expect(await inputs()).toEqual(before);
    const { stdout } = await world.etl([...IMPORT.split(' '), '--json']);
    const { problems } = JSON.parse(stdout) as { problems: { cell: string }[] };
    expect(problems.map(({ cell }) => cell)).toContain('Questions!D3');
  });

  it('has no such sheet, or no such column', async () => {
    await world.write('other.csv', 'a,b\n1,2\n');
    await world.write('broken.csv', '[Questions]\nquestion,UID\nvillage,DeVillage01\n');
    await world.write('mapping.ods', 'x');
    await expectGolden(
      'sheets/not-ours.txt',
      await say(
        world,
        'mapping import pipeline.yaml other.csv',
        'mapping import pipeline.yaml broken.csv',
        'mapping import pipeline.yaml mapping.ods',
        'mapping import pipeline.yaml none.xlsx',
      ),
      world,
    );
  });

  it('keeps order, layout, line ends and mark of the files', async () => {
    const text = '\ufeff{ "village" : "DeVillage01",\r\n\t"remarks" : "DeRemarks01" }\r\n';
    await world.write(COLUMNS, text);
    await world.write(UNITS.replace('.json', '.csv'), 'unit;note;uid;key\r\n"x";;OuAlphaPost;Alpha Health Post\r\n');
    const lookups = { orgUnits: '../mapping/mapping_orgUnits.csv' };
    await world.write('pipeline.yaml', spec({ lookups }));
    await world.etl(EXPORT.split(' '));
    await edit((sheets) => {
      tableOf(sheets, 'Questions').row('column', 'remarks').set('column', 'note');
      tableOf(sheets, 'Units').add({ key: '=Beta', UID: 'OuBetaPost1' });
    });
    await world.etl([...IMPORT.split(' '), '--write']);
    expect(await world.read(COLUMNS)).toBe(text.replace('"remarks"', '"note"'));
    expect(await world.read('../mapping/mapping_orgUnits.csv')).toBe(
      'unit;note;uid;key\r\n"x";;OuAlphaPost;Alpha Health Post\r\n;;OuBetaPost1;\'=Beta\r\n',
    );
  });

  it('leaves a question out on purpose, in the spec itself', async () => {
    const yaml = `# of the outreach teams
name: outreach
connections: ${JSON.stringify((JSON.parse(spec()) as { connections: object }).connections)}
source: { kind: csv, connection: files, path: kobo.csv, key: [_uuid] }
lookups:
  orgUnits: ../mapping/mapping_orgUnits.json

# The questions.
mapping: ../mapping/mapping_generated.json # made anew each night

# The event itself.
transform:
  orgUnit: =$orgUnit(facility)
  occurredAt: =$date(visit_date)
sink: { kind: dhis2-events, connection: hmis, program: PrgOutreac1 }
index: { connection: files, path: index.json }
`;
    await world.write('pipeline.yaml', yaml);
    await world.etl(EXPORT.split(' '));
    await edit((sheets) => {
      const questions = tableOf(sheets, 'Questions');
      questions.add({ column: '_id', ignore: 'yes', reason: 'Kobo’s own: "nothing" of ours' });
    });
    const said = await say(world, IMPORT, `${IMPORT} --write`, IMPORT, 'check pipeline.yaml');
    await expectGolden('sheets/ignored.txt', `${said}${await world.read('pipeline.yaml')}`, world);
    await edit((sheets) => tableOf(sheets, 'Questions').remove('column', '_id'));
    expect(await say(world, `${IMPORT} --write`)).toContain('- question _id is no longer ignored');
  });

  it('leaves nothing behind but what it says', async () => {
    await world.etl(EXPORT.split(' '));
    await world.etl([...IMPORT.split(' '), '--write']);
    const names = (await filesBelow(world.folder)).map((file) => file.slice(world.folder.length + 1));
    expect(names).toEqual(['kobo.csv', 'mapping.xlsx', 'pipeline.yaml']);
  });
});
