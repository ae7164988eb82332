/** What spreadsheets and people do to a sheet on its way: numbers made of texts, names for UIDs, a file written twice. */
import { join } from 'node:path';
import readExcelFile from 'read-excel-file/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { csv, row, rows, spec } from '../cli/outreach-files.ts';
import { outreachMetadata } from '../cli/outreach.ts';
import { makeWorld, type World } from '../cli/world.ts';
import { editWorkbook, tableOf } from './colleague.ts';

const UNITS = '../mapping/mapping_orgUnits.json';
const OPTIONS = '../mapping/mapping_optionSet.json';
const EXPORT = 'mapping export pipeline.yaml --to mapping.xlsx';
const IMPORT = 'mapping import pipeline.yaml mapping.xlsx';

let dhis2: Sandbox;
let world: World;

beforeEach(async () => {
  const metadata = outreachMetadata() as { organisationUnits: object[] };
  const alike = [
    { id: 'OuTwinPost1', name: 'Poste de santé', code: '021' },
    { id: 'OuTwinPost2', name: 'Poste de santé', code: '022' },
    { id: 'OuEvryHosp1', name: 'Hôpital d’Évry', code: 'EVRY' },
  ].map((unit) => ({ ...unit, shortName: unit.name, openingDate: '2000-01-01', parent: { id: 'OuCountry01' } }));
  const assigned = (metadata as unknown as { programs: { id: string; organisationUnits: object[] }[] }).programs;
  for (const { organisationUnits } of assigned) organisationUnits.push(...alike.map(({ id }) => ({ id })));
  dhis2 = await startSandbox({
    metadata: { ...metadata, organisationUnits: [...metadata.organisationUnits, ...alike] },
  });
  world = await makeWorld(dhis2.url, { 'pipeline.yaml': spec(), 'kobo.csv': csv(rows(2)) });
});
afterEach(async () => {
  await world.remove();
  await dhis2.close();
});

/** Ends as it should, and gives what it says. */
async function say(line: string, wanted = 0): Promise<string> {
  const { stdout, stderr, exitCode } = await world.etl(line.split(' '));
  expect({ line, said: `${stdout}${stderr}`, exitCode }).toMatchObject({ exitCode: wanted });
  return `${stdout}${stderr}`;
}

const edit = (change: Parameters<typeof editWorkbook>[1], file = 'mapping.xlsx'): Promise<void> =>
  editWorkbook(join(world.folder, file), change);
const json = async (file: string): Promise<object> => JSON.parse(await world.read(file)) as object;

describe('units on their sheet', () => {
  it('are taken by the name or the code that DHIS2 has for them, in any case, as a number, too', async () => {
    await say(EXPORT);
    await edit((sheets) => {
      const units = tableOf(sheets, 'Units');
      units.add({ key: 'evry', UID: 'hôpital D’ÉVRY ' });
      units.add({ key: 'twin', UID: 21 });
      units.row('key', 'Beta Health Post').set('UID', 'Alpha Health Post');
    });
    await say(`${IMPORT} --write`);
    expect(await json(UNITS)).toEqual({
      'Alpha Health Post': 'OuAlpha0001',
      'Beta Health Post': 'OuAlpha0001',
      'Poste de Santé Gamma': 'OuGamma0001',
      evry: 'OuEvryHosp1',
      twin: 'OuTwinPost1',
    });
  });

  it('are told with their UIDs where several have the name, and with the nearest where none has it', async () => {
    await say(EXPORT);
    const before = await world.read(UNITS);
    await edit((sheets) => {
      const units = tableOf(sheets, 'Units');
      units.add({ key: 'post', UID: 'poste de santé' });
      units.add({ key: 'evry', UID: 'Hopital Evry' });
    });
    const said = await say(`${IMPORT} --write`, 2);
    expect(said).toContain(
      'mapping.xlsx Units!B5 error sheet/ambiguous: "poste de santé" may mean each of these: Poste de santé (OuTwinPost1), Poste de santé (OuTwinPost2).',
    );
    expect(said).toMatch(
      /Units!B6 error sheet\/bad-unit: "Hopital Evry" .*\n(?:.*\n)+?.*Nearest: Hôpital d’Évry \(OuEvryHosp1\)\./,
    );
    expect(await world.read(UNITS)).toBe(before);
  });
});

