/** The quick reader of our own YAML: it says what the reader of all YAML says, or nothing. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseOwnLines } from '../../src/base/own-yaml-lines.ts';
import { parseOwnYaml, yamlLine, yamlText } from '../../src/base/own-yaml.ts';

const LOCK = fileURLToPath(new URL('../../mappings/sipca/retrieved_program_metadata.lock.yaml', import.meta.url));

const byYaml = (text: string): unknown =>
  parse(text, { schema: 'core', uniqueKeys: false, maxAliasCount: 0, logLevel: 'silent' });

const TEXTS = [
  '',
  'a',
  'Été',
  'yes',
  'No',
  'null',
  'a b',
  ' a',
  'a ',
  'a: b',
  'a #b',
  '#a',
  '- a',
  '1',
  '0x1F',
  '1e3',
  '2025-01-01',
  'a, b',
  '{ a }',
  '[a]',
  '"a"',
  "it's",
  'a\nb',
  'a\tb',
  'a\\b',
  '😀',
  '～',
  '\u2028',
  '\u00a0',
  'y',
  '.inf',
  '~',
  '<<',
  'true',
  'a/b (c) + d_e-f.',
  'é\u0301',
  '\ud800',
  '%a',
  '@a',
  '`a',
  '&a',
  '*a',
  '!a',
  '|',
  '>',
  '?',
  'a:',
  '__proto__',
];

test('a lock is read by it, and as YAML says', () => {
  const text = readFileSync(LOCK, 'utf8');
  expect(parseOwnLines(text)).toEqual(byYaml(text));
});

test.each(TEXTS.map((text) => [JSON.stringify(text), text] as const))('%s, wherever it stands', (_, one) => {
  const text = [
    '# A comment',
    'format: 1',
    `place: ${yamlLine({ id: one, [one]: 'x', flag: true, last: one })}`,
    'list:',
    `  - ${yamlLine({ id: one })}`,
    'sets:',
    `  - id: ${yamlText(one)}`,
    '    options:',
    `      ${yamlText(one)}: ${yamlText(one)}`,
    '  - id: b',
    '    options: {}',
    'isWhole: true',
    '',
  ].join('\n');
  const quick = parseOwnLines(text);
  expect(parseOwnYaml(text)).toEqual({ value: byYaml(text) });
  // What it does not read is left to the other.
  if (one === '__proto__' || one === '\u2028') expect(quick).toBeUndefined();
  else expect(quick).toEqual(byYaml(text));
});

describe('a text that was spoilt', () => {
  const lines = readFileSync(LOCK, 'utf8').split('\n').slice(4, 14);
  const text = [
    ...lines,
    'optionSets:',
    '  - id: a',
    '    name: b',
    '    options:',
    '      c: d',
    'isWhole: true',
    '',
  ].join('\n');
  const PIECES = [
    '',
    ' ',
    '\n',
    ':',
    '"',
    '#',
    '{',
    '}',
    '- ',
    ', ',
    '\t',
    '\\',
    '1',
    'a: b',
    '\r',
    "'",
    '|',
    '&a ',
    '*a',
    '!',
  ];

  test.each(PIECES.map((piece) => [JSON.stringify(piece), piece] as const))('by %s at each place', (_, piece) => {
    for (let at = 0; at < text.length; at += 1) {
      for (const spoilt of [
        text.slice(0, at) + piece + text.slice(at),
        text.slice(0, at) + piece + text.slice(at + 1),
      ]) {
        const quick = parseOwnLines(spoilt);
        if (quick === undefined) continue;
        // What it reads at all it reads as YAML does; what YAML refuses it does not read.
        expect({ spoilt, value: quick }).toEqual({ spoilt, value: byYaml(spoilt) });
      }
    }
  });
});
