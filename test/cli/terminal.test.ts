/** What the command line is to a pipe and a script (real processes, the built program), and what it writes to a terminal. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BIN } from './etl.ts';
import { etl } from './in-process.ts';

let folder: string;

const SPEC = `name: small
connections:
  hmis: { kind: dhis2, url: "http://127.0.0.1:9", username: a, password: "\${PASSWORD}" }
source: { kind: csv, path: rows.csv, key: _uuid }
transform: { orgUnit: OuNorth0001, occurredAt: 2025-03-01 }
sink: { kind: dhis2-events, connection: hmis, program: PrgSmall001 }
index: { path: index.json }
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'etl-terminal-'));
  await writeFile(join(folder, 'spec.yaml'), SPEC);
  await writeFile(join(folder, 'rows.csv'), '_uuid,code\na,x\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const evaluate = (expression: string, password: string, ...more: string[]) =>
  etl(['eval', '--spec', 'spec.yaml', ...more, '--', expression], { cwd: folder, env: { PASSWORD: password } });

/** Runs a line of the shell, in which `etl` is the program as installed: started by its own first line. */
async function shell(line: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const text = `set -o pipefail; etl() { "${BIN}" "$@"; }; ${line}`;
  const path = `${process.execPath.replace(/\/[^/]+$/, '')}:${process.env['PATH'] ?? ''}`;
  const child = spawn('bash', ['-c', text], { cwd: folder, env: { PATH: path }, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (said.stdout += piece));
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (said.stderr += piece));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}

describe('--env-file is ours, not Node’s', () => {
  test('one that is not there is told as any file', async () => {
    const { code, stderr } = await shell('etl eval 1 --spec spec.yaml --env-file nothing.env');
    expect(code).toBe(2);
    expect(stderr).toContain('file/not-found: There is no file nothing.env (--env-file).');
  });

  test('one that is a pipe is read once, by us', async () => {
    const { code, stdout } = await shell('etl eval code --spec spec.yaml --env-file <(echo PASSWORD=hidden)');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '"x"\n' });
  });
});

describe('whoever reads may stop early', () => {
  test.each(['etl codes --json | head -1', 'etl codes 2>&1 | head -1', 'etl nothing 2>&1 >/dev/null | true'])(
    '%s',
    async (line) => {
      const { stderr } = await shell(line);
      expect(stderr).toBe('');
    },
  );

  test('and it is a quiet end', async () => expect((await shell('etl codes --json | head -1')).code).toBe(0));

  test('a slow reader gets everything', async () => {
    const { code, stdout } = await shell('etl codes --json | (sleep 1; cat) | tail -1');
    expect({ code, stdout }).toEqual({ code: 0, stdout: ']\n' });
  });
});

describe('secrets', () => {
  const AWKWARD = String.raw`pass"word\1`;

  test.each([[[]], [['--json']]])('with quotes and backslashes stay hidden: %j', async (flags) => {
    const { stdout } = await evaluate(JSON.stringify(AWKWARD), AWKWARD, ...flags);
    expect(stdout).toContain('***');
    expect(stdout).not.toContain('word');
  });

  test('in what is wrong with an expression too', async () => {
    const { stdout } = await evaluate(`$int(${JSON.stringify(AWKWARD)})`, AWKWARD, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ problems: [{ code: expect.any(String) }] });
    expect(stdout).not.toMatch(/word\\*1/);
  });

  test.each<[string, string, unknown]>([
    ['1234', '123456', 123456],
    ['true', '1 = 1', true],
    ['type', '{"type": 1}', { type: 1 }],
    ['null', 'null', null],
  ])('%s takes nothing out of the JSON of %s', async (password, expression, value) => {
    const { stdout } = await evaluate(expression, password, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ value, compiled: true });
    expect(JSON.parse((await evaluate(expression, password)).stdout)).toEqual(value);
  });
});

describe('nothing steers the terminal', () => {
  const STEERING = /(?!\n)[\p{Cc}\u202A-\u202E\u2066-\u2069]/u;
  const BAD = 'a\u001B[31mb\u009B2Jc\u007Fd\u202Ee';

  test('a value is written with escapes, as JSON', async () => {
    for (const flags of [[], ['--json']]) {
      const { stdout } = await etl(['eval', JSON.stringify(BAD), '--plain', ...flags], { cwd: folder });
      expect(stdout).not.toMatch(STEERING);
      const read = JSON.parse(stdout) as unknown;
      expect(flags.length === 0 ? read : (read as { value: unknown }).value).toBe(BAD);
    }
  });

  test.each<[string, string[], string | undefined]>([
    ['an argument', ['eval', '1', '--spec', `${BAD}.yaml`], undefined],
    ['a flag that is none', ['eval', '1', `--${BAD}`], undefined],
    ['a command that is none', [BAD], undefined],
    ['an input that is no JSON', ['eval', '1', '--input', '-'], `{"a": ${BAD}}`],
    ['an expression', ['eval', `1 + "${BAD}"`], undefined],
  ])('%s', async (_, args, input) => {
    const { stdout, stderr, exitCode } = await etl(args, { cwd: folder, ...(input !== undefined && { input }) });
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).not.toMatch(STEERING);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
