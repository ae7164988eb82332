/**
 * Whole pipelines, as folders: what a night's run, by the real command line, makes of a spec, an export, an index and
 * the events that are in DHIS2. `UPDATE_GOLDEN=1` writes what is expected anew.
 *
 *   pipeline.yaml       the spec; its first line says what the case is about
 *   kobo.csv            the export, or kobo.xlsx; `kobo.2.csv` is the next night's, and so on
 *   kobo.json           in its place: a project that a Kobo serves at ${KOBO_URL}; `kobo.2.json`
 *   index.json          the index before; where there is none, a new one is accepted
 *   remote.json         { events, deleted, values } before the night: events and values put into DHIS2, UIDs deleted there;
 *                       `remote.2.json`
 *   args.json           flags of all nights
 *   expected/           of the last night: exit, report.json, index.json, events.json; `2/` … of the nights before it
 *
 * A case whose sink is dhis2-data-values has a DHIS2 with the data sets of `test/sinks/data-set.ts`, and values.json in
 * place of events.json.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { deleteEvents, importEvents } from '../cli/events.ts';
import { enterValues, readValues } from '../cli/data-values.ts';
import { makeWorld, startOutreach, type World } from '../cli/world.ts';
import { withoutToday } from '../golden/golden.ts';
import type { TestServer } from '../dhis2/http-server.ts';
import { serveKobo, type KoboProject } from '../kobo-server.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { asJson, inSqlite, toSqlite } from '../index/in-sqlite.ts';
import { DATA_SET } from '../sinks/data-set.ts';

const ROOT = fileURLToPath(new URL('.', import.meta.url));
const CASES = readdirSync(ROOT).filter((one) => existsSync(join(ROOT, one, 'pipeline.yaml')));
const isUpdating = process.env['UPDATE_GOLDEN'] === '1';

describe('pipelines', () => {
  for (const name of CASES) test(`${name}: ${aboutOf(join(ROOT, name))}`, async () => expect(await runCase(join(ROOT, name), 'json')).toBeGreaterThan(0));
});

// The same must come of them, whatever keeps the index; what is expected is written by those above.
describe.runIf(!isUpdating)('pipelines with an index in SQLite', () => {
  for (const name of CASES) test(`in SQLite: ${name}`, async () => expect(await runCase(join(ROOT, name), 'sqlite')).toBeGreaterThan(0));
});

type Kind = 'json' | 'sqlite';

/** Runs all nights of a case, each held against what is expected; gives their number. */
async function runCase(folder: string, kind: Kind): Promise<number> {
  const expected = join(folder, 'expected');
  if (isUpdating) await rm(expected, { recursive: true, force: true });
  const sandbox = (await isAggregate(folder)) ? await startSandbox({ metadata: DATA_SET }) : await startOutreach();
  const world = await makeWorld(sandbox.url);
  const kobo = existsSync(join(folder, 'kobo.json')) ? await startKobo(folder) : undefined;
  try {
    await cp(folder, world.folder, { recursive: true });
    await rm(join(world.folder, 'expected'), { recursive: true, force: true });
    if (kind === 'sqlite') await keepInSqlite(world);
    const nights = await nightsOf(folder);
    for (let night = 1; night <= nights; night += 1) {
      if (kobo && night > 1) Object.assign(kobo.project, readProject(folder, night));
      const made = await runNight(world, night, kind, kobo?.server.url);
      await compare(made, night < nights ? join(expected, String(night)) : expected);
    }
    return nights;
  } finally {
    await kobo?.server.close();
    await sandbox.close();
    await world.remove();
  }
}

interface Kobo {
  readonly project: KoboProject;
  readonly server: TestServer;
}

async function startKobo(folder: string): Promise<Kobo> {
  const project = readProject(folder, 1);
  return { project, server: await serveKobo(project) };
}

function readProject(folder: string, night: number): KoboProject {
  const name = night === 1 ? 'kobo.json' : `kobo.${night}.json`;
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as KoboProject;
}

async function keepInSqlite(world: World): Promise<void> {
  const [spec, index] = [join(world.folder, 'pipeline.yaml'), join(world.folder, 'index.json')];
  await writeFile(spec, inSqlite(await readFile(spec, 'utf8')));
  if (existsSync(index)) await toSqlite(index);
}

