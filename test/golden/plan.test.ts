/** What `etl plan` and `etl show` say of a plan: losses, changes, causes, guards, one record, in each format. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importEvents } from '../cli/events.ts';
import { csv, row, rows, spec, type Row } from '../cli/outreach-files.ts';
import { PROGRAM } from '../cli/outreach.ts';
import { makeWorld, run, startOutreach, type World } from '../cli/world.ts';
import { DATA_SET } from '../sinks/data-set.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { expectGolden } from './golden.ts';

let dhis2: Sandbox;
let world: World;

beforeEach(async () => {
  dhis2 = await startOutreach();
  world = await makeWorld(dhis2.url, { 'pipeline.yaml': spec(), 'kobo.csv': csv(rows(4)), 'index.json': '{}' });
});
afterEach(async () => {
  await world.remove();
  await dhis2.close();
});

const PLAN = 'plan pipeline.yaml --out night.ndjson';
const SHOW = 'show night.ndjson';

/** What commands say, one after the other. */
async function say(...commands: readonly string[]): Promise<string> {
  const said: string[] = [];
  for (const command of commands) {
    const { stdout, stderr, exitCode } = await world.etl(command.split(' '));
    const at = stderr.search(/^error /m);
    said.push(`$ etl ${command}`, stdout.trimEnd(), at < 0 ? '' : stderr.slice(at).trimEnd(), `exit ${exitCode}`);
  }
  return `${said.filter(Boolean).join('\n')}\n`;
}

/** Of records that were sent before. */
async function sent(...before: readonly Row[]): Promise<void> {
  await world.write('kobo.csv', csv(before));
  expect((await run(world)).report.counts.created).toBe(before.length);
}

/** Without guards, which a case of few records would trip. */
const FREE = { reconcile: { guard: { changed: '100%', created: '100%', missing: '100%' } } };

async function edited(): Promise<void> {
  await world.write('pipeline.yaml', spec(FREE));
  await sent(...rows(30).map((one, at) => ({ ...one, remarks: `Remark ${at}`, follow_up: at < 9 ? 'yes' : 'no' })));
  const now = rows(30).map((one, at) => ({
    ...one,
    remarks: at < 12 ? '' : at < 20 ? `Other remark ${at}` : `Remark ${at}`,
    follow_up: at < 9 ? '' : 'no',
    team_size: at === 3 ? '=5+1' : at % 10 === 7 ? '9' : String(((at + 1) % 5) + 1),
    village: at === 25 ? '=HYPERLINK("http://example.org")' : `Village ${at + 1}`,
  }));
  await world.write('kobo.csv', csv([...now.filter((_, at) => at !== 3), row(31), row(33)]));
}

describe('etl plan', () => {
  it('of nothing but new records', async () =>
    expectGolden('plan/all-new.txt', await say('plan pipeline.yaml'), world));

  it('with nothing to do', async () => {
    await sent(...rows(4));
    await expectGolden('plan/nothing-to-do.txt', await say('plan pipeline.yaml'), world);
  });

  it('losses first, then what changes alike, then what changes in many ways', async () => {
    await edited();
    await world.etl(PLAN.split(' '));
    await expectGolden('plan/changes.txt', await say('plan pipeline.yaml'), world);
    await expectGolden('plan/limit.txt', await say('plan pipeline.yaml --limit 1'), world);
    await expectGolden('plan/actions.txt', await say('plan pipeline.yaml --action missing,create'), world);
    await expectGolden('plan/changes-as-md.txt', await say('plan pipeline.yaml --format md'), world);
    await expectGolden('plan/changes-as-csv.txt', await say('plan pipeline.yaml --format csv'), world);
    await expectGolden('plan/changes-as-json.txt', await say('plan pipeline.yaml --format json --limit 2'), world);
  });

  it('one record, whole', async () => {
    await edited();
    await world.write('kobo.csv', `${await world.read('kobo.csv')}${csv([row(40, { road: '9' })]).split('\n')[1]}\n`);
    const keys = ['uuid-0001', 'uuid:uuid-0026', '1031', 'uuid-0040', 'uuid-0004', 'uuid-9999'];
    const commands = keys.map((key) => `plan pipeline.yaml --key ${key}`);
    await expectGolden('plan/key.txt', await say(...commands), world);
    await expectGolden('plan/key-as-md.txt', await say('plan pipeline.yaml --key uuid-0001 --format md'), world);
  });

  it('what cannot be sent, by its cause', async () => {
    const bad = [
      row(1, { facility: 'Delta' }),
      row(2, { facility: 'Delta' }),
      row(3, { facility: 'Alfa Health Post' }),
      row(4, { road: '9' }),
      row(5, { road: '9', weight: 'heavy' }),
      row(6, { visit_date: '31/02/2025' }),
      row(7),
      row(7, { village: 'Elsewhere' }),
      row(8),
    ];
    await world.write('kobo.csv', csv(bad));
    await expectGolden('plan/rejects.txt', await say('plan pipeline.yaml', 'plan pipeline.yaml --format md'), world);
  });

  it('what waits for a decision, with what differs', async () => {
    await sent(...rows(4));
    const [event] = await world.events();
    const { dataValues, ...rest } = event!;
    const values = Object.entries({ ...dataValues, DeVillage01: 'By hand' });
    const byHand = values.map(([dataElement, value]) => ({ dataElement, value }));
    await importEvents(world.url, [{ ...rest, program: PROGRAM, programStage: 'StgOutreac1', dataValues: byHand }]);
    await world.write('kobo.csv', csv(rows(4).map((one) => ({ ...one, village: 'New' }))));
    await expectGolden('plan/holds.txt', await say(PLAN), world);
    await world.write('pipeline.yaml', spec({ ...FREE, reconcile: { ...FREE.reconcile, editedInDhis2: 'overwrite' } }));
    await expectGolden('plan/overwrites.txt', await say(PLAN), world);
  });

  it('what is only reported, with what would become of what', async () => {
    await sent(...rows(4));
    await world.write('pipeline.yaml', spec({ reconcile: { ...FREE.reconcile, changed: 'report' } }));
    await world.write('kobo.csv', csv(rows(4).map((one, at) => (at < 2 ? { ...one, village: '', road: '2' } : one))));
    await expectGolden('plan/reported.txt', await say(PLAN), world);
    expect((await run(world)).report.counts).toMatchObject({ held: 2, updated: 0, unchanged: 2 });
  });

  it('several guards at once', async () => {
    await sent(...rows(20));
    const left = rows(14).map((one) => ({ ...one, village: '' }));
    await world.write('kobo.csv', csv(left));
    await expectGolden('plan/guards.txt', await say(PLAN), world);
    await expectGolden('show/guards.txt', await say(SHOW), world);
    await expectGolden('plan/guards-as-md.txt', await say(`${PLAN} --format md`), world);
  });
});

