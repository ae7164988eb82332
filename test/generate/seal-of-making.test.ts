/**
 * What has not changed is not made anew, and whatever has changed is: the mapping in use is always that of the inputs as
 * they are now, and a file that was edited by hand is always found.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshMappings, renewMappings, type FreshMappings } from '../../src/generate/fresh-mappings.ts';
import { generateMappingFiles } from '../../src/generate/generate-files.ts';
import type { MappingSpec } from '../../src/mapping/mapping-spec.ts';
import { sipcaSpec, specOf } from './generate-spec.ts';

const SIPCA = path.join(import.meta.dirname, '../../mappings/sipca');
const BASE = path.join(import.meta.dirname, 'cases/base');
const SEAL = 'mapping_generated.json.etl.json';

let folder: string;
let spec: MappingSpec;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'etl-seal-'));
  await cp(SIPCA, folder, { recursive: true });
  spec = sipcaSpec(folder);
});
afterEach(() => rm(folder, { recursive: true }));

const show = (file: string): string => path.relative(folder, file);

async function fresh(of = spec): Promise<FreshMappings> {
  const mappings = await freshMappings(of, show);
  if (!mappings) throw new Error('an input is lacking');
  return mappings;
}

async function edit(name: string, change: (text: string) => string): Promise<void> {
  const file = path.join(folder, name);
  const before = await readFile(file, 'utf8');
  expect(change(before)).not.toBe(before);
  await writeFile(file, change(before));
}

/** What comes of making it, whatever the seal says. */
async function madeAnew(of = spec): Promise<FreshMappings> {
  const seal = path.join(folder, SEAL);
  const before = await readFile(seal, 'utf8');
  const { makings: _, ...rest } = JSON.parse(before) as { makings?: unknown };
  await writeFile(seal, JSON.stringify(rest));
  const mappings = await fresh(of);
  await writeFile(seal, before);
  expect(mappings.seal).toBeDefined();
  return mappings;
}

const said = ({ documents, problems, stale }: FreshMappings) => ({
  documents: [...documents].map(([file, { text, value }]) => [file, text, JSON.stringify(value)]),
  problems: problems.map(({ code, args, place }) => [code, args, place?.source.file, place?.start]),
  stale: stale.map(({ path: file, difference }) => [file, difference]),
});

describe('a mapping whose inputs and files are as when it was made', () => {
  it('is not made anew, as SIPCA stands in the repository', async () => {
    expect((await fresh({ ...spec, name: 'sipca' })).seal).toBeUndefined();
  });

  it('is what making it would give, and knows where everything came from', async () => {
    await generateMappingFiles(spec, show);
    const [sealed, made] = [await fresh(), await madeAnew()];
    expect(said(sealed)).toEqual(said(made));
    for (const [file, { placeOf }] of sealed.documents)
      for (const last of ['column', 'optionSet-mapping', 'name'])
        for (const at of [0, 17, 59]) {
          const pointer = ['programStages', 0, 'programStageDataElements', at, 'dataElement', last];
          expect(placeOf(pointer)).toEqual(made.documents.get(file)?.placeOf(pointer));
        }
  });

  it('is made anew where there is something to tell of the inputs, which is told each time', async () => {
    await rm(folder, { recursive: true });
    await cp(BASE, folder, { recursive: true });
    const other = specOf(folder, {});
    await edit('mapping_de.json', (text) => text.replace(/"De[A-Za-z0-9]{9}"/, '"DeUnknown01"'));
    await generateMappingFiles(other, show);
    expect(await readFile(path.join(folder, SEAL), 'utf8')).not.toContain('makings');
    const [once, again] = [await fresh(other), await fresh(other)];
    expect(once.problems).not.toEqual([]);
    expect(said(again)).toEqual(said(once));
  });
});

describe('what has changed since is found', () => {
  const swapped = (text: string): string => text.replace(/"1": "(\w+)"/, '"1": "$1x"');
  const edits: [string, () => Promise<void> | void][] = [
    ['columns', () => edit('mapping_de.json', (text) => text.replace('": "', '_": "'))],
    ['columns of a version', () => edit('columns_v1.json', (text) => text.replace('": "', '_": "'))],
    ['options of versions', () => edit('options_v2.json', swapped)],
    ['options', () => edit('mapping_optionSet.json', swapped)],
    ['metadata', () => edit('retrieved_program_metadata.json', (text) => text.replace(/"name": "/, '"name": "New '))],
    ['decisions', () => edit('decisions.csv', (text) => text.split('\n').slice(0, 2).join('\n'))],
    [
      'the mapping, by hand',
      () => edit('mapping_generated.json', (text) => text.replace(/"column": "/, '"column": "x')),
    ],
    ['the mapping of a version, by hand', () => edit('mapping_generated.v1.json', swapped)],
    ['a file that is gone', () => rm(path.join(folder, 'mapping_generated.v2.json'))],
    [
      'what the spec leaves out',
      () => {
        const ignore = [{ is: 'element', name: 'DeUnknown01', reason: 'x', place: spec.mapping!.generated.place }];
        spec = { ...spec, mapping: { ...spec.mapping!, ignore } } as MappingSpec;
      },
    ],
    ['the program', () => void (spec = { ...spec, sink: { config: { program: 'PrOther0001' } } })],
    [
      'the order of versions',
      () => void (spec = { ...spec, source: { ...spec.source, versions: spec.source.versions.toReversed() } }),
    ],
  ];
  it.each(edits)('%s', async (_, change) => {
    await generateMappingFiles(spec, show);
    expect((await fresh()).seal).toBeUndefined();
    await change();
    const now = await fresh();
    expect(now.seal).toBeDefined();
    expect(said(now)).toEqual(said(await madeAnew()));
  });

  it('and once the files are renewed, they are as made', async () => {
    await generateMappingFiles(spec, show);
    await edit('mapping_de.json', (text) => text.replace('": "', '_": "'));
    const stale = await fresh();
    expect(stale.stale).not.toEqual([]);
    await renewMappings(spec, stale);
    const now = await fresh();
    expect(now.stale).toEqual([]);
    expect(said(now).documents).toEqual(said(stale).documents);
  });

  it('a mapping laid out anew counts as before, and is read as it is', async () => {
    await generateMappingFiles(spec, show);
    await edit('mapping_generated.json', (text) => JSON.stringify(JSON.parse(text)));
    const now = await fresh();
    expect([now.seal === undefined, now.problems, now.stale]).toEqual([false, [], []]);
  });
});

describe('two pipelines with one mapping', () => {
  it('have a seal each', async () => {
    const other = { ...spec, name: 'staging' };
    await generateMappingFiles(spec, show);
    await generateMappingFiles(other, show);
    expect([(await fresh()).seal, (await fresh(other)).seal]).toEqual([undefined, undefined]);
  });
});
