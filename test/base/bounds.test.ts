/**
 * Texts of a size that no person writes: each of these took minutes or for ever, or ended in a fault of ours. Here they
 * come to an end at all, with messages that are right.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nearest } from '../../src/base/nearest.ts';
import { ProblemsError } from '../../src/base/errors.ts';
import { problem, type Problem } from '../../src/base/problem.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { drawProblems } from '../../src/cli/frame.ts';
import { lookUp } from '../../src/expression/helpers/lookups.ts';
import { Miss } from '../../src/base/miss.ts';
import { isExpression } from '../../src/expression/is-expression.ts';
import { parseExpression } from '../../src/jsonata/parse.ts';
import { toTable } from '../../src/mapping/lookup-file.ts';
import { REGISTRY } from '../../src/registry.ts';
import { loadSpec } from '../../src/pipeline/load-spec.ts';
import { spec } from '../cli/outreach-files.ts';

const ENV = { DHIS2_URL: 'https://dhis2.example.org', DHIS2_PASSWORD: 'district' };
const many = (count: number, make: (at: number) => string, by = '\n'): string =>
  Array.from({ length: count }, (_, at) => make(at)).join(by);
const members = (count: number, value: unknown): Record<string, unknown> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`key${at}`, value]));

async function problemsOf(text: string): Promise<readonly Problem[]> {
  const cwd = await mkdtemp(join(tmpdir(), 'bounds-'));
  try {
    await writeFile(join(cwd, 'pipeline.yaml'), text);
    const secrets = new Secrets();
    await loadSpec('pipeline.yaml', { env: ENV, cwd, secrets, registry: REGISTRY, isExpression });
    return [];
  } catch (error) {
    if (error instanceof ProblemsError) return error.problems;
    throw error;
  } finally {
    await rm(cwd, { recursive: true });
  }
}

const LONG = 'x'.repeat(3_000_000);
const SPECS: readonly (readonly [string, () => string, number, RegExp])[] = [
  ['10,000 unknown keys', () => spec(members(10_000, 1)), 1, /nor "key1", .*and 9991 more\.[^]*\n\n1 error\.$/],
  ['10,000 unknown keys of a sink', () => spec({ sink: members(10_000, 1) }), 1, /and 9991 more\./],
  [
    '5,000 fields with an unknown key',
    () => spec({ transform: { dataValues: members(5000, { fromm: 1 }) } }),
    5000,
    /There is no key "fromm" in transform\.dataValues\.key0[^]*… and 4,900 more\./,
  ],
  [
    'a line of three megabytes',
    () => spec().replace('{\n', `{ "description": "${LONG}", "sourse": 1,\n`),
    1,
    /1:3000022 error spec\/unknown-key[^]*\n1 \| …x+", "sourse": 1,\n/,
  ],
  ['the same, all of it', () => JSON.stringify({ ...(JSON.parse(spec()) as object), sourse: 1, z: LONG }), 2, /sourse/],
  ['a kind of a megabyte', () => spec({ sink: { kind: 'd'.repeat(1_000_000) } }), 1, /no sink of kind|kind/],
  ['a choice of a megabyte', () => spec({ sink: { validate: 'x'.repeat(1_000_000) } }), 1, /must be one of|local/],
  ['a time zone of a megabyte', () => spec({ timeZone: 'x'.repeat(1_000_000) }), 1, /time zone/],
  ['20,000 lines that are no YAML', () => many(20_000, (at) => `a${at}: @x`), 100, /100 errors\.$/],
  ['20,000 times the same key', () => many(20_000, (at) => `a: ${at}`), 20_004, /stands? .*twice|line/],
  ['a million blanks in a broken line', () => `a: x${' '.repeat(1_000_000)}b: c: d`, 1, /yaml\//],
  ['20,000 aliases', () => `a: &a [1]\n${many(20_000, (at) => `a${at}: *a`)}`, 6, /more\./],
  ['brackets within brackets', () => `a: ${'['.repeat(20_000)}`, 1, /nested/],
  ['lists within lists', () => `${'- '.repeat(3000)}a`, 1, /nested/],
];

test.each(SPECS)('a spec: %s', async (_, make, count, shown) => {
  const problems = await problemsOf(make());
  expect(problems).toHaveLength(count);
  const drawn = drawProblems(problems, { color: false, secrets: new Secrets() });
  expect(drawn).toMatch(shown);
  expect(drawn.length).toBeLessThan(100_000);
});

test('what is left out is counted, errors are shown before warnings, and each once', () => {
  const source = { file: 'a.yaml', text: many(500, (at) => `line ${at}`) };
  const at = (line: number, severity: 'error' | 'warning'): Problem =>
    problem('spec/no-expression', { where: `line ${line}` }, { source, start: line * 5, end: line * 5 }, severity);
  const warnings = Array.from({ length: 300 }, (_, line) => at(line, 'warning'));
  const errors = Array.from({ length: 90 }, (_, line) => at(400 + line, 'error'));
  const drawn = drawProblems([...warnings, ...errors, ...errors], { color: false });
  expect(drawn.match(/ error spec/g)).toHaveLength(90);
  expect(drawn.match(/ warning spec/g)).toHaveLength(10);
  expect(drawn).toMatch(/\n\n… and 290 more\.\n\n90 errors, 300 warnings\.$/);
});

const NOTES = (count: number, by: string): string => Array.from({ length: count }, () => 'note').join(by);
test.each([
  ['5,000 steps', NOTES(5000, '.')],
  ['with blanks', NOTES(5000, ' .\n ')],
  ['with calls', NOTES(5000, '(x).')],
  ['dots alone', '.'.repeat(200_000)],
  ['blanks between them', '. '.repeat(200_000)],
])('a path of too many steps is told as such: %s', (_, text) => {
  expect(parseExpression(text)).toMatchObject({ ok: false, error: { code: 'too-deep' } });
});

test.each([
  ['texts', `village in [${many(2000, (at) => `"Dr. A${at}"`, ',')}]`],
  ['numbers', `[${many(2000, (at) => `${at}.5`, ',')}]`],
  ['short paths', many(700, (at) => `a.b${at}`, ' & ')],
])('dots in %s do not make a path long', (_, text) => {
  expect(parseExpression(text).ok).toBe(true);
});

test('a likely word is looked for among a hundred thousand, for ten thousand rows', () => {
  let walks = 0;
  const entries = Array.from({ length: 100_000 }, (_, at): [string, string] => [`Clinic of Village ${at}`, 'OuX']);
  const table = toTable('orgUnits', entries);
  const counted = {
    ...table,
    keys: () => {
      walks += 1;
      return table.keys();
    },
  };
  const miss = (word: string): unknown => {
    try {
      return lookUp(counted, word, 'lookup/no-match');
    } catch (error) {
      return error instanceof Miss ? error.args : error;
    }
  };
  // The same word in many rows is looked for once.
  for (let row = 0; row < 10_000; row += 1)
    expect(miss('Clinic of Vilage 777')).toMatchObject({ table: 'orgUnits', nearest: 'Clinic of Village 777' });
  expect(walks).toBe(1);
});

test('ten thousand different words do not make ten thousand walks', () => {
  let walks = 0;
  const table = toTable('orgUnits', [['Clinic', 'OuX']]);
  const counted = { ...table, keys: () => ((walks += 1), table.keys()) };
  for (let row = 0; row < 10_000; row += 1)
    expect(() => lookUp(counted, `Nothing ${row}`, 'lookup/no-match')).toThrow(Miss);
  expect(walks).toBe(1000);
});

test('texts of megabytes are compared with nothing', () => {
  expect(nearest('x'.repeat(5_000_000), ['x'.repeat(5_000_001)])).toBeUndefined();
  expect(nearest('clinic', ['x'.repeat(5_000_000), 'clinik'])).toBe('clinik');
});
