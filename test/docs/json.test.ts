/** docs/json.md has a part for every command that prints JSON, and there every field of what the command prints. */
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { etl } from '../cli/in-process.ts';
import { ROOT } from './examples.ts';

const FILES = path.join(ROOT, 'docs/tutorial');
const SPEC = 'visits/pipeline.yaml';

let dhis2: Sandbox;
let folder: string;
let parts: ReadonlyMap<string, string>;

beforeAll(async () => {
  dhis2 = await startSandbox({
    metadata: [JSON.parse(await readFile(path.join(FILES, 'dhis2.json'), 'utf8')) as object],
  });
  folder = await mkdtemp(path.join(tmpdir(), 'etl-json-'));
  for (const file of await readdir(FILES)) await copyFile(path.join(FILES, file), path.join(folder, file));
  const variables = await readFile(path.join(folder, 'dhis2.env'), 'utf8');
  await writeFile(path.join(folder, 'dhis2.env'), variables.replace('http://127.0.0.1:8080', dhis2.url));
  parts = partsOf(await readFile(path.join(ROOT, 'docs/json.md'), 'utf8'));
});
afterAll(async () => {
  await dhis2.close();
  await rm(folder, { recursive: true, force: true });
});

/** Headings that name commands, and what stands below each, deeper headings too. */
function partsOf(page: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const part of page.split(/^## /m).slice(1)) {
    for (const heading of [part, ...part.split(/^### /m).slice(1)])
      for (const [, name = ''] of (heading.split('\n')[0] ?? '').matchAll(/`([^`]+)`/g)) parts.set(name, part);
  }
  return parts;
}

it('each command has its part', async () => {
  const files = await readdir(path.join(ROOT, 'src/commands'), { recursive: true });
  const commands = files.filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -3).replaceAll('/', ' '));
  expect(commands.length).toBeGreaterThan(20);
  // `repl` talks to people alone.
  expect(commands.filter((command) => command !== 'repl' && !parts.has(command))).toEqual([]);
});

/** What has keys that are data (sheets, states, targets), or is told of elsewhere: gaps of a message, answers of DHIS2, `coverage` of `check`. */
const MAPS = new Set(['sheets', 'states', 'args', 'labels', 'conversions', 'values', 'answer', 'coverage']);

/** Names of all fields of a value. */
function fieldsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(fieldsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => (MAPS.has(name) ? [name] : [name, ...fieldsOf(one)]));
}

/** In the order in which they can be run: the tutorial's pipeline, from its form to a night and what comes after. */
const COMMANDS: readonly (readonly [name: string, rest: string, exitCode?: number])[] = [
  ['init', 'visits --form form.xlsx --export visits.csv --program PrVisits001 --env-file dhis2.env'],
  ['plan', `${SPEC} --out first.ndjson`, 1],
  ['show', 'first.ndjson'],
  ['mapping import', `${SPEC} visits/decided.csv --write`],
  ['unmapped import', `${SPEC} unmapped.csv --write`],
  ['mapping export', `${SPEC} --to mapping.xlsx`],
  ['mapping suggest', SPEC],
  ['mapping generate', SPEC],
  ['metadata pull', SPEC],
  ['metadata diff', SPEC],
  ['check', SPEC],
  ['test', SPEC],
  ['docs', SPEC],
  ['eval', `beds --spec ${SPEC} --row 1`],
  ['run', `${SPEC} --accept new-index`],
  ['verify', SPEC],
  ['explain', `${SPEC} 5f6e0b0a-0001`],
  ['report', SPEC],
  ['doctor', SPEC],
  ['unlock', SPEC],
  ['index move', `${SPEC} --to sqlite --dry-run`],
  ['codes', 'lookup/no-match'],
  ['kinds', ''],
  ['completion', 'bash'],
];

it('each field that a command prints is told of in its part', async () => {
  const lacks: Record<string, string[]> = {};
  for (const [name, rest, code = 0] of COMMANDS) {
    await prepare(name);
    const args = [...name.split(' '), ...rest.split(' ').filter((word) => word !== ''), '--json'];
    const { exitCode, stdout, stderr } = await etl(args, { cwd: folder });
    expect({ name, exitCode, said: exitCode === code ? '' : stdout + stderr }).toEqual({
      name,
      exitCode: code,
      said: '',
    });
    const part = parts.get(name) ?? '';
    const told = new Set([...part.matchAll(/`[^`]+`/g)].flatMap(([span]) => span.match(/[A-Za-z]+/g) ?? []));
    const untold = [...new Set(fieldsOf(JSON.parse(stdout)))].filter((field) => !told.has(field));
    if (untold.length > 0) lacks[name] = untold;
  }
  expect(lacks).toEqual({});
}, 120_000);

/** What a person does before: the variables, and decisions. */
async function prepare(name: string): Promise<void> {
  const edit = async (file: string, to: string, change: (text: string) => string): Promise<void> =>
    writeFile(path.join(folder, to), change(await readFile(path.join(folder, file), 'utf8')));
  if (name === 'plan') await copyFile(path.join(folder, 'dhis2.env'), path.join(folder, 'visits/.env'));
  if (name === 'mapping import')
    await edit('visits/to-decide.csv', 'visits/decided.csv', (text) =>
      text.replace(/^(question,remarks,Remarks,,,,),,/m, '$1,ignore,Not needed'),
    );
  if (name === 'unmapped import')
    await edit('first.unmapped.csv', 'unmapped.csv', (text) =>
      text.replace(/,,orgUnits,/, ',OuEastHPost,orgUnits,').replace(/,,Water source,/, ',SURFACE,Water source,'),
    );
}
