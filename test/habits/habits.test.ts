/**
 * Files as people make them: exports that Excel, LibreOffice, pandas, R or another setting of Kobo has been at, and what
 * people are then shown. Each folder has a spec, mappings, and `cases.json`: the nights of each case, by file. What the
 * command line says on each night stands in `expected/<case>.txt`. `UPDATE_GOLDEN=1` writes it anew.
 */
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import type { Ended } from '../cli/etl.ts';
import { ADMIN, readEvents } from '../cli/events.ts';
import { etl } from '../cli/in-process.ts';

interface Case {
  readonly name: string;
  /** Left out: spec.yaml. */
  readonly spec?: string;
  /** The source of each night. */
  readonly nights: readonly string[];
  /** What is run each night; left out: `run` alone. */
  readonly commands?: readonly ('check' | 'plan' | 'run')[];
}

const ROOT = import.meta.dirname;
const FOLDERS = readdirSync(ROOT).filter((one) => existsSync(join(ROOT, one, 'cases.json')));
const isUpdating = process.env['UPDATE_GOLDEN'] === '1';

describe.each(FOLDERS)('%s', (folder) => {
  const cases = JSON.parse(readFileSync(join(ROOT, folder, 'cases.json'), 'utf8')) as Case[];
  let prepared: string;
  beforeAll(async () => {
    prepared = await prepare(folder, [...new Set(cases.map(specOf))]);
  });
  afterAll(() => rm(prepared, { recursive: true, force: true }));

  test.each(cases)('$name', async (one) => {
    const shown = await runCase(prepared, folder, one);
    const file = join(ROOT, folder, 'expected', `${one.name}.txt`);
    if (isUpdating) {
      await mkdir(join(file, '..'), { recursive: true });
      await writeFile(file, shown);
    }
    expect(shown).toBe(await readFile(file, 'utf8'));
  });

  test('has no expectation without a case', async () => {
    expect((await readdir(join(ROOT, folder, 'expected'))).sort()).toEqual(cases.map(({ name }) => `${name}.txt`).sort());
  });
});

function specOf({ spec = 'spec.yaml' }: Case): string {
  return spec;
}

/** Metadata and generated mapping, as somebody makes them in daytime. */
async function prepare(folder: string, specs: readonly string[]): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'etl-habits-'));
  await cp(join(ROOT, 'common'), join(root, 'common'), { recursive: true });
  await cp(join(ROOT, folder), join(root, folder), { recursive: true });
  const sandbox = await startWorld();
  try {
    for (const spec of specs) {
      const options = { cwd: join(root, folder), env: envOf(sandbox, 'none.csv') };
      const pulled = await etl(['metadata', 'pull', spec], options);
      expect(pulled).toMatchObject({ exitCode: 0 });
      const generated = await etl(['mapping', 'generate', spec], options);
      if (/ error /.test(generated.stderr)) await writeFile(join(root, folder, `${spec}.findings`), tell(`mapping generate ${spec}`, generated));
    }
  } finally {
    await sandbox.close();
  }
  return root;
}

async function startWorld(): Promise<Sandbox> {
  return startSandbox({ metadata: JSON.parse(await readFile(join(ROOT, 'common/meta.json'), 'utf8')) as object });
}

function envOf({ url }: Sandbox, csv: string): Record<string, string> {
  return { CSV: csv, DHIS2_URL: url, DHIS2_USER: ADMIN.username, DHIS2_PASSWORD: ADMIN.password };
}

async function runCase(prepared: string, folder: string, one: Case): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'etl-habit-'));
  const sandbox = await startWorld();
  try {
    await cp(prepared, root, { recursive: true });
    const cwd = join(root, folder);
    const findings = join(cwd, `${specOf(one)}.findings`);
    const parts = existsSync(findings) ? [readFileSync(findings, 'utf8')] : [];
    for (const [n, csv] of one.nights.entries()) {
      for (const command of one.commands ?? ['run']) {
        const accept = command === 'run' && n === 0 ? ['--accept', 'new-index'] : [];
        const ended = await etl([command, specOf(one), ...accept], { cwd, env: envOf(sandbox, csv) });
        parts.push(tell(`${csv}: ${command}`, ended));
      }
    }
    parts.push(tellEvents(await readEvents(sandbox.url, 'PrVisits001')));
    return normalised(parts.join('\n'), root, sandbox.url);
  } finally {
    await sandbox.close();
    await rm(root, { recursive: true, force: true });
  }
}

function tell(what: string, { exitCode, stdout, stderr }: Ended): string {
  expect(stderr).not.toMatch(/\n\s+at /);
  return `=== ${what}\n${stderr.trimEnd()}\n${stdout.trimEnd()}\nexit ${exitCode}\n`;
}

function tellEvents(events: Awaited<ReturnType<typeof readEvents>>): string {
  const lines = events.map(
    ({ orgUnit, occurredAt, dataValues, deleted }) =>
      `${occurredAt.slice(0, 10)} ${orgUnit} ${JSON.stringify(dataValues)}${deleted ? ' deleted' : ''}`,
  );
  return ['=== events in DHIS2', ...lines.sort(), ''].join('\n');
}

/** Times of today, places on this machine and the port are not what a case is about. */
function normalised(text: string, root: string, url: string): string {
  return text
    .replaceAll(/\d{4}-\d{2}-\d{2}T\d{6}Z(?:-\d+)?/g, '<now>')
    .replaceAll(/^\d{4}-\d{2}-\d{2}T[0-9:.]+Z? /gm, '')
    .replaceAll(/(another server \(|this is )[0-9a-f-]{36}/g, '$1<server>')
    .replaceAll(root, '<folder>')
    .replaceAll(url, '<dhis2>');
}
