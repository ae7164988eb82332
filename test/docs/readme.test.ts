import { readdirSync } from 'node:fs';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { writeSample } from '../../scripts/sample/write-sample.ts';
import { etl } from '../cli/in-process.ts';
import { documentedNames, examplesOf, ROOT } from './examples.ts';
import { Tour } from './tour.ts';

const examples = examplesOf('README.md');
let tour: Tour;

beforeAll(async () => {
  const metadata = examples.find((one) => one.words.get('file') === 'dhis2.json');
  tour = await Tour.start(metadata?.text ?? '');
});

afterAll(() => tour.close());

it('the tour goes as the page says, command by command', async () => {
  expect(await tour.play(examples)).toBeGreaterThanOrEqual(6);
  await shapesAreDocumented();
}, 120_000);

it('the plan on its first screen is one of the tour', () => {
  const shown = examples.filter(({ words }) => words.has('plan')).map(({ text }) => text);
  expect(shown).toHaveLength(1);
  expect(examples.filter(({ words }) => words.has('output')).map(({ text }) => text)).toContain(shown[0]);
});

const ENV_FILE = ['--env-file', 'visits.env'];

const etlHere = (...args: readonly string[]) => etl(args, { cwd: tour.folder });

/** What the tour left behind, and what further commands print, has no field that the page does not tell of. */
async function shapesAreDocumented(): Promise<void> {
  const documented = documentedNames('docs/json.md');
  // One more row, of a facility that nobody knows: the report then has a reject and a task.
  await appendFile(path.join(tour.folder, 'visits.csv'), 'uuid:5f6e0b0a-0004;West Clinic;2026-03-05;9;1;6\n');
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
  expect(Object.keys(report.tasks[0] ?? {})).toEqual([
    'code',
    'message',
    'hint',
    'args',
    'about',
    'column',
    'who',
    'records',
    'rows',
    'lines',
  ]);

  const checked = JSON.parse((await etlHere('check', 'visits.yaml', ...ENV_FILE, '--json')).stdout) as object;
  const whole = (total: number) => ({ total, covered: total, ignored: [], left: [] });
  const elements = { of: 'data elements', elements: whole(3) };
  expect(checked).toEqual({
    ok: true,
    problems: [],
    source: 'checked',
    coverage: { ...elements, questions: whole(5) },
  });
  const wrong = await etlHere('plan', 'visits.yaml', '--json');
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
  expect(generated).toEqual({ exitCode: 0, written: ['mapping_generated.json'], findings: [], coverage: elements });

  const lines = (await readFile(path.join(tour.folder, 'plan.ndjson'), 'utf8')).trim().split('\n');
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
  const documented = documentedNames('docs/json.md');
  for (const name of ['attention', 'action', 'differences', 'notNamed', 'counts.failed', 'repeatedRows'])
    expect(documented).toContain(name);
});

it('snippets in JSON and YAML can be read', () => {
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    ...readdirSync(path.join(ROOT, 'docs'))
      .filter((page) => page.endsWith('.md'))
      .map((page) => `docs/${page}`),
  ];
  const read = pages.flatMap(examplesOf).flatMap(({ language, text }) => {
    if (language === 'json') return [JSON.parse(text) as unknown];
    return language === 'yaml' ? [parse(text) as unknown] : [];
  });
  expect(read.length).toBeGreaterThanOrEqual(10);
});

it('a connections file as shown stands in for those of SIPCA', async () => {
  const block = examplesOf('docs/nights.md').find((one) => one.words.has('connections'));
  const file = path.join(tour.folder, 'local.yaml');
  await writeFile(file, block?.text ?? '');
  const spec = path.join(ROOT, 'pipelines/sipca.yaml');
  // As `npm run sample` writes it, which the page names.
  await writeSample({ rows: 5, seed: 1, out: path.join(tour.folder, 'sample'), form: 'tilde' });
  const ended = await etl(['check', spec, '--json', '--connections', file], { cwd: tour.folder });
  expect(ended.exitCode).toBe(0);
  expect(JSON.parse(ended.stdout)).toMatchObject({ ok: true, source: 'checked' });
});