describe('a decision for a name that several have', () => {
  it('is refused with their UIDs, and taken by the code', async () => {
    await world.write('kobo.csv', csv([row(1, { facility: 'post' })]));
    await say('plan pipeline.yaml --out night.ndjson', 1);
    const decide = (decision: string | number): Promise<void> =>
      edit(
        (sheets) => tableOf(sheets, 'Unmapped').row('value', 'post').set('decision', decision),
        'night.unmapped.xlsx',
      );
    const take = 'unmapped import pipeline.yaml night.unmapped.xlsx';
    await decide('POSTE DE SANTÉ');
    const refused = await say(take, 2);
    expect(refused).toContain('night.unmapped.xlsx Unmapped!H2 error sheet/ambiguous');
    expect(refused).toContain('Poste de santé (OuTwinPost1), Poste de santé (OuTwinPost2)');
    await decide("HOPITAL D'EVRY");
    expect(await say(take)).toContain('+ unit "post" in orgUnits: Hôpital d’Évry (OuEvryHosp1)');
    await decide(22);
    expect(await say(take)).toContain('+ unit "post" in orgUnits: Poste de santé (OuTwinPost2)');
  });
});

describe('lines of decisions that somebody has written by hand', () => {
  it('need not say what the kind or the question says; a choice of nothing is told', async () => {
    const decided = [
      'kind;column;value;decision;in;UID',
      'unit;;evry;OuEvryHosp1;;',
      'choice;road;8;closed;;',
      'choix;road;9;POOR;Road;',
    ];
    await world.write('decided.csv', decided.join('\r\n'));
    const said = await say('unmapped import pipeline.yaml decided.csv');
    expect(said).toContain('+ unit "evry" in orgUnits');
    expect(said).toContain('+ choice "8" of Road: Closed (CLOSED)');
    expect(said).toContain('+ choice "9" of Road: Poor (POOR)');
    await world.write('decided.csv', `${decided[0]}\r\nchoice;village;8;closed;;\r\n`);
    expect(await say('unmapped import pipeline.yaml decided.csv', 2)).toContain(
      'decided!E2 error sheet/unknown-option-set',
    );
  });
});

describe('a choice that is the code of an option', () => {
  it('has that option for a candidate, by what it is called', async () => {
    await world.write('kobo.csv', csv([row(1, { road: 'POOR' })]));
    await say('plan pipeline.yaml --out night.ndjson', 1);
    expect(await world.read('night.unmapped.csv')).toContain(',Poor (POOR) 100 %');
  });
});

describe('keys that a spreadsheet takes for numbers or dates', () => {
  const altered = new Map<string, string>([
    ['007', '7'],
    ['1E5', '1.00E+05'],
    ['3.10', '3,1'],
    ['1-2', '01-févr'],
  ]);

  it('are told with what was there, and nothing is written', async () => {
    const codes = Object.fromEntries([...altered.keys()].map((key) => [key, 'GOOD']));
    await world.write(OPTIONS, JSON.stringify({ OsRoad00001: codes }));
    await world.write(UNITS, JSON.stringify({ '001': 'OuAlpha0001', B: 'OuBeta00001' }));
    const before = [await world.read(OPTIONS), await world.read(UNITS)];
    await say('mapping export pipeline.yaml --to out.csv');
    let text = await world.read('out.csv');
    for (const [key, seen] of altered) text = text.replace(`,${key},`, `,"${seen}",`);
    await world.write('back.csv', text.replace('\r\n001,', '\r\n1,'));
    const said = await say('mapping import pipeline.yaml back.csv --write', 2);
    for (const [key, seen] of altered) expect(said).toContain(`sheet/altered-key: "${seen}" stands here for "${key}"`);
    expect(said).toMatch(/Units!A\d+ error sheet\/altered-key: "1" stands here for "001"/);
    expect(said).toContain('5 errors.');
    expect([await world.read(OPTIONS), await world.read(UNITS)]).toEqual(before);
  });

  it('are another thing where both are there, or where the value is another', async () => {
    await world.write(UNITS, JSON.stringify({ '001': 'OuAlpha0001', '002': 'OuBeta00001' }));
    await say(EXPORT);
    await edit((sheets) => {
      const units = tableOf(sheets, 'Units');
      units.add({ key: '1', UID: 'OuAlpha0001' });
      units.row('key', '002').set('UID', 'OuGamma0001');
      units.row('key', '002').set('key', '2');
    });
    await say(`${IMPORT} --write`);
    expect(await json(UNITS)).toEqual({ '001': 'OuAlpha0001', '2': 'OuGamma0001', '1': 'OuAlpha0001' });
  });
});

