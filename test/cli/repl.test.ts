/** The prompt: through a pipe, and on a terminal that `script` plays. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BIN, etlProcess as etl } from './etl.ts';

let folder: string;

const SPEC = `name: small
connections:
  hmis: { kind: dhis2, url: "http://127.0.0.1:9", username: a, password: "\${PASSWORD}" }
source: { kind: csv, path: rows.csv, key: _uuid }
lookups: { orgUnits: units.json }
functions:
  double: =function($n) { $n * 2 }
transform:
  orgUnit: =$orgUnit(place)
  occurredAt: =$date(day)
sink: { kind: dhis2-events, connection: hmis, program: PrgSmall001 }
index: { path: index.json }
`;
const ROWS = '_uuid;place;day;group/beds;x\u001B[2J\na;North;2025-03-01;12;\nb;South;2025-03-02;x\u202E;\n';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'etl-repl-'));
  await writeFile(join(folder, 'rows.csv'), ROWS);
  await writeFile(join(folder, 'units.json'), '{"North":"OuNorth0001"}');
  const many = Array.from({ length: 1_000_000 }, (_, at) => `r${at};North;2025-03-01;12;\n`);
  await writeFile(join(folder, 'many.csv'), `${ROWS.split('\n', 1)[0]}\n${many.join('')}`);
  await writeFile(join(folder, 'many.yaml'), SPEC.replace('rows.csv', 'many.csv'));
});
beforeEach(async () => {
  await writeFile(join(folder, 'spec.yaml'), SPEC);
  await rm(join(folder, 'state'), { recursive: true, force: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const env = () => ({ PASSWORD: 'secret-word', XDG_STATE_HOME: join(folder, 'state'), TMPDIR: folder });
const HISTORY = 'state/dhis2-etl/repl-history';

describe('through a pipe', () => {
  const pipe = (...lines: string[]) =>
    etl(['repl', 'spec.yaml', '--quiet'], { cwd: folder, env: env(), input: `${lines.join('\n')}\n` });

  test('values go to stdout, line by line and from row to row, without prompts; nothing is remembered', async () => {
    const { stdout, stderr, exitCode } = await pipe('$orgUnit(place)', '.key uuid:b', 'day', '.row 1', '=day', '.row');
    expect({ stdout, exitCode }).toEqual({ stdout: '"OuNorth0001"\n"2025-03-02"\n"2025-03-01"\n', exitCode: 0 });
    expect(stderr).toContain('row 2, line 3\n');
    expect(stderr).toContain('row 1, line 2\n');
    expect(existsSync(join(folder, 'state'))).toBe(false);
  });

  test('an expression may go over several lines; an empty one ends it', async () => {
    const { stdout, stderr } = await pipe('(1 +', '  $int("2")', ')', '"open', '', '3 +');
    expect(stdout).toBe('3\n');
    expect(stderr).toContain('String literal must be terminated');
    expect(stderr).toContain('Something must follow here.');
  });

  test('what cannot be done is told, with what to do', async () => {
    const { stderr, exitCode } = await pipe('placee', '.row abc', '.key', '.rwo 2', '.row 9', '.help');
    expect(exitCode).toBe(0);
    for (const text of [
      'Did you mean place?',
      '"abc" is not the number of a row.',
      '.key takes an id of the record.',
      'There is no command .rwo.\n  = Did you mean .row?',
      'The source has no row 9; it has 2.',
      '.exit',
    ])
      expect(stderr).toContain(text);
  });

  test('warnings are shown', async () =>
    expect((await pipe('$contains(day, "^2")')).stderr).toContain('expression/pattern-in-quotes'));

  test('columns and cells do not steer the terminal', async () => {
    const { stdout } = await pipe('.row 2', '.columns');
    expect(stdout).toContain('group/beds = "x\\u202e"\n');
    expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\u202E]/u);
  });
});

const SCRIPT = '/usr/bin/script';

describe.skipIf(!existsSync(SCRIPT))('on a terminal', () => {
  /** Types keys, each once something new has been shown (numbers: milliseconds to wait), and gives what was shown. */
  async function type(spec: string, keys: readonly (string | number)[]): Promise<{ shown: string; exitCode: number }> {
    const command = `stty cols 200; exec "${process.execPath}" -- "${BIN}" repl ${spec} --quiet`;
    const child = spawn(SCRIPT, ['-qec', command, '/dev/null'], {
      cwd: folder,
      env: { PATH: process.env['PATH'], TERM: 'xterm', ...env() },
    });
    let shown = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text));
    while (!shown.includes('etl> ') && child.exitCode === null) await pause(20);
    for (const key of keys) {
      if (typeof key === 'number') await pause(key);
      else {
        const before = shown.length;
        child.stdin.write(key);
        for (let waited = 0; shown.length === before && waited < 3000; waited += 20) await pause(20);
        await pause(150);
      }
    }
    const [exitCode] = child.exitCode === null ? ((await once(child, 'close')) as [number]) : [child.exitCode];
    return { shown, exitCode };
  }

  const ESC = '\u0003';
  const END = '\u0004';

  test('Tab completes, lines go on, and Ctrl-C drops a line before it leaves', async () => {
    const keys = ['gro', '\t', '\r', '$dou', '\t', '2)\r', '(1 +\r', '6)\r', 'half', ESC, '"whole"\r', ESC, ESC];
    const { shown, exitCode } = await type('spec.yaml', keys);
    expect(exitCode).toBe(0);
    expect(shown).toContain('`group/beds`');
    expect(shown).toContain('"12"');
    expect(shown).toMatch(/\$double\(2\)[^]*\n4\r/);
    expect(shown).toMatch(/\.\.\.> [^]*7\r\n/);
    expect(shown).toMatch(/"whole"\r\n/);
    expect(shown).toContain('To leave, press Ctrl-C again');
  });

  test('the history holds neither secrets nor answers, each line once, for its user alone', async () => {
    const lines = ['day & "North"', 'day = "12"', '"a secret-word" & day', 'day = "12"', '.key b', 'place = "South"'];
    await type('spec.yaml', [...lines.map((line) => `${line}\r`), END]);
    const kept = 'day & "…"\nday = "12"\n"a ***" & day\nday = "12"\nplace = "…"\n';
    expect(await readFile(join(folder, HISTORY), 'utf8')).toBe(kept);
    expect((await stat(join(folder, HISTORY))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, HISTORY, '..'))).mode & 0o777).toBe(0o700);
    await type('spec.yaml', [END]);
    expect(await readFile(join(folder, HISTORY), 'utf8')).toBe('day & "…"\n"a ***" & day\nday = "12"\nplace = "…"\n');
  });

  test('a signal leaves the history, and no copy of the source', async () => {
    const command = `exec "${process.execPath}" -- "${BIN}" repl spec.yaml --quiet`;
    const child = spawn(SCRIPT, ['-qec', `stty cols 200; echo pid=$$; ${command}`, '/dev/null'], {
      cwd: folder,
      env: { PATH: process.env['PATH'], TERM: 'xterm', ...env() },
    });
    let shown = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text));
    while (!shown.includes('etl> ') && child.exitCode === null) await pause(20);
    child.stdin.write('1 + 1\r');
    while (!shown.includes('2\r\n') && child.exitCode === null) await pause(20);
    process.kill(Number(/pid=(\d+)/.exec(shown)?.[1]), 'SIGTERM');
    const [exitCode] = (await once(child, 'close')) as [number];
    expect(exitCode).toBe(143);
    expect(await readFile(join(folder, HISTORY), 'utf8')).toBe('1 + 1\n');
    expect((await readdir(folder)).filter((name) => name.startsWith('etl-row'))).toEqual([]);
  });

  test('Ctrl-C stops a look-up, and the prompt goes on', async () => {
    const { shown, exitCode } = await type('many.yaml', ['.key nobody\r', ESC, 'day\r', '.row 3\r', '.exit\r']);
    expect(shown).toContain('The look-up was stopped.');
    expect(shown).toContain('"2025-03-01"');
    expect(shown).toContain('row 3, line 4');
    expect(exitCode).toBe(0);
  });

  test('.reload reads the spec again', async () => {
    const typed = type('spec.yaml', ['$triple(2)\r', 1500, '.reload\r', '$triple(2)\r', '.exit\r']);
    await pause(1800);
    await writeFile(
      join(folder, 'spec.yaml'),
      SPEC.replace('double: =function($n) { $n * 2 }', 'triple: =function($n) { $n * 3 }'),
    );
    const { shown } = await typed;
    expect(shown).toContain('expression/unknown-name');
    expect(shown).toMatch(/small is read again\.[^]*\n6\r/);
  });
});
