import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEtl } from './etl.ts';
import { etl } from './in-process.ts';

let folder: string;

const SPEC = `name: small
connections:
  hmis: { kind: dhis2, url: "http://127.0.0.1:9", username: a, password: "\${PASSWORD}" }
source: { kind: csv, path: rows.csv, key: _uuid }
lookups: { orgUnits: units.json }
transform:
  orgUnit: =$orgUnit(place)
  occurredAt: =$date(day)
sink: { kind: dhis2-events, connection: hmis, program: PrgSmall001 }
index: { path: index.json }
`;
const HEADER = '_uuid;place;day;group/beds\n';
const FILES: Readonly<Record<string, string>> = {
  'spec.yaml': SPEC,
  'rows.csv': `${HEADER}a;North;2025-03-01;12\nb;South;2025-03-02;x\n`,
  'units.json': '{"North":"OuNorth0001"}',
  'row.json': '{"beds":"12"}',
  'bad.yaml': SPEC.replace('rows.csv', 'bad.csv'),
  'bad.csv': `${HEADER}a;North;2025-03-01;12\nb;South\n`,
  'absent.yaml': SPEC.replace('rows.csv', 'absent.csv'),
  'variable.yaml': SPEC.replace('rows.csv', '"${ROWS}"'),
  'wrong.yaml': SPEC.replace('=$date(day)', '=$dat(day)'),
  'large.yaml': SPEC.replace('rows.csv', 'large.csv'),
  'large.csv': `${HEADER}${'a;North;2025-03-01;12\n'.repeat(1_000_000)}`,
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'etl-eval-'));
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (...args: string[]) => etl(args, { cwd: folder, env: { PASSWORD: 'secret-word', XDG_STATE_HOME: folder } });

describe('without an expression', () => {
  test('all fields of a row are shown, with what they are made of', async () => {
    const { exitCode, stdout } = await run('eval', '--spec', 'spec.yaml', '--row', '2');
    expect(exitCode).toBe(0);
    expect(stdout).toBe(`  row 2 (3 in Excel)
  key b

  orgUnit     cannot be made
              ← $orgUnit(place); place = South; orgUnits: "South" → not there
              ! "South" is not in the look-up orgUnits.
  occurredAt  2025-03-02
              ← $date(day); day = 2025-03-02

  = If it is right, add it to units.json, assign the program or data set to the
    organisation unit in DHIS2, and give the sending user capture access to it.
`);
  });

  test('as JSON, too', async () => {
    const { stdout } = await run('eval', '--spec', 'spec.yaml', '--key', 'a', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      key: 'a',
      row: 1,
      fields: [{ target: 'orgUnit', value: 'OuNorth0001' }, {}],
    });
  });

  test('nor a spec there is nothing to evaluate', async () => {
    const { exitCode, stderr } = await run('eval', '--input', 'row.json');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('eval/nothing');
  });
});

