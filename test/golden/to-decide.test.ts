/** What `etl init` leaves open: out to a person as a sheet, and back with decisions, until nothing is open. */
import { join } from 'node:path';
import readExcelFile from 'read-excel-file/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { makeWorld, type World } from '../cli/world.ts';
import { editWorkbook, tableOf, type OpenedSheet } from '../exchange/colleague.ts';
import { METADATA } from '../setup/wash/dhis2.ts';
import { CHOICES, SETTINGS, SURVEY } from '../setup/wash/form.ts';
import { ROWS } from '../setup/wash/rows.ts';
import { toCsv, toWorkbook } from '../setup/workbook.ts';
import { expectGolden } from './golden.ts';
import { say } from './say.ts';

let dhis2: Sandbox;
let world: World;

beforeAll(async () => {
  dhis2 = await startSandbox({ metadata: METADATA });
});
afterAll(() => dhis2.close());
beforeEach(async () => {
  world = await makeWorld(dhis2.url, {
    'survey.xlsx': await toWorkbook({ survey: SURVEY, choices: CHOICES, settings: SETTINGS }),
    'data.csv': toCsv(ROWS),
  });
  const order = ['--form', 'survey.xlsx', '--export', 'data.csv', '--url', dhis2.url, '--username', 'admin'];
  await world.etl(['init', 'wash', ...order, '--program', 'WASH assessment']);
});
afterEach(() => world.remove());

const SHEET = 'wash/to-decide.xlsx';
const ADMIN = { DHIS2_USER: 'admin' };
const IMPORT = `mapping import wash/pipeline.yaml ${SHEET}`;

const edit = (change: (sheets: readonly OpenedSheet[]) => void): Promise<void> =>
  editWorkbook(join(world.folder, SHEET), change);

/** Writes decisions, each on the line with this text under a heading. */
const decide = (
  ...decisions: readonly (readonly [heading: string, text: string, decision: string, reason?: string])[]
) =>
  edit((sheets) => {
    for (const [heading, text, decision, reason] of decisions) {
      const line = tableOf(sheets, 'To decide').row(heading, text);
      line.set('decision', decision);
      if (reason !== undefined) line.set('reason', reason);
    }
  });

