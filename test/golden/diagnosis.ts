/** `etl doctor` in tests: what it says, as a golden file keeps it. */
import type { JsonFinding } from '../../src/doctor/to-json-finding.ts';
import { startSandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import type { Ended } from '../cli/etl.ts';
import { csv, rows, spec } from '../cli/outreach-files.ts';
import { outreachMetadata } from '../cli/outreach.ts';
import { makeWorld, type World } from '../cli/world.ts';
import { expectGolden } from './golden.ts';

export const ANNA = { username: 'anna', password: 'anna-secret' };
/** Logs in as anna. */
export const AS_ANNA = {
  files: { kind: 'file', folder: '.' },
  hmis: { kind: 'dhis2', url: '${DHIS2_URL}', username: ANNA.username, password: '${ANNA_PASSWORD}' },
};

type Variables = Readonly<Record<string, string>>;

/** Holds against a file what is said of some parts, by their titles; of all of them where none is named. */
export async function expectDiagnosis(
  name: string,
  parts: readonly string[],
  world: World,
  env: Variables = {},
): Promise<Ended> {
  const ended = await world.etl(['doctor', 'pipeline.yaml'], env);
  const sections = ended.stdout
    .split('\n\n')
    .filter((text) => parts.length === 0 || parts.some((part) => text.startsWith(part)));
  await expectGolden(`doctor/${name}.txt`, withoutMachine(`${sections.join('\n\n').trimEnd()}\n`), world);
  return ended;
}

/** The findings of `--json`. */
export async function findingsOf(world: World, env: Variables = {}): Promise<JsonFinding[]> {
  const { stdout } = await world.etl(['doctor', 'pipeline.yaml', '--json'], env);
  return (JSON.parse(stdout) as { findings: JsonFinding[] }).findings;
}

/** Space on this disk, speed, release of Node, ports and processes are this machine's; containers are counted by the tests that run before. */
function withoutMachine(text: string): string {
  return text
    .replaceAll(/\d+(?:\.\d+)? [GM]iB/g, '<size>')
    .replace(/Node [\d.]+/, 'Node <version>')
    .replaceAll(/Temporary files: \S+/g, 'Temporary files: <tmp>')
    .replaceAll(/in \d+\.\d+ s/g, 'in <time>')
    .replaceAll(/process \d+ on [^\s,.]+/g, 'process <number> on <host>')
    .replaceAll(/container test-\d+/g, 'container <container>')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>')
    .replaceAll(/20\d\d-\d\d-\d\d(?:T[\d:.]+Z)?/g, '<day>');
}

/** A DHIS2 of a test's own, and a pipeline that sends to it. */
export async function withSandbox(
  options: Partial<SandboxOptions>,
  files: Readonly<Record<string, string | Buffer>>,
  use: (world: World) => Promise<void>,
): Promise<void> {
  const sandbox = await startSandbox({ metadata: outreachMetadata(), version: '2.42', ...options });
  const usual = { 'pipeline.yaml': spec(), 'kobo.csv': csv(rows(4)), 'index.json': '{}' };
  const world = await makeWorld(sandbox.url, { ...usual, ...files });
  const anna = { ANNA_PASSWORD: ANNA.password };
  try {
    await use({ ...world, etl: (args, env) => world.etl(args, { ...anna, ...env }) });
  } finally {
    await sandbox.close();
    await world.remove();
  }
}
