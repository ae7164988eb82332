import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { etl } from '../cli/in-process.ts';
import { documentedNames, examplesOf, ROOT, type Example } from './examples.ts';

/** The address that the page uses; here the sandbox takes any port that is free. */
const ADDRESS = /127\.0\.0\.1:8080/g;

const examples = examplesOf('README.md');
let folder: string;
let sandbox: Sandbox;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'etl-readme-'));
  const metadata = examples.find((one) => one.words.get('file') === 'dhis2.json');
  sandbox = await startSandbox({ metadata: [JSON.parse(metadata?.text ?? '')] });
  await mkdir(path.join(folder, 'bin'));
  await mkdir(path.join(folder, 'tour'));
  const program = path.join(folder, 'bin/etl');
  await writeFile(program, `#!/bin/sh\nexec "${process.execPath}" "${path.join(ROOT, 'bin/etl.js')}" "$@"\n`);
  await chmod(program, 0o755);
});

afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a block as a person would who copies it. */
async function run(text: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const env = { ...process.env, PATH: `${path.join(folder, 'bin')}:${process.env['PATH'] ?? ''}`, NO_COLOR: '1' };
  const child = spawn('sh', ['-c', text], { cwd: path.join(folder, 'tour'), env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (said.stdout += piece));
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (said.stderr += piece));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}

it('the tour goes as the page says, command by command', async () => {
  let last: { block: Example; stdout: string } | undefined;
  let outputs = 0;
  for (const block of examples) {
    const file = block.words.get('file');
    if (file !== undefined) {
      const here = block.text.replaceAll(ADDRESS, new URL(sandbox.url).host);
      await writeFile(path.join(folder, 'tour', file), here);
    } else if (block.words.has('run')) {
      const { code, stdout, stderr } = await run(block.text);
      expect(code, `line ${block.line}: ${block.text}\n${stdout}${stderr}`).toBe(Number(block.words.get('exit') ?? 0));
      last = { block, stdout };
    } else if (block.words.has('output')) {
      const shown = (last?.stdout ?? '').replaceAll(/\d{4}-\d{2}-\d{2}T\d{6}Z(-\d+)?/g, '<time>');
      expect(shown, `line ${block.line}, after: ${last?.block.text}`).toBe(block.text);
      outputs += 1;
    }
  }
  expect(outputs).toBeGreaterThanOrEqual(6);
  await shapesAreDocumented();
});

const ENV_FILE = ['--env-file', 'visits.env'];

const etlHere = (...args: readonly string[]) => etl(args, { cwd: path.join(folder, 'tour') });

/** What the tour left behind, and what further commands print, has no field that the page does not tell of. */
async function shapesAreDocumented(): Promise<void> {
  const documented = documentedNames('README.md');
  // One more row, of a facility that nobody knows: the report then has a reject and a task.
  await appendFile(path.join(folder, 'tour/visits.csv'), 'uuid:5f6e0b0a-0004;West Clinic;2026-03-05;9;1;6\n');
  const { stdout } = await etlHere('run', 'visits.yaml', ...ENV_FILE, '--json');
  const report = JSON.parse(stdout) as { rejects: object[]; tasks: object[]; conversions: object };
  const fields = [
    ...Object.entries(report).flatMap(([name, value]) =>
      ['counts', 'source', 'index'].includes(name)
        ? [name, ...Object.keys(value).map((one) => `${name}.${one}`)]
        : [name],
    ),
    ...report.rejects.flatMap((one) => Object.keys(one)),
  ];
  expect(report.rejects).toHaveLength(1);
  expect(fields.filter((name) => !documented.has(name))).toEqual([]);
  expect(Object.keys(report.tasks[0] ?? {})).toEqual(['code', 'message', 'hint', 'records', 'rows']);

  const checked = JSON.parse((await etlHere('check', 'visits.yaml', ...ENV_FILE, '--json')).stdout) as object;
  expect(checked).toEqual({ ok: true, problems: [], source: 'checked' });
  const wrong = await etlHere('check', 'visits.yaml', '--json');
  expect(wrong.exitCode).toBe(2);
  const { exitCode, problems } = JSON.parse(wrong.stdout) as { exitCode: number; problems: object[] };
  expect(exitCode).toBe(2);
  expect(Object.keys(problems[0] ?? {}).sort()).toEqual([
    'code',
    'column',
    'file',
    'hint',
    'line',
    'message',
    'severity',
  ]);
  const failed = await etlHere('run', 'visits.yaml', ...ENV_FILE, '--accept', 'nothing', '--json');
  expect(JSON.parse(failed.stdout)).toMatchObject({
    exitCode: 2,
    error: { code: 'run/bad-accept', args: { given: 'nothing' } },
  });
  const generated = JSON.parse(
    (await etlHere('mapping', 'generate', 'visits.yaml', ...ENV_FILE, '--json')).stdout,
  ) as object;
  expect(generated).toEqual({ exitCode: 0, written: ['mapping_generated.json'], findings: [] });

  const lines = (await readFile(path.join(folder, 'tour/plan.ndjson'), 'utf8')).trim().split('\n');
  for (const line of lines) {
    const { key, action, uid, object, row, line: at } = JSON.parse(line) as Record<string, unknown>;
    expect([typeof key, typeof action, typeof uid, typeof row, typeof at]).toEqual([
      'string',
      'string',
      'string',
      'number',
      'number',
    ]);
    expect(object !== undefined).toBe(action === 'create');
  }
}

it('every field of a report is told of, and none that is not there', () => {
  const documented = documentedNames('README.md');
  for (const name of ['attention', 'action', 'differences', 'notNamed', 'counts.failed', 'repeatedRows'])
    expect(documented).toContain(name);
});

it('snippets in JSON and YAML can be read', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', 'docs/moving-in.md', 'docs/dhis2.md', 'docs/reference.md'];
  const read = pages.flatMap(examplesOf).flatMap(({ language, text }) => {
    if (language === 'json') return [JSON.parse(text) as unknown];
    return language === 'yaml' ? [parse(text) as unknown] : [];
  });
  expect(read.length).toBeGreaterThanOrEqual(10);
});

it('a connections file as shown stands in for those of SIPCA', async () => {
  const block = examples.find((one) => one.words.has('connections'));
  const file = path.join(folder, 'local.yaml');
  await writeFile(file, block?.text ?? '');
  const spec = path.join(ROOT, 'pipelines/sipca.yaml');
  const ended = await etl(['check', spec, '--no-source', '--connections', file], {
    cwd: folder,
    env: { DHIS2_USER: 'a', DHIS2_PASSWORD: 'b' },
  });
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
});
