/** What plan, run and `metadata diff` say when DHIS2 has changed since the mapping was made: the server is changed for real. */
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { csv, row, spec } from '../cli/outreach-files.ts';
import { outreachMetadata, PROGRAM } from '../cli/outreach.ts';
import { makeWorld, type World } from '../cli/world.ts';
import { item, startChanging, type ChangingServer, type Package } from './changing-server.ts';
import { expectGolden } from './golden.ts';

const EXAMPLE = fileURLToPath(new URL('../../examples/csv-to-data-set', import.meta.url));

/** Three visits: road 1, 2 and blank; one without a village. */
const VISITS = [row(1, { road: '1' }), row(2, { road: '2', village: '' }), row(3, { road: '', gps: '2.1 31.5 0 0' })];

interface Server {
  readonly server: ChangingServer;
  readonly world: World;
}

/** The one who sends, and is no superuser. */
const USERS = [{ username: 'admin', password: 'district', authorities: [], orgUnits: ['OuCountry01'] }];

/** An outreach pipeline whose mapping was made from the server as it is, and which has run once. */
async function withEvents(
  work: (both: Server) => Promise<void>,
  index = 'index.json',
  more: Parameters<typeof startChanging>[1] = {},
): Promise<void> {
  const server = await startChanging(outreachMetadata(), more);
  const files = {
    'pipeline.yaml': spec({
      transform: { geometry: '={ "type": "Point", "coordinates": [31.5, 2.1] }' },
      index: { connection: 'files', path: index },
    }),
    'kobo.csv': csv(VISITS),
  };
  const world = await makeWorld(server.url, files);
  try {
    await done(world, 'metadata', 'pull', 'pipeline.yaml');
    await done(world, 'mapping', 'generate', 'pipeline.yaml');
    await done(world, 'run', 'pipeline.yaml', '--accept', 'new-index');
    // Another answer, so that there is something to send.
    await world.write('kobo.csv', csv([...VISITS, row(4, { road: '2' })]));
    await work({ server, world });
  } finally {
    await world.remove();
    await server.close();
  }
}

/** The example that fills a data set. */
async function withForms(work: (both: Server) => Promise<void>): Promise<void> {
  const server = await startChanging(JSON.parse(await readFile(join(EXAMPLE, 'dhis2.json'), 'utf8')) as object);
  const world = await makeWorld(server.url);
  try {
    await rm(world.folder, { recursive: true });
    await cp(EXAMPLE, world.folder, { recursive: true });
    const env = `DHIS2_URL=${server.url}\nDHIS2_USER=admin\nDHIS2_PASSWORD=district\n`;
    await writeFile(join(world.folder, 'dhis2.env'), env);
    await done(world, 'metadata', 'pull', 'pipeline.yaml', '--env-file', 'dhis2.env');
    await done(world, 'mapping', 'generate', 'pipeline.yaml', '--env-file', 'dhis2.env');
    await world.etl(['run', 'pipeline.yaml', '--env-file', 'dhis2.env', '--accept', 'new-index']);
    await work({ server, world });
  } finally {
    await world.remove();
    await server.close();
  }
}

/** A command that must leave nothing to be done but what a mapping that fills a part of the program leaves. */
async function done(world: World, ...args: readonly string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await world.etl(args);
  if (exitCode !== 0 && exitCode !== 1) throw new Error(`etl ${args.join(' ')}: ${stdout}${stderr}`);
}

/** What the three commands say, each with its exit code. */
async function tell(world: World, ...more: readonly string[]): Promise<string> {
  let text = '';
  for (const command of [['metadata', 'diff'], ['plan'], ['run', '--quiet']]) {
    const { exitCode, stdout, stderr } = await world.etl([...command, 'pipeline.yaml', ...more]);
    // Of what is said on the way only the end: why it stopped.
    const errors = stderr.slice(Math.max(stderr.indexOf('error '), 0));
    const shown = stderr.includes('error ') ? errors : '';
    text += `$ etl ${command.join(' ')} → ${exitCode}\n${stdout}${shown}\n`;
  }
  return text;
}

