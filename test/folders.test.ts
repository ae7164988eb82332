import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

/** Whom each folder may import, and why no others. What is in `OPEN` is open to all above it. */
const RULES: Record<string, { readonly may: readonly string[]; readonly because: string }> = {
  messages: { may: [], because: 'the table of codes is read by all, and reads nobody' },
  base: { may: ['messages'], because: 'what all stand on stands on nobody; a problem is told by its code' },
  contracts: { may: [], because: 'what the rooms say to each other belongs to none of them' },
  jsonata: { may: [], because: 'the language knows no helper, no column and no DHIS2' },
  expression: { may: ['jsonata'], because: 'an expression knows records and tables, not where they come from' },
  dhis2: { may: [], because: 'what DHIS2 is does not depend on what we do with it' },
  storage: { may: [], because: 'where bytes live does not depend on what they mean' },
  sources: { may: ['storage'], because: 'a source reads; it must not know mapping, index or sink' },
  sinks: { may: ['dhis2'], because: 'a sink sends; it must not know where objects come from' },
  mapping: {
    may: ['expression', 'dhis2'],
    because: 'mapping turns records into objects; it must not know who reads or sends, nor how a spec is written',
  },
  generate: {
    may: ['mapping', 'dhis2'],
    because: 'what makes a mapping runs before any night, and knows of a night only the file that it writes for it',
  },
  index: { may: [], because: 'the index must go on working whatever feeds it' },
  engine: { may: ['index'], because: 'the stages know contracts; a component known by name would be a wall to move' },
  pipeline: {
    may: ['expression', 'mapping', 'engine'],
    because: 'the spec builds a pipeline by the kinds it is given, and runs none',
  },
  report: { may: ['engine'], because: 'a report tells what happened; it must not make it happen' },
  job: {
    may: ['pipeline', 'engine', 'report', 'mapping', 'expression', 'registry.ts'],
    because: 'a job is a whole run, for whoever orders it: it must not need a terminal',
  },
  sandbox: { may: [], because: 'a DHIS2 that shared our validator would agree with our mistakes' },
  playground: {
    may: ['cli', 'engine', 'expression'],
    because: 'it tries expressions on rows, and sends nothing',
  },
  cli: {
    may: ['job', 'pipeline', 'report', 'generate', 'expression'],
    because: 'the terminal is an outer layer',
  },
  commands: {
    may: ['cli', 'playground', 'pipeline', 'report', 'generate', 'sandbox', 'registry.ts'],
    because: 'commands parse flags, call, and return',
  },
  'registry.ts': {
    may: ['dhis2', 'index', 'sinks', 'sources', 'storage'],
    because: 'it is the one list of components',
  },
};

/** Rooms that every room above them may import without being granted it. */
const OPEN = new Set(['messages', 'base', 'contracts']);
const BELOW: Record<string, readonly string[]> = { messages: [], base: ['messages'], contracts: ['base', 'messages'] };

/** What only the outermost layer may touch. */
const OUTER_ONLY = /\bprocess\.(env|argv|exit|exitCode|stdout|stderr|stdin|cwd)\b|\bconsole\./;

interface Import {
  readonly from: string;
  readonly to: string;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.ts'));
const texts = new Map(files.map((file) => [file, readFileSync(join(SRC, file), 'utf8')]));

function importsOf(file: string, text: string): Import[] {
  const found = text.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g);
  return [...found].map(([, path]) => ({ from: file, to: relative(SRC, resolve(SRC, dirname(file), path as string)) }));
}

const imports = [...texts].flatMap(([file, text]) => importsOf(file, text));
const folderOf = (file: string): string => file.split('/')[0] as string;

describe('who may import whom', () => {
  test.each(Object.keys(RULES))('%s', (folder) => {
    const rule = RULES[folder] as (typeof RULES)[string];
    const open = BELOW[folder] ?? [...OPEN];
    const wrong = imports
      .filter(({ from, to }) => folderOf(from) === folder && folderOf(to) !== folder && !open.includes(folderOf(to)))
      .filter(({ to }) => !rule.may.includes(folderOf(to)))
      .map(({ from, to }) => `${from} imports ${to}, but ${folder} may not: ${rule.because}`);
    expect(wrong).toEqual([]);
  });

  test('no right is granted that nobody uses', () => {
    const used = new Set(imports.map(({ from, to }) => `${folderOf(from)} → ${folderOf(to)}`));
    const granted = Object.entries(RULES).flatMap(([folder, { may }]) => may.map((to) => `${folder} → ${to}`));
    expect(granted.filter((one) => !used.has(one))).toEqual([]);
  });

  test('a store of the index is known to the registry alone: the engine, and decisions on entries, work with any', () => {
    const stores = imports.filter(({ from, to }) => /^index\/[^/]+\//.test(to) && dirname(from) !== dirname(to));
    expect(stores.filter(({ from }) => from !== 'registry.ts').map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test('the tools before us, who write the index too, appear where their file is read, as names of its fields', () => {
    const words =
      /\b(dhis2_uuid|uploaded|deleted_dhis2|DHIS2_REJECTED|UNKNOWN_OU|NO_RESPONSE_FROM_DHIS2|DELETED_IN_DHIS2)\b/;
    // Messages tell people what to set in that file.
    const open = ['index/json/', 'messages/'];
    const wrong = [...texts].filter(([file, text]) => !open.some((one) => file.startsWith(one)) && words.test(text));
    expect(wrong.map(([file]) => file)).toEqual([]);
  });

  test('every folder has its rule', () => {
    expect([...new Set(files.map(folderOf))].filter((one) => !(one in RULES))).toEqual([]);
  });

  test('every import ends in .ts and leads to a file', () => {
    expect(imports.filter(({ to }) => !texts.has(to)).map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test('no cycles: what imports each other cannot be understood apart', () => {
    const next = Map.groupBy(imports, (one) => one.from);
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      expect(path.includes(file) ? [...path.slice(path.indexOf(file)), file] : []).toEqual([]);
      if (done.has(file)) return;
      for (const { to } of next.get(file) ?? []) visit(to, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
  });
});

describe('habits', () => {
  const inner = [...texts].filter(([file]) => !['cli', 'commands'].includes(folderOf(file)));
  test('only commands and cli touch process, environment and terminal', () => {
    expect(inner.filter(([, text]) => OUTER_ONLY.test(text)).map(([file]) => file)).toEqual([]);
  });

  test('jsonata is imported in src/jsonata alone', () => {
    expect(
      [...texts]
        .filter(([file, text]) => /from 'jsonata'/.test(text) && folderOf(file) !== 'jsonata')
        .map(([file]) => file),
    ).toEqual([]);
  });

  test('heavy SDKs are imported inside the function that needs them', () => {
    const early = /^import (?!type)[^;]*from '(@azure\/storage-blob|got)'/m;
    expect([...texts].filter(([, text]) => early.test(text)).map(([file]) => file)).toEqual([]);
  });

  test('files are short: 300 lines at most', () => {
    expect([...texts].filter(([, text]) => text.split('\n').length > 301).map(([file]) => file)).toEqual([]);
  });

  test('commands are thin: 80 lines at most', () => {
    const commands = [...texts].filter(([file]) => folderOf(file) === 'commands');
    expect(commands.filter(([, text]) => text.split('\n').length > 81).map(([file]) => file)).toEqual([]);
  });

  test('file names are kebab-case', () => {
    expect(files.filter((file) => !/^[a-z0-9-]+\.ts$/.test(file.split('/').at(-1) as string))).toEqual([]);
  });
});
