/** Every command, in a process of its own and in this one: the same bytes, the same exit code, the same files. */
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { readSheets } from '../../src/sheets/read-sheets.ts';
import { etlProcess, type Ended, type EtlOptions } from './etl.ts';
import { etl } from './in-process.ts';
import { csv, row, rows, spec } from './outreach-files.ts';
import { filesBelow, makeWorld, startOutreach, type World } from './world.ts';

interface Step {
  readonly args: readonly string[];
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What is wrong with a step is told, too: usage, problems, guards and rejects. */
const STEPS: readonly Step[] = [
  { args: [] },
  { args: ['--version'] },
  { args: ['nothing'] },
  { args: ['run', 'pipeline.yaml', '--no-such-flag'] },
  { args: ['check', 'pipeline.yaml'] },
  { args: ['check', 'wrong.yaml'] },
  { args: ['plan', 'pipeline.yaml', '--out', 'night.ndjson'] },
  { args: ['apply', 'pipeline.yaml', '--plan', 'night.ndjson', '--json'] },
  { args: ['run', 'pipeline.yaml', '--verbose'] },
  { args: ['run', 'pipeline.yaml', '--quiet', '--json'], env: { DHIS2_PASSWORD: 'wrong' } },
  { args: ['eval', 'village & "ä\u001B"', '--spec', 'pipeline.yaml', '--json'] },
  { args: ['eval', '$int(a) * 2', '--input', '-'], input: '{"a":"12"}' },
  { args: ['repl', 'pipeline.yaml', '--quiet'], input: 'village\n1 +\n\n.nothing\n' },
  { args: ['kinds'] },
  { args: ['codes', '--json'] },
  { args: ['unlock', 'pipeline.yaml'] },
  { args: ['metadata', 'pull', 'pipeline.yaml'] },
  { args: ['mapping', 'generate', 'pipeline.yaml'] },
];

interface Place {
  readonly world: World;
  readonly sandbox: Sandbox;
  readonly run: (args: readonly string[], options: EtlOptions) => Promise<Ended>;
}

let here: Place;
let apart: Place;

beforeAll(async () => {
  here = await makePlace(etl);
  apart = await makePlace(etlProcess);
});
afterAll(async () => {
  for (const { world, sandbox } of [here, apart]) await Promise.all([world.remove(), sandbox.close()]);
});

test.each(STEPS.map((step) => [step.args.join(' '), step] as const))('etl %s', async (_, step) => {
  const [inThisProcess, inItsOwn] = await Promise.all([tell(here, step), tell(apart, step)]);
  expect(inThisProcess).toBe(inItsOwn);
});

test('and the files that it leaves are the same', async () => {
  const [files, ofProcesses] = await Promise.all([filesIn(here), filesIn(apart)]);
  expect(files).toEqual(ofProcesses);
  expect(files.length).toBeGreaterThan(15);
});

async function makePlace(run: Place['run']): Promise<Place> {
  const sandbox = await startOutreach();
  const pipeline = spec();
  const files = {
    'pipeline.yaml': pipeline,
    'wrong.yaml': pipeline.replace('$date(', '$dat('),
    'kobo.csv': csv([...rows(2), row(3, { facility: 'No such place' })]),
    'index.json': '{}',
  };
  return { world: await makeWorld(sandbox.url, files), sandbox, run };
}

async function tell(place: Place, { args, input, env }: Step): Promise<string> {
  const { folder, env: usual } = place.world;
  const options = {
    cwd: folder,
    env: { ...usual, ...env, XDG_STATE_HOME: folder },
    ...(input !== undefined && { input }),
  };
  const { exitCode, stdout, stderr } = await place.run(args, options);
  return normalised(`${stdout}\n== ${stderr}\n== ${exitCode}`, place);
}

async function filesIn(place: Place): Promise<string[]> {
  const { folder } = place.world;
  const files = await filesBelow(folder);
  const texts = await Promise.all(files.map(readAsText));
  // Runs of one second have names that sort otherwise than those of two.
  return files.map((file, at) => normalised(`${relative(folder, file)}\n${texts[at]}`, place)).sort();
}

/**
 * What was sent is kept compressed, a batch at a time: its bytes depend on how long its times are. The page of a run draws how
 * long the last runs took: that it is there must do.
 */
async function readAsText(file: string): Promise<string> {
  if (file.endsWith('report.html')) return '<page>';
  // A workbook is a zip, which keeps the time of day at which it was written.
  if (file.endsWith('.xlsx')) return JSON.stringify(await readSheets(file));
  const bytes = await readFile(file);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** Times, how long an expression took, what is made of them, and the places of each. */
function normalised(text: string, { world }: Place): string {
  return text
    .replaceAll(world.folder, '<folder>')
    .replaceAll(world.url, '<dhis2>')
    .replaceAll(/\d{4}-\d{2}-\d{2}T[0-9:.]+Z?(?:-\d+)?/g, '<now>')
    .replaceAll(/"(server|digest|base)":( ?)"[\w-]+"/g, '"$1":$2"<$1>"')
    .replaceAll(/(?<="microseconds": )[\d.]+|[\d.]+ (?:µs|ms)(?= a row)/g, '<duration>')
    .replaceAll(/"modified": "[^"]*"/g, '"modified": "<time>"');
}