function aboutOf(folder: string): string {
  return (readFileSync(join(folder, 'pipeline.yaml'), 'utf8').split('\n')[0] ?? '').replace(/^# */, '');
}

async function nightsOf(folder: string): Promise<number> {
  const found = (await readdir(folder)).map((name) => /^kobo\.(\d)\.(?:csv|xlsx|json)$/.exec(name)?.[1]);
  return Math.max(1, ...found.map((one) => Number(one ?? 1)));
}

/** Files by name, as they are expected. */
type Made = ReadonlyMap<string, string>;

interface Remote {
  readonly events?: readonly unknown[];
  readonly deleted?: readonly string[];
  readonly values?: readonly unknown[];
}

async function runNight(world: World, night: number, kind: Kind, koboUrl = ''): Promise<Made> {
  const ofNight = (name: string): string => (night === 1 ? name : name.replace('.', `.${night}.`));
  for (const name of ['kobo.csv', 'kobo.xlsx']) {
    if (night > 1 && (await world.exists(ofNight(name)))) await cp(join(world.folder, ofNight(name)), join(world.folder, name));
  }
  if (await world.exists(ofNight('remote.json'))) {
    const { events = [], deleted = [], values = [] } = JSON.parse(await world.read(ofNight('remote.json'))) as Remote;
    for (const body of values) await enterValues(world.url, body);
    if (events.length > 0) await importEvents(world.url, events);
    if (deleted.length > 0) await deleteEvents(world.url, deleted);
  }
  const args = (await world.exists('args.json')) ? (JSON.parse(await world.read('args.json')) as string[]) : [];
  const isNew = !(await world.exists('index.json'));
  const ran = await world.etl(['run', 'pipeline.yaml', '--json', ...args, ...(isNew ? ['--accept', 'new-index'] : [])], { KOBO_URL: koboUrl });
  expect(ran.stderr).not.toMatch(/\n\s+at /);
  const made = new Map([
    ['exit', `${ran.exitCode}\n`],
    ['report.json', ran.stdout],
    await whatIsThere(world),
  ]);
  if (await world.exists('index.json')) {
    const index = kind === 'json' ? await world.read('index.json') : (await asJson(join(world.folder, 'index.json'))).index;
    // It follows from the whole spec, and is tested elsewhere.
    made.set('index.json', index.replaceAll(/\n *"row_digest": "[\w-]{22}",/g, ''));
  }
  await addLegacyFiles(world, made);
  return new Map([...made].map(([name, text]) => [name, normalised(text, world).replaceAll(koboUrl || '<none>', '<kobo>')]));
}

async function isAggregate(folder: string): Promise<boolean> {
  return (await readFile(join(folder, 'pipeline.yaml'), 'utf8')).includes('kind: dhis2-data-values');
}

async function whatIsThere(world: World): Promise<readonly [name: string, text: string]> {
  if (!(await isAggregate(world.folder))) return ['events.json', `${JSON.stringify(await world.events(), null, 2)}\n`];
  const values = await readValues(world.url, 'DataSet0001', ['OrgClinic0A', 'OrgClinic0B', 'OrgClinic0C']);
  return ['values.json', `${JSON.stringify(values, null, 2)}\n`];
}

/** Files under today's names, with their bytes; of the log and the copies the names are enough. */
async function addLegacyFiles(world: World, made: Map<string, string>): Promise<void> {
  const runs = join(world.folder, 'runs', 'outreach');
  const payloads = join(runs, 'events_payload');
  if (!existsSync(payloads)) return;
  const withoutDay = (name: string): string => name.replace(/^\d{4}-\d{2}-\d{2}/, '<day>');
  for (const name of await readdir(payloads)) made.set(`payloads/${withoutDay(name)}`, await readFile(join(payloads, name), 'utf8'));
  const logs = (await readdir(join(runs, 'log'))).map(withoutDay).sort();
  made.set('log.txt', `${logs.join('\n')}\n`);
}

/** Nor are the age of a file and the names of artifacts. */
function normalised(text: string, world: World): string {
  return withoutToday(text, world)
    .replaceAll(/"modified": "[^"]*"/g, '"modified": "<time>"')
    .replaceAll(/"artifacts": \[[^\]]*\]/g, '"artifacts": []');
}

async function compare(made: Made, expectedAt: string): Promise<void> {
  if (isUpdating) {
    for (const [name, text] of made) {
      await mkdir(join(expectedAt, name, '..'), { recursive: true });
      await writeFile(join(expectedAt, name), text);
    }
    return;
  }
  for (const [name, text] of made) {
    const wanted = await readFile(join(expectedAt, name), 'utf8').catch(() => '(nothing)');
    expect(`${name}\n${text}`).toBe(`${name}\n${wanted}`);
  }
  const expected = (await readdir(expectedAt, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  const wanted = expected.map((one) => join(one.parentPath, one.name).slice(expectedAt.length + 1)).filter((one) => !/^\d\//.test(one));
  expect([...made.keys()].sort()).toEqual(wanted.sort());
}
