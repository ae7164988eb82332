/** What `etl doctor` says, each case broken for real: `test/golden/doctor/<case>.txt`. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { JsonFinding } from '../../src/doctor/to-json-finding.ts';
import type { Ended } from '../cli/etl.ts';
import { csv, rows, spec } from '../cli/outreach-files.ts';
import { withOutreach } from '../cli/with-outreach.ts';
import { filesBelow, type World } from '../cli/world.ts';
import { expectGolden } from './golden.ts';

/** Space on this disk, speed and release of Node are this machine's. */
function withoutMachine(text: string): string {
  return text
    .replaceAll(/\d+(?:\.\d+)? [GM]iB/g, '<size>')
    .replace(/Node [\d.]+/, 'Node <version>')
    .replaceAll(/file \/\S+|Temporary files: \S+/g, 'Temporary files: <tmp>')
    .replaceAll(/in \d+\.\d+ s/g, 'in <time>');
}

async function diagnose(world: World, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return world.etl(['doctor', 'pipeline.yaml'], env);
}

async function findings(world: World): Promise<JsonFinding[]> {
  const { stdout } = await world.etl(['doctor', 'pipeline.yaml', '--json']);
  return (JSON.parse(stdout) as { findings: JsonFinding[] }).findings;
}

/** Holds against a file what is said of some parts; of all of them where none is named. */
async function expectDiagnosis(
  name: string,
  parts: readonly string[],
  world: World,
  env?: Readonly<Record<string, string>>,
): Promise<Ended> {
  const ended = await diagnose(world, env);
  const sections = ended.stdout
    .split('\n\n')
    .filter((text) => parts.length === 0 || parts.some((part) => text.startsWith(part)));
  await expectGolden(`doctor/${name}.txt`, withoutMachine(`${sections.join('\n\n').trimEnd()}\n`), world);
  return ended;
}

test('a pipeline that is ready for the night: nothing is changed by looking', async () => {
  await withOutreach({}, async (world) => {
    const before = await contents(world);
    const { exitCode } = await expectDiagnosis('ready', [], world);
    expect(exitCode).toBe(1);
    expect(await contents(world)).toEqual(before);
    expect(await world.events()).toEqual([]);
  });
});

test('what is found is data, with codes', async () => {
  await withOutreach({}, async (world) => {
    const found = await findings(world);
    expect(found.find(({ code }) => code === 'doctor/login')).toMatchObject({
      part: 'dhis2',
      is: 'fine',
      remedy: null,
    });
    expect(found.every(({ is }) => ['fine', 'warning', 'fault'].includes(is))).toBe(true);
  });
});

test('the password is wrong: all that needs no login is told', async () => {
  await withOutreach({}, async (world) => {
    const { exitCode, stdout } = await expectDiagnosis('wrong-password', ['DHIS2', 'Index'], world, {
      DHIS2_PASSWORD: 'guessed',
    });
    expect(exitCode).toBe(3);
    expect(stdout).not.toContain('guessed');
  });
});

test('the server is not there', async () => {
  await withOutreach({}, async (world) => {
    const { exitCode } = await expectDiagnosis('no-server', ['DHIS2', 'Index'], world, {
      DHIS2_URL: 'http://127.0.0.1:9',
    });
    expect(exitCode).toBe(3);
  });
});

test('a variable is not set', async () => {
  const connections = {
    files: { kind: 'file', folder: '.' },
    hmis: { kind: 'dhis2', url: '${DHIS2_URL}', token: '${NOT_SET}' },
  };
  await withOutreach({ files: { 'pipeline.yaml': spec({ connections }) } }, async (world) => {
    expect((await expectDiagnosis('variable-not-set', ['Spec', 'Source', 'DHIS2'], world)).exitCode).toBe(2);
  });
});

test('the source: two rows of one key, one without', async () => {
  const [first, second, third, fourth] = rows(4) as [Row, Row, Row, Row];
  const blank = { ...fourth, _uuid: '', _id: '', 'meta/rootUuid': '' };
  const files = { 'kobo.csv': csv([first, second, third, { ...first, village: 'Elsewhere' }, blank]) };
  await withOutreach({ files }, async (world) => {
    expect((await expectDiagnosis('doubled-keys', ['Source'], world)).exitCode).toBe(1);
  });
});

type Row = ReturnType<typeof rows>[number];

async function contents(world: World): Promise<Map<string, string>> {
  const files = await filesBelow(world.folder);
  return new Map(await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')] as const)));
}
