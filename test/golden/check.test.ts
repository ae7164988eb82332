/** How much of a form and of its program is in a mapping, and what is left out on purpose. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeWorld, type World } from '../cli/world.ts';
import { COLUMNS, csv, rows, spec } from '../cli/outreach-files.ts';
import { expectGolden } from './golden.ts';
import { say } from './say.ts';

const METADATA = '../mapping/retrieved_program_metadata.json';

let world: World;
beforeEach(async () => {
  // Nobody is asked: `check` needs no server.
  world = await makeWorld('http://127.0.0.1:9', { 'pipeline.yaml': spec(), 'kobo.csv': csv(rows(2)) });
});
afterEach(() => world.remove());

/** Questions that no line of the mapping knows, and what Kobo adds of itself. */
const MORE = ['start', 'meta/instanceID', 'services/vaccination', 'notes', 'ward', '_submission_time'];

async function withIgnored(...ignore: readonly object[]): Promise<void> {
  await world.write('kobo.csv', csv(rows(2), [...COLUMNS, ...MORE]));
  const mapping = { generated: '../mapping/mapping_generated.json', ignore };
  await world.write('pipeline.yaml', spec({ mapping }));
}

describe('coverage', () => {
  it('says what is in no mapping, all of it on request', async () => {
    await withIgnored();
    const said = await say(
      world,
      'check pipeline.yaml',
      'check pipeline.yaml --verbose',
      'check pipeline.yaml --no-source',
    );
    await expectGolden('check/coverage.txt', said, world);
    const { stdout } = await world.etl(['check', 'pipeline.yaml', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      coverage: {
        of: 'data elements',
        elements: { total: 13, covered: 12, ignored: [], left: ['Kobo key (DeKoboKey01)'] },
        questions: { total: 16, covered: 14, ignored: [], left: ['notes', 'ward'] },
      },
    });
  });

  it('leaves alone what is left out on purpose', async () => {
    await withIgnored(
      { column: 'notes', reason: 'For the enumerator alone.' },
      { element: 'Kobo key', reason: 'Filled by nobody yet.' },
    );
    const commands = ['check pipeline.yaml --verbose', 'mapping generate pipeline.yaml'];
    await expectGolden('check/ignored.txt', await say(world, ...commands), world);
  });

  it('is told where it ignores what is not there, or is mapped', async () => {
    await withIgnored(
      { column: 'note', reason: 'Misspelt.' },
      { column: 'village', reason: 'Mapped.' },
      { element: 'Kobo keys', reason: 'Misspelt.' },
      { element: 'DeVillage01', reason: 'Mapped.' },
    );
    await expectGolden('check/ignored-wrongly.txt', await say(world, 'check pipeline.yaml'), world);
  });

  it('needs a reason, and one thing to ignore', async () => {
    await withIgnored(
      { column: 'notes' },
      { column: 'a', element: 'b', reason: 'x' },
      { column: 'notes', reason: ' ' },
    );
    await expectGolden('check/ignored-without-reason.txt', await say(world, 'check pipeline.yaml'), world);
  });
});

describe('what would only be noticed record by record', () => {
  it('is told of look-ups and of compulsory values', async () => {
    const units = { 'Alpha Health Post': 'OuAlpha00001', ' Beta Health Post': 'OuBeta00001', '': 'OuAlpha0001' };
    await world.write(
      'units.json',
      JSON.stringify({ ...units, 'Beta Health Post': 'OuBeta00001', Gamma: 'Gamma HC' }, null, 2),
    );
    const dataValues = { DeTeamSize1: null, DeVillage01: { from: '=village', required: false } };
    await world.write('pipeline.yaml', spec({ lookups: { orgUnits: 'units.json' }, transform: { dataValues } }));
    const metadata = await world.read(METADATA);
    await world.write(METADATA, metadata.replaceAll('"compulsory": false', '"compulsory": true'));
    await expectGolden('check/record-by-record.txt', await say(world, 'check pipeline.yaml'), world);
  });

  it('is told of a column that stands twice, where it is mapped', async () => {
    await world.write('kobo.csv', csv(rows(2), [...COLUMNS, 'village']));
    await expectGolden('check/column-twice.txt', await say(world, 'check pipeline.yaml'), world);
  });

  it('is told of the data element that carries keys', async () => {
    const said: string[] = [];
    for (const keyDataElement of ['DeKoboKey01', 'DeKoboKey02', 'DeTeamSize1']) {
      await world.write('pipeline.yaml', spec({ sink: { keyDataElement } }));
      said.push(await say(world, 'check pipeline.yaml'));
    }
    await expectGolden('check/key-data-element.txt', said.join('\n'), world);
  });
});