/** The option of a set with a code. */
function option(pack: Package, code: string) {
  const found = pack['options']?.find((one) => one['code'] === code);
  if (!found) throw new Error(`there is no option ${code}`);
  return found;
}

/** The place of an element in the stage. */
function inStage(pack: Package, element: string): { compulsory?: boolean } {
  const [stage] = pack['programStages'] as unknown as [
    { programStageDataElements: { dataElement: { id: string }; compulsory?: boolean }[] },
  ];
  return stage.programStageDataElements.find(({ dataElement }) => dataElement.id === element) ?? {};
}

function addElement(pack: Package, id: string, name: string, compulsory: boolean, valueType = 'TEXT'): void {
  const shared = { shortName: name, domainType: 'TRACKER', aggregationType: 'NONE', valueType };
  pack['dataElements']?.push({ id, name, ...shared });
  const [stage] = pack['programStages'] as unknown as [{ id: string; programStageDataElements: object[] }];
  const place = { id: `Ps${id.slice(2)}`, programStage: { id: stage.id }, dataElement: { id }, compulsory };
  stage.programStageDataElements.push(place);
}

function takeElement(pack: Package, id: string): void {
  const [stage] = pack['programStages'] as unknown as [{ programStageDataElements: { dataElement: { id: string } }[] }];
  const left = stage.programStageDataElements.filter(({ dataElement }) => dataElement.id !== id);
  stage.programStageDataElements.splice(0, Infinity, ...left);
}

function takeOption(pack: Package, code: string): void {
  const { id } = option(pack, code);
  pack['options'] = (pack['options'] ?? []).filter((one) => one.id !== id);
  for (const set of pack['optionSets'] ?? [])
    set['options'] = (set['options'] as { id: string }[]).filter((one) => one.id !== id);
}

function addOption(pack: Package, set: string, code: string, name: string): void {
  const id = `Op${code.slice(0, 3)}`.padEnd(11, '0');
  pack['options']?.push({ id, code, name, sortOrder: 9, optionSet: { id: set } });
  (item(pack, set)['options'] as object[]).push({ id });
}

/** Each kind of change, and what it is. */
const EVENT_CASES: Readonly<Record<string, (pack: Package) => void>> = {
  'option-removed': (pack) => takeOption(pack, 'POOR'),
  'option-code-changed': (pack) => (option(pack, 'POOR')['code'] = 'POOR_ROAD'),
  'option-renamed': (pack) => (option(pack, 'POOR')['name'] = 'Bad'),
  'option-new': (pack) => addOption(pack, 'OsRoad00001', 'FLOODED', 'Flooded'),
  'option-set-swapped': (pack) => {
    pack['optionSets']?.push({ id: 'OsRoad00002', name: 'Road, new', valueType: 'TEXT', options: [] });
    addOption(pack, 'OsRoad00002', 'PASSABLE', 'Passable');
    item(pack, 'DeRoad00001')['optionSet'] = { id: 'OsRoad00002' };
  },
  'type-changed': (pack) => (item(pack, 'DeVillage01')['valueType'] = 'INTEGER'),
  'type-widened': (pack) => (item(pack, 'DeTeamSize1')['valueType'] = 'INTEGER'),
  'element-gone': (pack) => takeElement(pack, 'DeVillage01'),
  'element-replaced': (pack) => {
    takeElement(pack, 'DeVillage01');
    addElement(pack, 'DeVillage02', 'Village', false);
  },
  'element-new': (pack) => addElement(pack, 'DeFuel00001', 'Litres of fuel', false, 'NUMBER'),
  'element-new-and-compulsory': (pack) => addElement(pack, 'DeFuel00001', 'Litres of fuel', true, 'NUMBER'),
  'element-compulsory': (pack) => (inStage(pack, 'DeVillage01').compulsory = true),
  'element-no-longer-compulsory': (pack) => (inStage(pack, 'DeTeamSize1').compulsory = false),
  'names-changed': (pack) => {
    item(pack, PROGRAM)['name'] = 'Outreach visits';
    item(pack, 'DeVillage01')['name'] = 'Name of the village';
    item(pack, 'OsRoad00001')['name'] = 'Road condition';
  },
  'no-geometry': (pack) => (item(pack, 'StgOutreac1')['featureType'] = 'NONE'),
  'validation-strategy': (pack) => (item(pack, 'StgOutreac1')['validationStrategy'] = 'ON_COMPLETE'),
};