describe('etl plan of a data set', () => {
  const FORMS = 'test/pipelines/aggregate-moved-and-partly';

  it('cells by their labels, and forms that go to another month', async () => {
    await dhis2.close();
    await world.remove();
    dhis2 = await startSandbox({ metadata: DATA_SET });
    const [spec, first, second] = await Promise.all(
      ['pipeline.yaml', 'kobo.csv', 'kobo.2.csv'].map((name) => readFile(join(FORMS, name), 'utf8')),
    );
    const good = (text = ''): string => text.replace('ann@depot.invalid', '');
    world = await makeWorld(dhis2.url, { 'pipeline.yaml': spec!, 'kobo.csv': good(first), 'index.json': '{}' });
    await expectGolden('plan/forms-new.txt', await say(PLAN), world);
    await run(world);
    const now = good(second).replace(
      'r2,OrgClinic0B,2025-03-01,2025-04-06,3,,,',
      'r2,OrgClinic0B,2025-03-01,2025-04-06,4,2,,',
    );
    await world.write('kobo.csv', now.replace('yes,1,2', 'yes,,2'));
    await expectGolden('plan/forms-changed.txt', await say(PLAN, `${PLAN} --key r1`, `${PLAN} --format md`), world);
    await expectGolden('show/forms.txt', await say(`${SHOW} --format csv`), world);
    const report = (await world.read('pipeline.yaml')).replace('sink:', 'reconcile: { changed: report }\nsink:');
    await world.write('pipeline.yaml', report.replace(/^reconcile:\n(?: .*\n)+/m, ''));
    await world.write('kobo.csv', now.replace('yes,1,2', 'yes,,2').replace(/^r1,.*\n/m, ''));
    await expectGolden('plan/forms-reported.txt', await say(PLAN), world);
  });
});

describe('etl show', () => {
  it('says the same of a kept plan, without server and spec', async () => {
    await edited();
    const formats = ['', ' --format md', ' --format csv', ' --format json', ' --key uuid-0001', ' --limit 1'];
    const planned: string[] = [];
    for (const flags of formats) planned.push(await say(`${PLAN}${flags}`));
    await world.write('pipeline.yaml', 'gone');
    await dhis2.close();
    const shown: string[] = [];
    for (const flags of formats) shown.push(await say(`${SHOW}${flags}`));
    const bare = (text: string): string =>
      text
        .replace(/^\$ .*\n/, '')
        .replace(/("made":|- made) .*/, '')
        .replace(/exit \d$/m, '');
    expect(shown.map(bare)).toEqual(planned.map(bare));
    dhis2 = await startOutreach();
  });

  it('refuses kindly what it cannot show', async () => {
    await say(PLAN);
    const binding = await world.read('night.ndjson.meta.json');
    const said = [await say('show none.ndjson', `${SHOW} --action make`, `${SHOW} --key 4711`)];
    await world.write('night.ndjson.meta.json', binding.replace('"format": 2', '"format": 1'));
    said.push(await say(SHOW));
    await world.write('night.ndjson.meta.json', binding);
    await world.write('night.ndjson', (await world.read('night.ndjson')).replaceAll('Village', 'Town'));
    said.push(await say(SHOW));
    await expectGolden('show/refused.txt', said.join('\n'), world);
  });
});
