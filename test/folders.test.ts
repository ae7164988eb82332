import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { findUnused, findWrongs, readSource, ROOMS, roomOf, toImports, type Import } from '../scripts/rooms.ts';

/** What only the outermost layer may touch. */
const OUTER_ONLY = /\bprocess\.(env|argv|exit|exitCode|stdout|stderr|stdin|cwd)\b|\bconsole\./;

const texts = readSource();
const files = [...texts.keys()];
const imports = toImports(texts);
const folderOf = (file: string): string => file.split('/')[0] as string;

describe('who may import whom', () => {
  test.each(Object.keys(ROOMS))('%s', (room) => {
    expect(findWrongs(imports.filter(({ from }) => roomOf(from) === room))).toEqual([]);
  });

  test('no right is granted that nobody uses', () => {
    expect(findUnused(imports)).toEqual([]);
  });

  test('every folder has its rule', () => {
    expect([...new Set(files.map(roomOf))].filter((room) => !(room in ROOMS))).toEqual([]);
  });

  // How the rooms hung together before they had walls; each of these is refused now.
  test.each<[string, string]>([
    ['engine/open.ts', 'index/json/json-index.ts'],
    ['engine/apply.ts', 'sinks/event-sink.ts'],
    ['engine/plan-records.ts', 'mapping/mapper.ts'],
    ['contracts/component.ts', 'storage/file.ts'],
    ['contracts/sink.ts', 'engine/plan-line.ts'],
    ['jsonata/compiler/calls.ts', 'expression/helpers/helper-table.ts'],
    ['jsonata/patterns/matching.ts', 'expression/types.ts'],
    ['mapping/convert.ts', 'jsonata/compiler/function-values.ts'],
    ['mapping/load-mapping.ts', 'pipeline/pipeline-spec.ts'],
    ['mapping/load-mapping.ts', 'generate/generate.ts'],
    ['pipeline/build.ts', 'storage/file.ts'],
    ['pipeline/build.ts', 'index/json/json-store.ts'],
    ['sources/csv.ts', 'dhis2/client.ts'],
    ['cli/job-command.ts', 'engine/run.ts'],
    ['commands/run.ts', 'engine/run.ts'],
    ['playground/evaluate.ts', 'jsonata/parse.ts'],
    ['report/report.ts', 'index/states.ts'],
    ['sandbox/sandbox.ts', 'dhis2/uid.ts'],
    ['base/problem.ts', 'contracts/record.ts'],
    ['messages/run-codes.ts', 'base/args.ts'],
  ])('%s may not import %s', (from, to) => {
    expect(findWrongs([{ from, to }])).toEqual([expect.stringContaining(`${from} imports ${to}`)]);
  });

  test('every import ends in .ts and leads to a file', () => {
    expect(imports.filter(({ to }) => !texts.has(to)).map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test('no cycles: what imports each other cannot be understood apart', () => {
    const next = Map.groupBy(imports, ({ from }: Import) => from);
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

describe('the map for contributors', () => {
  const text = readFileSync(fileURLToPath(new URL('../CONTRIBUTING.md', import.meta.url)), 'utf8');
  test('names every room, and no file that is not there', () => {
    expect(Object.keys(ROOMS).filter((room) => !text.includes(`src/${room}`))).toEqual([]);
    const named = [...text.matchAll(/\bsrc\/([a-z0-9/-]+\.ts)\b/g)].map(([, file = '']) => file);
    expect(named.filter((file) => !texts.has(file))).toEqual([]);
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
