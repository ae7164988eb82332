/** The generated mapping is what it is made from: what plan, run and check say where its file is not. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { makeWorld, run, startOutreach, type World } from '../cli/world.ts';
import { csv, rows, spec } from '../cli/outreach-files.ts';
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

const GENERATED = '../mapping/mapping_generated.json';
const COLUMNS = '../mapping/mapping_de.json';
const OPTIONS = '../mapping/mapping_optionSet.json';
const METADATA = '../mapping/retrieved_program_metadata.json';

async function rmIn(file: string): Promise<void> {
  await rm(join(world.folder, file));
}

async function edit(file: string, from: string, to: string): Promise<void> {
  const text = await world.read(file);
  expect(text).toContain(from);
  await world.write(file, text.replace(from, to));
}

const GENERATE = 'mapping generate pipeline.yaml';
const CHECK = 'check pipeline.yaml';
const PLAN = 'plan pipeline.yaml';
const RUN = 'run pipeline.yaml --accept new-index';

describe('a mapping that is older than what it is made from', () => {
  it('is used as its inputs give it, written by a plan, and refused where it is to be frozen', async () => {
    await world.etl(GENERATE.split(' '));
    const before = await world.read(GENERATED);
    await edit(COLUMNS, '"village": "DeVillage01"', '"facility": "DeVillage01"');
    await edit(OPTIONS, '"1": ', '"9": ');
    await edit(METADATA, '"Remarks"', '"Remarks of the team"');
    const untouched = await say(world, CHECK, `${CHECK} --frozen`, `${RUN} --frozen`, `${PLAN} --frozen`);
    const { stderr } = await world.etl([...CHECK.split(' '), '-v']);
    expect(stderr).toMatch(/^\.\.\/mapping\/mapping_generated\.json is older than .* What they give now is used\.$/m);
    expect(await world.read(GENERATED)).toBe(before);
    const renewed = await say(world, PLAN, `${CHECK} --frozen`, RUN, `${PLAN} --frozen`);
    await expectGolden('mapping/older.txt', untouched + renewed, world);
    expect(JSON.parse(await world.read(GENERATED))).not.toEqual(JSON.parse(before));
    const sent = (await world.events()).flatMap(({ dataValues }) => Object.values(dataValues));
    expect(sent).toContain('Alpha Health Post');
  });

  it('is made anew though a clock says that it is younger, and left alone where only its layout differs', async () => {
    await world.etl(GENERATE.split(' '));
    await edit(COLUMNS, '"village": "DeVillage01"', '"facility": "DeVillage01"');
    await world.write(GENERATED, JSON.stringify(JSON.parse(await world.read(GENERATED))));
    await expectGolden('mapping/reformatted.txt', await say(world, RUN), world);
    const made = JSON.stringify(JSON.parse(await world.read(GENERATED)));
    await world.write(GENERATED, made);
    expect((await world.etl(PLAN.split(' '))).stderr).not.toContain('made-anew');
    expect(await world.read(GENERATED)).toBe(made);
  });

  it('stands in the report, and in the log of the run', async () => {
    await world.etl(GENERATE.split(' '));
    await edit(COLUMNS, '"village": "DeVillage01"', '"facility": "DeVillage01"');
    const { report } = await run(world, '--accept', 'new-index');
    expect(report.warnings?.map(({ code }) => code)).toEqual(['mapping/made-anew']);
    const log = await world.read(report.artifacts.find((path) => path.endsWith('.log')) ?? '');
    expect(log).toContain(`WARNING spec: ${report.warnings?.[0]?.message}`);
    expect((await run(world)).report.warnings).toBeUndefined();
  });

  it('is made where there is none', async () => {
    await rmIn(GENERATED);
    await expectGolden('mapping/none-yet.txt', await say(world, CHECK, PLAN, RUN, CHECK), world);
  });

  it('is not there yet, and a run makes it', async () => {
    await rmIn(GENERATED);
    const { report } = await run(world, '--accept', 'new-index');
    expect(report.warnings?.map(({ message }) => message)).toEqual([
      '../mapping/mapping_generated.json was made: there was none.',
    ]);
  });

  it('is used from memory where its folder takes no file', async () => {
    const inputs = { columns: COLUMNS, options: OPTIONS, metadata: METADATA };
    await world.write('pipeline.yaml', spec({ mapping: { generated: 'kobo.csv/generated.json', ...inputs } }));
    await expectGolden('mapping/no-place.txt', await say(world, RUN), world);
    expect(await world.events()).not.toEqual([]);
  });

  it('stops a run where its inputs are wrong, at the line that a person edits', async () => {
    await world.etl(GENERATE.split(' '));
    await edit(COLUMNS, '"DeVillage01"', '"DeVilage001"');
    await expectGolden('mapping/wrong-inputs.txt', await say(world, PLAN, RUN), world);
  });

  it('is that of a form version, too', async () => {
    const columns = JSON.stringify({ town: 'DeVillage01' });
    await world.write('../mapping/columns_v1.json', columns);
    const versions = [
      { name: 'v1', when: '=_id = "1001"', columns: '../mapping/columns_v1.json', fallback: 'common' },
      { name: 'v2', when: '=_id != "1001"' },
    ];
    await world.write('pipeline.yaml', spec({ source: { versions } }));
    await world.etl(GENERATE.split(' '));
    await world.write('../mapping/columns_v1.json', columns.replace('town', 'facilty'));
    await expectGolden('mapping/version.txt', await say(world, PLAN), world);
  });
});

describe('a mapping that was edited by hand', () => {
  it('is neither used nor lost', async () => {
    await world.etl(GENERATE.split(' '));
    await edit(GENERATED, '"column": "village"', '"column": "facility"');
    const edited = await world.read(GENERATED);
    const refused = await say(world, CHECK, PLAN, RUN);
    expect(await world.read(GENERATED)).toBe(edited);
    await expectGolden('mapping/edited.txt', refused + (await say(world, GENERATE, PLAN)), world);
    expect(await world.read(`${GENERATED}.before`)).toBe(edited);
  });

  it('cannot be told where an earlier tool has made it', async () => {
    await edit(COLUMNS, '"village": "DeVillage01"', '"facility": "DeVillage01"');
    const earlier = await world.read(GENERATED);
    await expectGolden('mapping/not-sealed.txt', await say(world, PLAN, GENERATE, PLAN), world);
    expect(await world.read(`${GENERATED}.before`)).toBe(earlier);
  });

  it('is used as it is where what it was made from is not there', async () => {
    await rmIn(COLUMNS);
    await edit(GENERATED, '"column": "village"', '"column": "facility"');
    await expectGolden('mapping/inputs-absent.txt', await say(world, CHECK, RUN), world);
    const sent = (await world.events()).flatMap(({ dataValues }) => Object.values(dataValues));
    expect(sent).toContain('Alpha Health Post');
  });
});