test.each(Object.entries(EVENT_CASES))('events: %s', async (name, edit) => {
  await withEvents(async ({ server, world }) => {
    await server.change(edit);
    await expectGolden(`drift/events/${name}.txt`, await tell(world), world);
  });
});

test('events: an option that nothing maps to is gone', async () => {
  await withEvents(async ({ server, world }) => {
    await server.change((pack) => addOption(pack, 'OsRoad00001', 'FLOODED', 'Flooded'));
    const { stdout } = await world.etl(['metadata', 'pull', 'pipeline.yaml']);
    await done(world, 'mapping', 'generate', 'pipeline.yaml');
    await server.change((pack) => takeOption(pack, 'FLOODED'));
    const text = `$ etl metadata pull\n${stdout}\n${await tell(world)}`;
    await expectGolden('drift/events/option-not-mapped-removed.txt', text, world);
  });
});

test('events: other release, other server', async () => {
  await withEvents(async ({ server, world }) => {
    const lock = '../mapping/retrieved_program_metadata.lock.yaml';
    const text = await world.read(lock);
    await world.write(lock, text.replace(/systemId: [^ ]+/, 'systemId: staging'));
    await server.change(() => undefined, { version: '2.43' });
    const told = await tell(world);
    await expectGolden('drift/events/release.txt', told.replaceAll(/[0-9a-f]{8}(-[0-9a-f]+){4}/g, '<systemId>'), world);
  });
});

test('events: what cannot be sent to at all', async () => {
  await withEvents(async ({ server, world }) => {
    await server.change((pack) => (item(pack, PROGRAM)['sharing'] = { public: 'r-------' }));
    const users = await world.etl(['metadata', 'diff', 'pipeline.yaml']);
    // The superuser of the sandbox may write everywhere.
    expect(users.exitCode).toBe(0);
    await server.change((pack) => {
      const [stage] = pack['programStages'] as [{ id: string }];
      stage.id = 'StgOutreac9';
      item(pack, PROGRAM)['programStages'] = [{ id: stage.id }];
    });
    await expectGolden('drift/events/stage-gone.txt', await tell(world), world);
  });
});

test('events: the user may not write to the program any more', async () => {
  const take = (pack: Package) => {
    item(pack, PROGRAM)['sharing'] = { public: 'rwr-----' };
  };
  const work = async ({ server, world }: Server) => {
    await server.change(take);
    await expectGolden('drift/events/no-access.txt', await tell(world), world);
  };
  await withEvents(work, 'index.json', { users: USERS });
});

test('events: the lock is of another program', async () => {
  await withEvents(async ({ world }) => {
    const lock = '../mapping/retrieved_program_metadata.lock.yaml';
    await world.write(lock, (await world.read(lock)).replace(PROGRAM, 'PrAnother01'));
    const { stdout, stderr, exitCode } = await world.etl(['check', 'pipeline.yaml']);
    const text = `$ etl check → ${exitCode}\n${stdout}${stderr}\n${await tell(world)}`;
    await expectGolden('drift/events/lock-of-another.txt', text, world);
  });
});

test('forms: the lock is of a program', async () => {
  await withForms(async ({ world }) => {
    const lock = 'retrieved_data_set_metadata.lock.yaml';
    await world.write(lock, (await world.read(lock)).replace(/kind: data set/, 'kind: program'));
    const { stdout, stderr, exitCode } = await world.etl(['check', 'pipeline.yaml', '--env-file', 'dhis2.env']);
    await expectGolden('drift/forms/lock-of-a-program.txt', `$ etl check → ${exitCode}\n${stdout}${stderr}`, world);
  });
});

