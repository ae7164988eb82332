/** The prompt: through a pipe, and on a terminal that `script` plays. */
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { etlProcess } from './etl.ts';
import { etl } from './in-process.ts';
import { HAS_TERMINAL, openTerminal, type Typing } from './typing.ts';

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
  const pipeInto = (run: typeof etl, lines: readonly string[]) =>
    run(['repl', 'spec.yaml', '--quiet'], { cwd: folder, env: env(), input: `${lines.join('\n')}\n` });
  const pipe = (...lines: string[]) => pipeInto(etl, lines);

  test('values go to stdout, line by line and from row to row, without prompts; nothing is remembered', async () => {
    const lines = ['$orgUnit(place)', '.key uuid:b', 'day', '.row 1', '=day', '.row'];
    const { stdout, stderr, exitCode } = await pipeInto(etlProcess, lines);
    expect({ stdout, exitCode }).toEqual({ stdout: '"OuNorth0001"\n"2025-03-02"\n"2025-03-01"\n', exitCode: 0 });
    expect(stderr).toContain('row 2 (3 in Excel)\n');
    expect(stderr).toContain('row 1 (2 in Excel)\n');
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

describe.skipIf(!HAS_TERMINAL)('on a terminal', () => {
  const children: ChildProcess[] = [];
  // None is left behind by a test that fails.
  afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

  async function open(spec: string, before = ''): Promise<Typing> {
    const terminal = await openTerminal(`repl ${spec} --quiet`, { cwd: folder, env: env(), before, first: 'etl> ' });
    children.push(terminal.child);
    return terminal;
  }

  const ESC = '\u0003';
  const END = '\u0004';

  /** What the prompt shows once it is ready for the next line. */
  const NEXT = /\n[^\n]*etl> (?:\p{Cc}\[\d+G)?$/u;

  test('Tab completes, lines go on, and Ctrl-C drops a line before it leaves', async () => {
    const prompt = await open('spec.yaml');
    await prompt.type('gro', 'gro');
    await prompt.type('\t', '`group/beds`');
    await prompt.type('\r', NEXT);
    await prompt.type('$dou', '$dou');
    await prompt.type('\t', 'ble(');
    await prompt.type('2)\r', NEXT);
    await prompt.type('(1 +\r', '...> ');
    await prompt.type('6)\r', NEXT);
    await prompt.type('half', 'half');
    await prompt.type(ESC, NEXT);
    await prompt.type('"whole"\r', NEXT);
    await prompt.type(ESC, NEXT);
    await prompt.type(ESC);
    expect(await prompt.exitCode).toBe(0);
    const shown = prompt.shown();
    expect(shown).toContain('`group/beds`');
    expect(shown).toContain('"12"');
    expect(shown).toMatch(/\$double\(2\)[^]*\n4\r/);
    expect(shown).toMatch(/\.\.\.> [^]*7\r\n/);
    expect(shown).toMatch(/"whole"\r\n/);
    expect(shown).toContain('To leave, press Ctrl-C again');
  });

  test('the history holds neither secrets nor answers, each line once, for its user alone', async () => {
    const lines = ['day & "North"', 'day = "12"', '"a secret-word" & day', 'day = "12"', '.key b', 'place = "South"'];
    const first = await open('spec.yaml');
    for (const line of lines) await first.type(`${line}\r`, NEXT);
    await first.type(END);
    await first.exitCode;
    const kept = 'day & "…"\nday = "12"\n"a ***" & day\nday = "12"\nplace = "…"\n';
    expect(await readFile(join(folder, HISTORY), 'utf8')).toBe(kept);
    expect((await stat(join(folder, HISTORY))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, HISTORY, '..'))).mode & 0o777).toBe(0o700);
    const second = await open('spec.yaml');
    await second.type(END);
    await second.exitCode;
    expect(await readFile(join(folder, HISTORY), 'utf8')).toBe('day & "…"\n"a ***" & day\nday = "12"\nplace = "…"\n');
  });

  test('a signal leaves the history, and no copy of the source', async () => {
    const prompt = await open('spec.yaml', 'echo pid=$$;');
    await prompt.type('1 + 1\r', '2\r\n');
    process.kill(Number(/pid=(\d+)/.exec(prompt.shown())?.[1]), 'SIGTERM');
    expect(await prompt.exitCode).toBe(143);
    expect(await readFile(join(folder, HISTORY), 'utf8')).toBe('1 + 1\n');
    expect((await readdir(folder)).filter((name) => name.startsWith('etl-row'))).toEqual([]);
  });

  test('Ctrl-C stops a look-up, and the prompt goes on', async () => {
    const prompt = await open('many.yaml');
    await prompt.type('.key nobody\r');
    await prompt.type(ESC, NEXT);
    await prompt.type('day\r', NEXT);
    await prompt.type('.row 3\r', NEXT);
    await prompt.type('.exit\r');
    expect(await prompt.exitCode).toBe(0);
    const shown = prompt.shown();
    expect(shown).toContain('The look-up was stopped.');
    expect(shown).toContain('"2025-03-01"');
    expect(shown).toContain('row 3 (4 in Excel)');
  });

  test('.reload reads the spec again', async () => {
    const prompt = await open('spec.yaml');
    await prompt.type('$triple(2)\r', NEXT);
    const changed = SPEC.replace('double: =function($n) { $n * 2 }', 'triple: =function($n) { $n * 3 }');
    await writeFile(join(folder, 'spec.yaml'), changed);
    await prompt.type('.reload\r', NEXT);
    await prompt.type('$triple(2)\r', NEXT);
    await prompt.type('.exit\r');
    expect(await prompt.exitCode).toBe(0);
    expect(prompt.shown()).toContain('expression/unknown-name');
    expect(prompt.shown()).toMatch(/small is read again\.[^]*\n6\r/);
  });
});