describe('what init leaves open', () => {
  it('comes back decided, line by line, and what it changes is written', async () => {
    await decide(
      ['UID', 'DwInpat0001', 'ignore', 'Nobody asks it any more.'],
      ['UID', 'DwLatrinSt1', '=$number(0)'],
      ['UID', 'DwCleaning1', '4.3 How often are latrines cleaned? (sanitation/cleaning) 74 %'],
      ['column', 'identification/enumerator', 'Ignore: for the team alone'],
      ['column', 'sanitation/cleaning', 'wash - LATRINE cleaning frequency'],
      ['column', 'remarks', 'DwComment01'],
      ['value', 'makene', 'makeni HEALTH post'],
      ['value', 'gbo', 'OuGboGovt01'],
    );
    const shown = await say(world, IMPORT);
    const before = await world.read('wash/pipeline.yaml');
    const said = await say(world, `${IMPORT} --write`, IMPORT);
    const files = ['pipeline.yaml', 'mapping_de.json', 'orgUnits.csv'].map((file) => world.read(`wash/${file}`));
    await expectGolden('to-decide/decided.txt', [shown, said, ...(await Promise.all(files))].join('\n'), world);
    // Of the spec nothing has changed but the lines of the decisions.
    const after = (await world.read('wash/pipeline.yaml')).split('\n');
    const added = after.filter((line) => !before.split('\n').includes(line));
    expect(added).toEqual([
      '  ignore:',
      '    - { element: DwInpat0001, reason: Nobody asks it any more. }',
      '    - { column: identification/enumerator, reason: for the team alone }',
      '  dataValues:',
      '    DwLatrinSt1: =$number(0)',
    ]);
    const lost = before.split('\n').filter((line) => !after.includes(line));
    expect(lost).toEqual([]);
    const suggested = await world.etl(
      'mapping suggest wash/pipeline.yaml --form survey.xlsx --write'.split(' '),
      ADMIN,
    );
    expect(suggested.stdout).toContain('written: wash/mapping_optionSet.json');
    const plan = await world.etl(['plan', 'wash/pipeline.yaml'], ADMIN);
    expect(plan.stderr).toContain('was made anew');
  });

  it('counts no line as open whose question, or data element, another line has decided', async () => {
    const open = async (): Promise<number> => {
      const { stdout } = await world.etl([...IMPORT.split(' '), '--json'], ADMIN);
      return (JSON.parse(stdout) as { open: number }).open;
    };
    const all = await open();
    await decide(['UID', 'DwCleaning1', 'sanitation/cleaning']);
    expect(await open()).toBe(all - 2);
    await decide(['UID', 'DwComment01', '=$trim(remarks) & "!"']);
    expect(await open()).toBe(all - 4);
  });

  it('is refused at its cell, all at once, where a decision names nothing, or several', async () => {
    await decide(
      ['UID', 'DwInpat0001', 'ignore'],
      ['UID', 'DwLatrinSt1', '=$number('],
      ['UID', 'DwComment01', 'remark'],
      ['column', 'identification/enumerator', 'DwComment01'],
      ['column', 'remarks', 'WASH - Comment of the supervisor'],
      ['column', 'sanitation/cleaning', 'Latrine frequency'],
      ['value', 'makene', 'Makeny Health Post'],
      ['value', '98', 'unknown'],
    );
    await expectGolden('to-decide/refused.txt', await say(world, `${IMPORT} --write`), world);
  });

  it('may be decided in the CSV as a French Excel saves it, by names of DHIS2 that no file has', async () => {
    const rows = [
      'Décision ;note; KIND;Column;question;value;in;uid',
      'Gbo Government Hospital\u00a0;vu;unit;identification/facility;;gbo;orgUnits;',
      ';;;;;;;',
      'ougbogovt01;;Unit;identification/facility;;gbo;orgUnits;',
      'gbo GOVERNMENT hospital ;;unit;identification/facility;;mobile;orgUnits;',
      'DWCOMMENT01;;question;remarks;;;;',
      'visit_date;;place;identification/visit_date;;occurredAt;;',
      'sanitation/last_training;;Place;;;geometry;;',
      '"=$date(`_submission_time`)";;place;;;completedAt;;',
      ';total : 4;;;;;;',
    ];
    await world.write('decided.csv', `\ufeff${rows.join('\r\n')}\r\n`);
    const line = 'mapping import wash/pipeline.yaml decided.csv';
    const alone = await say(world, line);
    const asked = await world.etl(line.split(' '), ADMIN);
    await expectGolden('to-decide/french.txt', `${alone}\n${asked.stdout}${asked.stderr}`, world);
    expect(asked.exitCode).toBe(0);
  });

  it('is found by its headings where the sheet has another name, between others', async () => {
    await decide(['value', 'gbo', 'OuGboGovt01']);
    await edit((sheets) => {
      const [first] = sheets as OpenedSheet[];
      if (!first) throw new Error('no sheet');
      (first as { sheet: string }).sheet = 'Feuil2';
      (sheets as OpenedSheet[]).unshift({ sheet: 'Feuil1', data: [['Bonjour'], [null], ['decision', 1]] });
    });
    expect(await say(world, `${IMPORT} --write`)).toContain('+ unit "gbo" in orgUnits');
  });

  it('has for its CSV what it has for its workbook', async () => {
    const [sheet] = await readExcelFile(join(world.folder, SHEET));
    const lines = (await world.read('wash/to-decide.csv')).trim().split('\r\n');
    expect(sheet?.data.length).toBe(lines.length);
    expect(sheet?.data[0]?.join(',')).toBe(lines[0]?.replace('\ufeff', ''));
  });
});

describe('what a form that grew leaves open', () => {
  it('is a sheet by --to, with what is sure decided in it, and comes back', async () => {
    await world.write('wash/orgUnits.csv', 'facility,organisation unit\r\n');
    const mapping = JSON.parse(await world.read('wash/mapping_de.json')) as Record<string, string>;
    const { 'services/beds': _gone, ...left } = mapping;
    await world.write('wash/mapping_de.json', JSON.stringify(left, undefined, 2));
    const suggest = 'mapping suggest wash/pipeline.yaml --form survey.xlsx --to new.csv';
    const found = await world.etl(suggest.split(' '), ADMIN);
    const back = await world.etl('mapping import wash/pipeline.yaml new.csv --write'.split(' '), ADMIN);
    await expectGolden(
      'to-decide/suggested.txt',
      `${found.stdout}${found.stderr}\n${await world.read('new.csv')}\n${back.stdout}${back.stderr}`,
      world,
    );
    expect(JSON.parse(await world.read('wash/mapping_de.json'))).toEqual(mapping);
  });
});
