import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { etl } from './etl.ts';

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
const ROWS = '_uuid;place;day;group/beds\na;North;2025-03-01;12\nb;South;2025-03-02;x\n';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'etl-eval-'));
  await writeFile(join(folder, 'spec.yaml'), SPEC);
  await writeFile(join(folder, 'rows.csv'), ROWS);
  await writeFile(join(folder, 'units.json'), '{"North":"OuNorth0001"}');
  await writeFile(join(folder, 'row.json'), '{"beds":"12"}');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (...args: string[]) => etl(args, { cwd: folder, env: { PASSWORD: 'secret-word', XDG_STATE_HOME: folder } });

describe('etl eval', () => {
  test.each<[string, string[], string, number]>([
    ['a row of one’s own', ['$int(beds) * 2', '--input', 'row.json'], '24\n', 0],
    ['the first row of a pipeline', ['$orgUnit(place)', '--spec', 'spec.yaml'], '"OuNorth0001"\n', 0],
    ['a row by number', ['`group/beds`', '--spec', 'spec.yaml', '--row', '2'], '"x"\n', 0],
    ['a row by key', ['day', '--spec', 'spec.yaml', '--key', 'b'], '"2025-03-02"\n', 0],
    ['no value', ['beds = "1" ? "x"', '--input', 'row.json'], 'no value\n', 0],
    ['plain JSONata', ['$sum([1..4])', '--plain'], '10\n', 0],
  ])('%s', async (_, args, stdout, exitCode) => {
    const ended = await run('eval', ...args);
    expect(ended).toMatchObject({ stdout, exitCode });
  });

  test.each<[string, string[], string, string]>([
    ['unknown column', ['bedz', '--input', 'row.json'], 'expression/unknown-column', 'Did you mean beds?'],
    ['syntax', ['beds +', '--input', 'row.json'], 'expression/syntax', '^'],
    [
      'a miss',
      ['$orgUnit(place)', '--spec', 'spec.yaml', '--row', '2'],
      'lookup/no-match',
      '"South" is not in the look-up orgUnits',
    ],
    ['no such row', ['day', '--spec', 'spec.yaml', '--row', '9'], 'source/no-record', 'row 9'],
    ['no such file', ['day', '--input', 'nothing.json'], 'file/not-found', 'nothing.json'],
  ])('%s is told in place', async (_, args, code, text) => {
    const { exitCode, stderr } = await run('eval', ...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(code);
    expect(stderr).toContain(text);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('--json has value, type, whether it is compiled, and time', async () => {
    const { stdout } = await run('eval', '$int(beds)', '--input', 'row.json', '--json');
    expect(JSON.parse(stdout)).toEqual({
      expression: '$int(beds)',
      value: 12,
      type: 'number',
      compiled: true,
      ms: expect.any(Number),
    });
  });
});

test('etl repl answers line by line, goes from row to row, and keeps no ids', async () => {
  const bin = fileURLToPath(new URL('../../bin/etl.js', import.meta.url));
  const child = spawn(process.execPath, [bin, 'repl', 'spec.yaml', '--quiet'], {
    cwd: folder,
    env: { PATH: process.env['PATH'], PASSWORD: 'secret-word', XDG_STATE_HOME: folder },
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdin.end('$orgUnit(place)\n.key b\nday\nplacee\n.columns\n.help\n');
  const [exitCode] = (await once(child, 'close')) as [number];
  const said = Buffer.concat(chunks).toString();
  expect(exitCode).toBe(0);
  for (const text of [
    '"OuNorth0001"',
    'row 2, line 3',
    '"2025-03-02"',
    'Did you mean place?',
    'group/beds = "x"',
    '.exit',
  ]) {
    expect(said).toContain(text);
  }
  const history = await readFile(join(folder, 'dhis2-etl', 'repl-history'), 'utf8');
  expect(history).toBe('$orgUnit(place)\nday\nplacee\n');
});
