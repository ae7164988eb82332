/** Code in the documentation that no test runs as it stands is tried as far as it can be: nothing in it is misspelt. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Parser } from '@oclif/core';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseExpression } from '../../src/jsonata/parse.ts';
import { examplesOf, ROOT, type Example } from './examples.ts';

/** Pages that people write; the reference is made of the code. */
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  ...filesIn('docs').filter((page) => page !== 'docs/reference.md'),
  ...readdirSync(path.join(ROOT, 'examples'), { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map(({ name }) => `examples/${name}/README.md`),
];

function filesIn(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `${folder}/${file}`);
}

/** What the tests of the pages write, run, compare or read. */
const BY_OTHERS = ['run', 'file', 'output', 'error', 'decide', 'background', 'row', 'plan', 'connections', 'vectors'];

const FENCES = PAGES.flatMap((page) => examplesOf(page).map((block) => ({ page, block })));
const ALONE = FENCES.filter(({ block }) => !BY_OTHERS.some((word) => block.words.has(word)));

/** Cannot be run here. */
const SHOWN_ONLY = new Set(['crontab']);

test('each piece of code is run, or is of a kind that is tried here', () => {
  const others = ALONE.filter(({ block }) => !isShell(block) && !isYaml(block) && !SHOWN_ONLY.has(block.language));
  // What `etl doctor` may say of a server and a day that are not here.
  expect(others.map(({ page, block: { language } }) => `${page}: ${language}`)).toEqual(['docs/nights.md: text']);
});

function isShell({ language }: Example): boolean {
  return language === 'sh';
}

function isYaml({ language }: Example): boolean {
  return language === 'yaml';
}

const LINES = [...FENCES, ...examplesOf('docs/reference.md').map((block) => ({ page: 'docs/reference.md', block }))]
  .filter(({ block }) => isShell(block))
  .flatMap(({ page, block }) => block.text.split('\n').map((line) => ({ page, line })));

test('the commands are there, with these arguments and flags', async () => {
  const lines = LINES.filter(({ line }) => /^(?:\w+=\S+ )?etl /.test(line));
  expect(lines.length).toBeGreaterThan(140);
  const wrong: string[] = [];
  for (const { page, line } of lines) {
    const words = wordsOf(line.slice(line.indexOf('etl ') + 4));
    const problem = await problemWith(words);
    if (problem !== undefined) wrong.push(`${page}: ${line}\n  ${problem}`);
  }
  expect(wrong).toEqual([]);
});

test('the scripts of npm are there', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
  const called = LINES.flatMap(
    ({ line }) => /^(?:\w+=\S+ )?npm (?:run )?(?!ci|cit|link)([\w:]+)/.exec(line)?.[1] ?? [],
  );
  expect(called.length).toBeGreaterThan(15);
  expect(called.filter((name) => !(name in scripts))).toEqual([]);
});

const COMMANDS = path.join(ROOT, 'src/commands');
const NAMES = new Set(
  readdirSync(COMMANDS, { recursive: true, encoding: 'utf8' }).map((file) => file.replace(/\.ts$/, '')),
);

async function problemWith(words: readonly string[]): Promise<string | undefined> {
  const name = [words.slice(0, 2).join('/'), words[0] ?? ''].find((one) => NAMES.has(one));
  if (name === undefined) return words[0] === 'help' ? undefined : 'there is no such command';
  const { default: command } = (await import(path.join(COMMANDS, `${name}.ts`))) as { default: Command };
  const { flags, baseFlags, args } = command;
  // All but one have `--json`, which oclif adds.
  const argv = words.slice(name.split('/').length).filter((word) => word !== '--json');
  try {
    await Parser.parse(argv, { flags: { ...baseFlags, ...flags }, args, strict: true, '--': true });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

type Input = Parameters<typeof Parser.parse>[1];
interface Command {
  readonly flags: NonNullable<Input['flags']>;
  readonly baseFlags: NonNullable<Input['flags']>;
  readonly args: NonNullable<Input['args']>;
}

/** As a shell takes them apart, up to a remark or a further command. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (const [word = ''] of line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)) {
    if (/^(?:#.*|\||>|&&|;)$/.test(word)) break;
    words.push(word.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2'));
  }
  return words;
}

const SCHEMA = JSON.parse(readFileSync(path.join(ROOT, 'schemas/pipeline.schema.json'), 'utf8')) as {
  properties: object;
};
/** A spec into which a piece is put. */
const SPEC = {
  name: 'visits',
  source: { kind: 'csv', path: 'visits.csv', key: ['id'] },
  sink: { kind: 'dhis2-events', connection: 'hmis', program: 'PrVisits001' },
  index: { path: 'index.json' },
};

test('pieces of a spec are such: keys, values and expressions', () => {
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(SCHEMA);
  const pieces = FENCES.filter(({ block }) => isYaml(block)).flatMap(({ page, block }) => {
    const piece = parse(block.text) as object;
    const isPiece = Object.keys(piece).every((key) => key in SCHEMA.properties);
    return isPiece ? [{ place: `${page}:${block.line}`, piece }] : [];
  });
  expect(pieces.length).toBeGreaterThan(10);
  const wrong = pieces.flatMap(({ place, piece }) => {
    if (!validate({ ...SPEC, ...piece })) return [`${place}: ${JSON.stringify(validate.errors?.slice(0, 3))}`];
    return expressionsIn(piece)
      .filter((text) => !parseExpression(text).ok)
      .map((text) => `${place}: ${text}`);
  });
  expect(wrong).toEqual([]);
});

function expressionsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('=') ? [value.slice(1)] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(expressionsIn) : [];
}