describe('etl eval', () => {
  test.each<[string, string[], string]>([
    ['a row of one’s own', ['$int(beds) * 2', '--input', 'row.json'], '24\n'],
    ['the first row of a pipeline', ['$orgUnit(place)', '--spec', 'spec.yaml'], '"OuNorth0001"\n'],
    ['a row by number', ['`group/beds`', '--spec', 'spec.yaml', '--row', '2'], '"x"\n'],
    ['a row by key', ['day', '--spec', 'spec.yaml', '--key', 'b'], '"2025-03-02"\n'],
    ['a row by key, as a run reads it', ['day', '--spec', 'spec.yaml', '--key', ' uuid:b '], '"2025-03-02"\n'],
    ['no value', ['beds = "1" ? "x"', '--input', 'row.json'], 'no value\n'],
    ['as it stands in a spec', ['=$int(beds)', '--input', 'row.json'], '12\n'],
    ['as it stands in a spec, in quotes', ["'=beds & ''x'''", '--input', 'row.json'], '"12x"\n'],
    ['as it stands in a spec, in double quotes', ['"=beds & \\"x\\""', '--input', 'row.json'], '"12x"\n'],
    ['texts in quotes', ["'=' & beds & '='", '--input', 'row.json'], '"=12="\n'],
    ['a dash first', ['--input', 'row.json', '--', '-$int(beds)'], '-12\n'],
    ['plain JSONata', ['$sum([1..4])', '--plain'], '10\n'],
    ['a pattern, which is a function', ['/a/', '--plain'], 'a function\n'],
    ['a function', ['function($x){$x}', '--plain'], 'a function\n'],
    ['what is no number in plain JSONata', ['-1/0', '--plain'], '-Infinity\n'],
  ])('%s', async (_, args, stdout) => {
    const ended = await run('eval', ...args);
    expect(ended).toMatchObject({ stdout, exitCode: 0 });
  });

  test('options are those of the row’s form version', async () => {
    const spec = join(import.meta.dirname, '../pipelines/versions/pipeline.yaml');
    const options = JSON.parse(await readFile(join(dirname(spec), 'mapping/options_v1.json'), 'utf8')) as Record<
      string,
      Record<string, string>
    >;
    const [uid, codes] = Object.entries(options)[0] as [string, Record<string, string>];
    const [choice, code] = Object.entries(codes)[0] as [string, string];
    const evaluateIn = (row: string) => run('eval', `$option("${choice}", "${uid}")`, '--spec', spec, '--row', row);
    const asked = await evaluateIn('2');
    const inV2 = await evaluateIn('1');
    expect(asked).toMatchObject({ stdout: `"${code}"\n`, exitCode: 0 });
    expect(asked.stderr).toContain('Row 2, form version v1.');
    expect(inV2.stdout).not.toBe(asked.stdout);
  });

  test.each<[string, string[], string, string]>([
    ['unknown column', ['bedz', '--input', 'row.json'], 'expression/unknown-column', 'Did you mean beds?'],
    ['syntax', ['beds +', '--input', 'row.json'], 'expression/syntax', '^'],
    ['no such row', ['day', '--spec', 'spec.yaml', '--row', '9'], 'source/no-record', 'row 9; it has 2.'],
    ['no such key', ['day', '--spec', 'bad.yaml', '--key', 'z'], 'source/no-record', '1 of its rows cannot be read'],
    ['no such file', ['day', '--input', 'nothing.json'], 'file/not-found', 'nothing.json'],
    ['a pattern without end', ['$contains(a, /(a+)+$/)', '--plain'], 'expression/pattern-explodes', '^^^^^^^^'],
  ])('%s is told in place', async (_, args, code, text) => {
    const { exitCode, stderr } = await run('eval', ...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(code);
    expect(stderr).toContain(text);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test.each<[string, string[], string]>([
    [
      'a miss',
      ['$orgUnit(place) & "!"', '--spec', 'spec.yaml', '--row', '2'],
      'lookup/no-match: "South" is not in the look-up orgUnits.\n  |\n1 | $orgUnit(place) & "!"\n  | ^^^^^^^^\n',
    ],
    ['what fails on this row', ['$number(day)', '--spec', 'spec.yaml'], 'expression/failed'],
    ['a number that is none', ['1/($int(beds) - 12)', '--input', 'row.json'], 'value/not-finite'],
    [
      'a row that cannot be read',
      ['day', '--spec', 'bad.yaml', '--row', '2'],
      'source/too-few-cells: The row (row 3 in Excel) has 2 cells; the header has 4.',
    ],
  ])('%s: a run would reject the row, exit code 1', async (_, args, text) => {
    const { exitCode, stderr } = await run('eval', ...args);
    expect(stderr).toContain(text);
    expect(exitCode).toBe(1);
    const { stdout } = await run('eval', ...args, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 1, problems: [{ severity: 'error' }] });
  });
});

describe('etl eval --json', () => {
  const json = async (...args: string[]) => JSON.parse((await run('eval', ...args, '--json')).stdout) as unknown;

  test('has value, type, whether it is compiled, time, and what is doubtful', async () => {
    expect(await json('$int(beds)', '--input', 'row.json')).toEqual({
      expression: '$int(beds)',
      value: 12,
      type: 'number',
      compiled: true,
      fallback: null,
      microseconds: expect.any(Number),
      problems: [],
    });
  });

  test('writes functions, and numbers that are none, as JSON can', async () => {
    expect(await json('[$sum, 1]', '--plain')).toMatchObject({ value: ['a function', 1], type: 'list' });
    expect(await json('1/0', '--plain')).toMatchObject({ value: null, type: 'number' });
    expect(await json('/a/', '--plain')).toMatchObject({ value: 'a function', type: 'function' });
  });

  test('has warnings, which are shown otherwise', async () => {
    const args = ['$contains(beds, "^1")', '--input', 'row.json'];
    const { stdout, stderr, exitCode } = await run('eval', ...args);
    expect({ stdout, exitCode }).toEqual({ stdout: 'false\n', exitCode: 0 });
    expect(stderr).toContain('warning expression/pattern-in-quotes');
    const problems = [{ code: 'expression/pattern-in-quotes', severity: 'warning', line: 1, column: 17 }];
    expect(await json(...args)).toMatchObject({ value: false, problems });
  });

  test('has the reason of a fall-back', async () => {
    const args = ['a.b.%.c', '--plain'];
    const { fallback } = (await json(...args)) as { fallback: string };
    expect(fallback).toEqual(expect.any(String));
    expect((await run('eval', ...args)).stderr).toContain(`by JSONata’s evaluator (${fallback})`);
  });
});

describe('etl eval --input', () => {
  const given = (input: string | Buffer, expression: string, ...more: string[]) =>
    etl(['eval', expression, '--input', '-', ...more], { cwd: folder, input });

  test('numbers are the cells that they are written as', async () => {
    const { stdout } = await given('{"a": 12345678901234567890, "b": 1.10, "c": [1.0], "d": null}', '[a, b, c, d]');
    expect(JSON.parse(stdout)).toEqual(['12345678901234567890', '1.10', '[1.0]', '']);
  });

  test('standard input is decoded as a file is', async () => {
    const marked = await given(Buffer.from('\uFEFF{"a": "1"}'), 'a');
    expect(marked).toMatchObject({ stdout: '"1"\n', exitCode: 0 });
    const broken = await given(Buffer.from([0x7b, 0xff, 0x7d]), 'a');
    expect(broken.exitCode).toBe(2);
    expect(broken.stderr).toContain('file/not-utf8: standard input');
  });

  const DEEP = `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`;
  test.each<[string, string, string[], string]>([
    ['one key twice', '{"a": 1, "a": 2}', [], 'standard input:1:10 error json/duplicate-key'],
    ['one key twice, plain', '{"a": 1, "a": 2}', ['--plain'], 'json/duplicate-key'],
    ['no JSON', '{"a": 1,}', [], 'standard input:1:9 error eval/not-json'],
    ['too deep', DEEP, [], 'eval/not-json: The input standard input is not valid JSON: it is nested deeper than 500'],
    ['too deep, plain', DEEP, ['--plain'], 'eval/not-json'],
    ['no row', '[1]', [], 'eval/not-a-row'],
  ])('%s', async (_, input, flags, text) => {
    const { exitCode, stderr } = await given(input, 'a', ...flags);
    expect(stderr).toContain(text);
    expect(exitCode).toBe(2);
  });
});

describe('the rest of the spec', () => {
  test('one that has a wrong expression somewhere is used as far as it goes', async () => {
    const { exitCode, stdout, stderr } = await run('eval', 'day', '--spec', 'wrong.yaml');
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '"2025-03-01"\n' });
    expect(stderr).toContain('the spec has errors, and is used as far as it goes');
    expect(stderr).toContain('error expression/unknown-name');
  });

  test('variables that only DHIS2 needs may be missing', async () => {
    const ended = await etl(['eval', '$orgUnit(place)', '--spec', 'spec.yaml'], { cwd: folder });
    expect(ended).toMatchObject({ exitCode: 0, stdout: '"OuNorth0001"\n' });
    expect(ended.stderr).toContain('PASSWORD: not set, and not needed');
  });

  test('those of the source may not', async () => {
    const ended = await etl(['eval', 'day', '--spec', 'variable.yaml'], { cwd: folder });
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain('env/missing: The variable ROWS is not set');
  });
});

describe('copies of the source are gone', () => {
  const temporary = (): string => join(folder, 'tmp');
  const copies = async () => (await readdir(temporary())).filter((name) => name.startsWith('etl-'));
  const options = () => ({ cwd: folder, env: { PASSWORD: 'secret-word', TMPDIR: temporary() } });
  beforeAll(() => mkdir(temporary()));

  test('after an evaluation, and where there is no source', async () => {
    await etl(['eval', 'day', '--spec', 'spec.yaml'], options());
    expect(await etl(['eval', 'day', '--spec', 'absent.yaml'], options())).toMatchObject({ exitCode: 3 });
    expect(await copies()).toEqual([]);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('after %s', async (signal, exitCode) => {
    const { child, ended } = startEtl(['eval', 'day', '--spec', 'large.yaml', '--row', '9999999'], options());
    while ((await copies()).length === 0) await pause(5);
    child.kill(signal);
    expect((await ended).exitCode).toBe(exitCode);
    expect(await copies()).toEqual([]);
  });
});
