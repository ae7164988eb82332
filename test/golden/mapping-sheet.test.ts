/** A spec whose mapping is a spreadsheet: checked, planned and run as it is, with faults at their cells. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { csv, rows, spec } from '../cli/outreach-files.ts';
import { makeWorld, run, startOutreach, type World } from '../cli/world.ts';
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

const SHEET = '../mapping/mapping.xlsx';
const EXPORT = 'mapping export pipeline.yaml --to ../mapping/mapping';
const edit = (change: Parameters<typeof editWorkbook>[1]): Promise<void> =>
  editWorkbook(join(world.folder, SHEET), change);

/** The mapping in the spreadsheet alone, as it came out of the files. */
async function moveToSheet(ending = '.xlsx', parts: object = {}): Promise<void> {
  await world.etl(`${EXPORT}${ending}`.split(' '));
  await world.write('pipeline.yaml', spec({ mapping: `../mapping/mapping${ending}`, ...parts }));
  // What an earlier tool made is not there: etl makes its own, beside the spreadsheet.
  await rm(join(world.folder, '../mapping/mapping_generated.json'));
}

const valuesSent = async (): Promise<unknown> => (await world.events()).map(({ dataValues }) => dataValues);

describe('a mapping that is a spreadsheet', () => {
  it.each(['.xlsx', '.csv'])('%s gives the mapping that the files of JSON give', async (ending) => {
    await world.etl(['mapping', 'generate', 'pipeline.yaml']);
    const before = JSON.parse(await world.read('../mapping/mapping_generated.json'));
    await moveToSheet(ending);
    await world.etl(['mapping', 'generate', 'pipeline.yaml']);
    const after = JSON.parse(await world.read('../mapping/mapping_generated.json'));
    expect(after).toEqual(before);
  });

  it('is checked, planned and run, and its next night is quiet', async () => {
    await moveToSheet();
    const said = await say(world, 'check pipeline.yaml', 'plan pipeline.yaml', 'run pipeline.yaml --accept new-index');
    await expectGolden('mapping-sheet/nights.txt', said, world);
    expect(await valuesSent()).not.toEqual([]);
    expect((await run(world)).report.warnings).toBeUndefined();
    await edit((sheets) => tableOf(sheets, 'Questions').row('column', 'village').set('column', 'facility'));
    expect((await run(world)).report.warnings?.map(({ code }) => code)).toEqual(['mapping/made-anew']);
    expect(JSON.stringify(await valuesSent())).toContain('Alpha Health Post');
  });

  it('has each fault at its cell, once, with the nearest name', async () => {
    await moveToSheet();
    await edit((sheets) => {
      const questions = tableOf(sheets, 'Questions');
      questions.row('column', 'village').set('UID', 'DeVilage001');
      questions.row('column', 'remarks').set('ignore', 'yes');
      questions.add({ column: 'gps2', ignore: 'yes' });
      questions.add({ column: 'road', UID: 'DeVillage01' });
      questions.add({ column: 'weight', ignore: 'yes', reason: 'nobody reads it' });
      tableOf(sheets, 'Choices').row('choice', '1').set('option code', 'OPEM');
    });
    await expectGolden(
      'mapping-sheet/faults.txt',
      await say(world, 'check pipeline.yaml', 'plan pipeline.yaml'),
      world,
    );
  });

  it('is one error where it is no such spreadsheet', async () => {
    await moveToSheet();
    await world.write(SHEET, 'column;UID\n');
    const broken = await say(world, 'check pipeline.yaml');
    await world.write('../mapping/mapping.csv', 'question;uid\nvillage;DeVillage01\n');
    await world.write('pipeline.yaml', spec({ mapping: '../mapping/mapping.csv' }));
    await expectGolden('mapping-sheet/not-ours.txt', broken + (await say(world, 'check pipeline.yaml')), world);
  });

  it('says what is left out, with its reason', async () => {
    await moveToSheet();
    await edit((sheets) => {
      const questions = tableOf(sheets, 'Questions');
      questions.remove('column', 'gps');
      questions.remove('UID', 'DeKoboKey01');
      questions.add({ column: 'gps', ignore: 'yes', reason: 'nobody reads it' });
      questions.add({ 'data element': 'Place', ignore: 'yes', reason: 'nobody reads it' });
      questions.add({ 'data element': 'Kobo key', ignore: 'yes', reason: 'not asked' });
    });
    const { stdout, stderr } = await world.etl(['check', 'pipeline.yaml']);
    expect(stderr).not.toContain('gps');
    expect(stderr).not.toContain('Kobo key');
    expect(stdout).toContain('is fine');
  });

  it('takes an import and decisions, and keeps what people wrote beside them', async () => {
    await moveToSheet();
    await edit((sheets) => tableOf(sheets, 'Questions').row('column', 'village').set('label', 'In which village?'));
    await world.etl('mapping export pipeline.yaml --to copy.xlsx'.split(' '));
    await editWorkbook(join(world.folder, 'copy.xlsx'), (sheets) => {
      const questions = tableOf(sheets, 'Questions');
      expect(questions.row('column', 'village').get('label')).toBe('In which village?');
      questions.row('column', 'village').set('column', 'facility');
      questions.remove('column', 'gps');
      questions.add({ column: 'gps', ignore: 'yes', reason: 'nobody reads it' });
      const choice = tableOf(sheets, 'Choices').row('choice', '1');
      choice.set('option code', 'CLOSED');
      choice.set('option', null);
    });
    const IMPORT = 'mapping import pipeline.yaml copy.xlsx';
    const said = await say(world, `${IMPORT} --write`, IMPORT);
    await expectGolden('mapping-sheet/import.txt', said, world);
  });

  it('has lines of form versions', async () => {
    const version = { columns: SHEET, options: SHEET, fallback: 'common' };
    const versions = [
      { name: 'v1', when: '=_id = "1001"', ...version },
      { name: 'v2', when: '=_id != "1001"' },
    ];
    await moveToSheet('.xlsx', { source: { versions } });
    await edit((sheets) => {
      const questions = tableOf(sheets, 'Questions');
      questions.addColumn('version');
      questions.add({ column: 'facility', UID: 'DeVillage01', version: 'v1' });
    });
    await run(world, '--accept', 'new-index');
    const sent = JSON.stringify(await valuesSent());
    expect(sent).toContain('Alpha Health Post');
    expect(sent).toContain('Village 2');
    await edit((sheets) => {
      tableOf(sheets, 'Questions').add({ column: 'facility', UID: 'DeVillage01', version: 'v3' });
    });
    await expectGolden('mapping-sheet/versions.txt', await say(world, 'check pipeline.yaml'), world);
  });
});
