/** Files that people write, made to be endless: each is taken or refused at once. (Without bounds these do not end.) */
import { describe, expect, test } from 'vitest';
import { parseYamlDocument } from '../../src/base/yaml-document.ts';
import { REGISTRY } from '../../src/registry.ts';
import { toConnectionWords } from '../../src/pipeline/connection-words.ts';
import { parseEnvFile } from '../../src/pipeline/env-file.ts';
import { findHidden } from '../../src/pipeline/hidden-text.ts';
import { parseIni, readIni } from '../../src/pipeline/ini.ts';

const BLANKS = ' '.repeat(200_000);

test('values of an INI file that name each other by powers', () => {
  const lines = Array.from({ length: 12 }, (_, at) => `v${at} = ${`%(v${at + 1})s`.repeat(20)}`);
  const read = readIni(parseIni(`[s]\n${lines.join('\n')}\nv12 = x\n`), 's', 'v0');
  expect(read.is).toBe('value');
});

test('a value of an INI file that names others as people do', () => {
  const ini = parseIni('[s]\nurl = https://%(host)s/%(path)s?a=100%%\nhost = h.org\npath : a = b\n');
  expect(readIni(ini, 's', 'url')).toEqual({ is: 'value', value: 'https://h.org/a = b?a=100%' });
});

test.each([
  ['without =', `a${BLANKS}b`],
  ['before =', `a${BLANKS}b${BLANKS}= c`],
])('a line of an INI file with many blanks %s', (_, line) => {
  expect(parseIni(`[s]\n${line}\nk = v\n`).get('s')?.get('k')).toBe('v');
});

test('a line of an env file with many blanks', () => {
  expect(parseEnvFile({ file: 'e', text: `A=x${BLANKS}y\nB=x${BLANKS}# z\n` }).variables).toEqual(
    new Map([
      ['A', `x${BLANKS}y`],
      ['B', 'x'],
    ]),
  );
});

describe.each([102, 1000, 5000, 50_000])('YAML nested %i deep', (levels) => {
  test.each([
    ['lists', '['.repeat(levels) + ']'.repeat(levels)],
    ['sets', '{a: '.repeat(levels) + '}'.repeat(levels)],
    ['open lists', '['.repeat(levels)],
  ])('%s', (_, text) => {
    const { problems } = parseYamlDocument({ file: 'p.yaml', text });
    expect(problems[0]?.code).toBe('yaml/syntax');
  });
});

test('YAML nested as deep as a person may', () => {
  expect(parseYamlDocument({ file: 'p.yaml', text: `${'['.repeat(50)}${']'.repeat(50)}` }).problems).toEqual([]);
});

test.each([
  ['blanks', (blanks: string) => blanks],
  ['blanks behind a key', (blanks: string) => `  password:${blanks}x`],
  ['blanks in braces', (blanks: string) => `  x: {${blanks}a:${blanks}b,${blanks}}`],
  ['blanks and a bracket', (blanks: string) => `${blanks}[${blanks}x`],
])('what is hidden in a connections file with a long line: %s', (_, line) => {
  const text = `hmis:\n  kind: dhis2\n${line(BLANKS)}\n  url: https://x.org\n`;
  expect(Array.isArray(findHidden(text, 'connections', toConnectionWords(REGISTRY)))).toBe(true);
});