describe('a question that gets its data element in the spreadsheet', () => {
  beforeEach(async () => {
    const { road: _, ...columns } = (await json('../mapping/mapping_de.json')) as Record<string, string>;
    await world.write('../mapping/mapping_de.json', JSON.stringify(columns));
    await world.write(
      '../mapping/mapping_labels.json',
      JSON.stringify({ road: 'How is the road?', village: 'Village?', gps: 'Where?' }),
    );
    await world.write(OPTIONS, '{}');
    await say(EXPORT);
  });

  it('keeps what the form asks, and says which answers wait, unless they come along', async () => {
    await edit((sheets) => tableOf(sheets, 'Questions').row('data element', 'State of the road').set('column', 'road'));
    const said = await say(IMPORT);
    expect(said).toContain('+ question road: State of the road');
    expect(said).not.toContain('label');
    expect(said).toContain('Answers that have no option yet, of road');
    await edit((sheets) => tableOf(sheets, 'Choices').add({ 'option set': 'Road', choice: '1', option: 'good' }));
    expect(await say(`${IMPORT} --write`)).not.toContain('no option yet');
    expect(await json(OPTIONS)).toEqual({ OsRoad00001: { '1': 'GOOD' } });
    expect(await json('../mapping/mapping_labels.json')).toMatchObject({ road: 'How is the road?' });
  });

  it('loses what the form asks where its cell is emptied', async () => {
    await edit((sheets) => tableOf(sheets, 'Questions').row('column', 'village').set('label', null));
    expect(await say(IMPORT)).toContain('- label village, which was Village?');
  });
});

describe('a spreadsheet that is there already', () => {
  it('is kept where an export would replace what somebody wrote', async () => {
    await say(EXPORT);
    await edit((sheets) => tableOf(sheets, 'Units').add({ key: 'mine', UID: 'OuEvryHosp1' }));
    expect(await say(EXPORT)).toContain('mapping.xlsx was there already; what it said is kept as mapping.before.xlsx');
    // The next time nothing is lost, and so nothing is kept.
    expect(await say(EXPORT)).not.toContain('kept as');
    const kept = await readExcelFile(join(world.folder, 'mapping.before.xlsx'));
    expect(JSON.stringify(kept)).toContain('"mine"');
    expect(await say('mapping import pipeline.yaml mapping.before.xlsx')).toContain('+ unit "mine"');
  });

  it('is kept where a plan would replace decisions that nobody has taken yet', async () => {
    await world.write('kobo.csv', csv([row(1, { facility: 'post' })]));
    await say('plan pipeline.yaml --out night.ndjson', 1);
    expect(await say('plan pipeline.yaml --out night.ndjson', 1)).not.toContain('kept as');
    await edit(
      (sheets) => tableOf(sheets, 'Unmapped').row('value', 'post').set('decision', 'EVRY'),
      'night.unmapped.xlsx',
    );
    expect(await say('plan pipeline.yaml --out night.ndjson', 1)).toContain(
      'night.unmapped.xlsx has decisions: kept as night.unmapped.before.xlsx',
    );
    expect(await say('unmapped import pipeline.yaml night.unmapped.before.xlsx')).toContain('+ unit "post"');
  });
});