test('events: without a lock the metadata file is compared, as far as it knows, and a lock is asked for once', async () => {
  await withEvents(async ({ server, world }) => {
    await rm(join(world.folder, '../mapping/retrieved_program_metadata.lock.yaml'));
    await server.change((pack) => {
      option(pack, 'POOR')['name'] = 'Bad';
      item(pack, 'StgOutreac1')['validationStrategy'] = 'ON_COMPLETE';
    });
    await expectGolden('drift/events/without-a-lock.txt', await tell(world), world);
    expect(await world.etl(['run', 'pipeline.yaml', '--quiet'])).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
  });
});

const FORM_CASES: Readonly<Record<string, (pack: Package) => void>> = {
  'period-type': (pack) => (item(pack, 'DsMalaria01')['periodType'] = 'Weekly'),
  'element-gone': (pack) => {
    const set = item(pack, 'DsMalaria01');
    const elements = set['dataSetElements'] as { dataElement: { id: string } }[];
    set['dataSetElements'] = elements.filter(({ dataElement }) => dataElement.id !== 'DeCases0001');
  },
  'no-longer-broken-down': (pack) => delete item(pack, 'DeCases0001')['categoryCombo'],
  'category-option-gone': (pack) => {
    const category = item(pack, 'CaAge000001');
    pack['categoryOptions']?.push({ id: 'CoOver50009', code: 'O5N', name: '5 and older' });
    category['categoryOptions'] = [{ id: 'CoUnder5001' }, { id: 'CoOver50009' }];
  },
  attributes: (pack) => (item(pack, 'DsMalaria01')['categoryCombo'] = { id: 'CcAge000001' }),
  'type-changed': (pack) => (item(pack, 'DeTests0001')['valueType'] = 'BOOLEAN'),
  'open-periods': (pack) => (item(pack, 'DsMalaria01')['openFuturePeriods'] = 2),
};

test.each(Object.entries(FORM_CASES))('forms: %s', async (name, edit) => {
  await withForms(async ({ server, world }) => {
    await server.change(edit);
    const told = await tell(world, '--env-file', 'dhis2.env');
    await expectGolden(`drift/forms/${name}.txt`, told, world);
  });
});

test.each(['index.json', 'index.sqlite'])('what is harmless is told once, what breaks each night: %s', async (path) => {
  await withEvents(async ({ server, world }) => {
    await server.change((pack) => (option(pack, 'POOR')['name'] = 'Bad'));
    const night = () => world.etl(['run', 'pipeline.yaml', '--quiet']);
    // A plan keeps nothing, so it does not count as told.
    expect((await world.etl(['plan', 'pipeline.yaml'])).stdout).toContain('is called Bad');
    expect((await night()).stdout).toContain('is called Bad');
    expect(await night()).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
    const { drift } = JSON.parse((await world.etl(['plan', 'pipeline.yaml', '--json'])).stdout) as {
      drift: readonly { isNews: boolean; code: string }[];
    };
    expect(drift).toMatchObject([{ code: 'drift/option-renamed', isNews: false, isBreaking: false, records: 2 }]);

    await server.change((pack) => takeOption(pack, 'POOR'));
    for (const _ of [1, 2]) {
      const { exitCode, stderr } = await night();
      expect({ exitCode, isTold: stderr.includes('guard/drift') }).toEqual({ exitCode: 4, isTold: true });
    }
    const accepted = await world.etl(['run', 'pipeline.yaml', '--accept', 'drift', '--json']);
    expect(JSON.parse(accepted.stdout)).toMatchObject({ drift: [{ code: 'drift/option-gone', isBreaking: true }] });
    expect(accepted.exitCode).not.toBe(4);
  }, path);
});
