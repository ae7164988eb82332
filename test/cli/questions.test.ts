/** What the form asks, written down beside the mapping: in to-do lines, on pages and in spreadsheets. */
import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { editWorkbook, tableOf } from '../exchange/colleague.ts';
import { csv, row, spec } from './outreach-files.ts';
import { makeWorld, run, startOutreach, type World } from './world.ts';

const LABELS = '../mapping/mapping_labels.json';
const SHEET = '../mapping/mapping.xlsx';
const ASKED = { village: 'Name of the village', weight: 'Mean weight of the children', facility: 'Which facility?' };

let dhis2: Sandbox;
let world: World;

beforeEach(async () => {
  dhis2 = await startOutreach();
  const rows = [
    row(1, { remarks: 'over\ntwo lines' }),
    row(2, { weight: 'abc' }),
    row(3, { weight: 'x' }),
    row(4, { weight: 'x' }),
    row(5, { facility: 'Nowhere' }),
  ];
  world = await makeWorld(dhis2.url, { 'pipeline.yaml': spec(), 'kobo.csv': csv(rows) });
  await world.write(LABELS, `${JSON.stringify(ASKED, null, 2)}\n`);
});
afterEach(async () => {
  await world.remove();
  await dhis2.close();
});

const say = async (line: string): Promise<string> => {
  const { stdout, stderr } = await world.etl(line.split(' '));
  return `${stdout}${stderr}`;
};
const pageOf = async (artifacts: readonly string[]): Promise<string> =>
  world.read(artifacts.find((path) => path.endsWith('report.html')) ?? '');

describe('what the form asks', () => {
  it('stands in each to-do line, with the values and the rows that Excel shows; a page has values by setting alone', async () => {
    const { report } = await run(world, '--accept', 'new-index');
    const tasks = report.tasks.filter(({ column }) => column === 'weight');
    expect(tasks).toMatchObject([
      {
        label: ASKED.weight,
        rows: [2, 3, 4],
        lines: [3, 4, 5],
        values: [
          { value: 'abc', records: 1, rows: [2], lines: [3] },
          { value: 'x', records: 2, rows: [3, 4], lines: [4, 5] },
        ],
      },
    ]);
    expect(tasks[0]?.message).toMatch(/^weight \(Mean weight of the children\): /);
    expect(report.rejects.find(({ row: at }) => at === 5)).toMatchObject({ label: ASKED.facility, line: 6 });
    const page = await pageOf(report.artifacts);
    expect(page).toContain('weight (Mean weight of the children)');
    expect(page).toContain('facility (Which facility?)');
    expect(page).not.toContain('abc');
    await world.write('pipeline.yaml', spec({ artifacts: { personalData: true } }));
    const shown = await pageOf((await run(world)).report.artifacts);
    expect(shown).toMatch(/<q>abc<\/q> <span class="soft">\(row 2; in Excel 3\)/);
    expect(await say('plan pipeline.yaml')).toContain('weight (Mean weight of the children) = "abc":');
  });

  it('goes out to a spreadsheet and comes back; a new text makes no record new', async () => {
    const before = (await run(world, '--accept', 'new-index')).report;
    await say(`mapping export pipeline.yaml --to ${SHEET}`);
    await editWorkbook(join(world.folder, SHEET), (sheets) => {
      const questions = tableOf(sheets, 'Questions');
      expect(questions.row('column', 'village').get('label')).toBe(ASKED.village);
      questions.row('column', 'village').set('label', 'Which village?');
      questions.row('column', 'remarks').set('label', 'Anything else?');
    });
    expect(await say(`mapping import pipeline.yaml ${SHEET} --write`)).toContain(
      '~ label village: Name of the village → Which village?',
    );
    expect(JSON.parse(await world.read(LABELS))).toEqual({
      ...ASKED,
      village: 'Which village?',
      remarks: 'Anything else?',
    });
    const { report } = await run(world);
    expect(report.counts).toMatchObject({ unchanged: before.counts.created, updated: 0 });
    expect(report.leftAlone).toBe(before.counts.created);
    expect(report.warnings).toBeUndefined();
  });

  it('is written by the first import that says any, and stands in a dictionary', async () => {
    await rm(join(world.folder, LABELS));
    await say(`mapping export pipeline.yaml --to ${SHEET}`);
    expect(await say(`mapping import pipeline.yaml ${SHEET}`)).toContain('Nothing changed.');
    await editWorkbook(join(world.folder, SHEET), (sheets) =>
      tableOf(sheets, 'Questions').row('column', 'village').set('label', 'Which village?'),
    );
    await say(`mapping import pipeline.yaml ${SHEET} --write`);
    expect(await world.read(LABELS)).toBe('{\n    "village": "Which village?"\n}\n');
    await say('docs pipeline.yaml');
    expect(await world.read('outreach-dictionary.html')).toContain('Which village?');
  });

  it('is that of the spreadsheet, where that is the mapping', async () => {
    await say(`mapping export pipeline.yaml --to ${SHEET}`);
    await rm(join(world.folder, LABELS));
    await world.write('pipeline.yaml', spec({ mapping: SHEET }));
    await rm(join(world.folder, '../mapping/mapping_generated.json'));
    const { report } = await run(world, '--accept', 'new-index');
    expect(report.tasks.find(({ column }) => column === 'weight')?.label).toBe(ASKED.weight);
    await say('mapping export pipeline.yaml --to copy.xlsx');
    await editWorkbook(join(world.folder, 'copy.xlsx'), (sheets) =>
      tableOf(sheets, 'Questions').row('column', 'weight').set('label', 'Weight?'),
    );
    expect(await say('mapping import pipeline.yaml copy.xlsx --write')).toContain('~ label weight');
    expect((await run(world)).report.tasks.find(({ column }) => column === 'weight')?.label).toBe('Weight?');
  });

  it('is a file like any other: what is wrong in it is told at its place', async () => {
    await world.write(LABELS, '{\n  "village": 3\n}\n');
    const { stdout, stderr, exitCode } = await world.etl(['check', 'pipeline.yaml']);
    expect(exitCode).toBe(2);
    expect(`${stdout}${stderr}`).toContain('mapping_labels.json:2:14');
  });
});
