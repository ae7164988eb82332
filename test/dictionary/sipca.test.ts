/** SIPCA's dictionary says what the files say that people edit; those are read here without any code of ours. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import readWorkbook, { type Row } from 'read-excel-file/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Dictionary } from '../../src/dictionary/dictionary.ts';
import { etl } from '../cli/in-process.ts';
import { ROOT } from '../docs/examples.ts';

type Texts = Readonly<Record<string, string>>;

let folder: string;
let dictionary: Dictionary;
let sheets: ReadonlyMap<string, readonly Texts[]>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'etl-dictionary-'));
  const { stdout } = await etl(['docs', 'pipelines/sipca.yaml', '--to', folder, '--json'], { cwd: ROOT });
  const result = JSON.parse(stdout) as { dictionary: Dictionary };
  dictionary = result.dictionary;
  sheets = new Map(
    (await readWorkbook(join(folder, 'sipca-dictionary.xlsx'))).map(({ sheet, data }) => [sheet, toTexts(data)]),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function toTexts([titles = [], ...rows]: readonly Row[]): Texts[] {
  return rows.map((row) => Object.fromEntries(titles.map((title, at) => [String(title), String(row[at] ?? '')])));
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, 'mappings/sipca', name), 'utf8'));
}

interface Element {
  readonly id: string;
  readonly name: string;
  readonly valueType: string;
  readonly optionSet: {
    readonly id: string;
    readonly options: readonly { readonly code: string; readonly name: string }[];
  };
}

function elements(): readonly Element[] {
  const { programStages } = readJson('retrieved_program_metadata.json') as {
    programStages: [{ programStageDataElements: { dataElement: Element }[] }];
  };
  return programStages[0].programStageDataElements.map(({ dataElement }) => dataElement);
}

/** Columns by data element, as one form version has them. */
function columnsOf(version: string): ReadonlyMap<string, string> {
  const common = readJson('mapping_de.json') as Texts;
  const own = version === 'v3' ? {} : (readJson(`columns_${version}.json`) as Texts);
  return new Map([...Object.entries(common), ...Object.entries(own)].map(([column, uid]) => [uid, column]));
}

function answersOf(version: string, set: string): Texts {
  const common = (readJson('mapping_optionSet.json') as Record<string, Texts>)[set] ?? {};
  return (version === 'v3' ? undefined : (readJson('options_v2.json') as Record<string, Texts>)[set]) ?? common;
}

const VERSIONS = ['v3', 'v2', 'v1'];

function sorted(lines: readonly (readonly (string | undefined)[])[]): string[] {
  return lines.map((line) => JSON.stringify(line)).sort();
}

test('each question of each form is there, with its column, name, UID and type', () => {
  const told = (sheets.get('Questions') ?? []).flatMap((row) =>
    (row['Version'] ?? '')
      .split(', ')
      .map((version) => [version, row['UID'], row['Data element'], row['Type'], row['Column']]),
  );
  const wanted = VERSIONS.flatMap((version) =>
    elements().map(({ id, name, valueType }) => [version, id, name, valueType, columnsOf(version).get(id)]),
  );
  const ofElements = told.filter(([, uid]) => /^[A-Za-z][A-Za-z0-9]{10}$/.test(uid ?? '') && uid !== 'completedAt');
  expect(sorted(ofElements)).toEqual(sorted(wanted));
});

test('each answer is there, with the code and the name of its option', () => {
  const told = (sheets.get('Choices') ?? []).flatMap((row) =>
    (row['Version'] ?? '')
      .split(', ')
      .map((version) => [version, row['UID'], row['Answer'], row['Option code'], row['Option']]),
  );
  const wanted = VERSIONS.flatMap((version) =>
    elements().flatMap(({ id, optionSet }) =>
      Object.entries(answersOf(version, optionSet.id)).map(([answer, code]) => {
        return [version, id, answer, code, optionSet.options.find((option) => option.code === code)?.name];
      }),
    ),
  );
  expect(sorted(told)).toEqual(sorted(wanted));
});

test('each column says what it fills; each look-up has its entries; nothing is left', () => {
  const fills = new Map((sheets.get('Columns') ?? []).map((row) => [row['Column'], row['UID']]));
  for (const version of VERSIONS)
    for (const [uid, column] of columnsOf(version)) expect(fills.get(column)?.split('\n')).toContain(uid);
  expect(fills.get('FACILITY')).toBe('orgUnit');
  expect(sheets.get('Not filled')).toEqual([]);
  const units = (sheets.get('Look-ups') ?? []).map((row) => [row['Key'], row['Value']]);
  expect(Object.fromEntries(units)).toEqual(readJson('mapping_orgUnits.json'));
});

test('the places are those of the lines that people edit, and the cases those that name the field', () => {
  for (const { fillings } of dictionary.fields)
    for (const { written, text, from } of fillings) {
      const [, file = '', line = '', column = ''] = /^(.*):(\d+):(\d+)$/.exec(written) ?? [];
      const lines = readFileSync(join(ROOT, file), 'utf8').split('\n');
      const found = lines[Number(line) - 1]?.slice(Number(column) - 1);
      expect(found).toMatch(from === 'column' ? `"${text}"` : text.replaceAll(/^"|"$/g, ''));
    }
  const presence = dictionary.fields.find(({ target }) => target === 'Ab7hfewpJqn');
  expect(presence?.tests).toContain('Form 3 knows no third answer about presence');
  expect(presence?.tests).not.toContain('No day at all');
});

test('the page has all of it, and nothing that a browser would fetch', async () => {
  const page = await readFile(join(folder, 'sipca-dictionary.html'), 'utf8');
  for (const { id } of elements()) expect(page).toContain(`id="field-${id}"`);
  expect(page).not.toMatch(/\b(?:src|href)="(?!#)/);
});

const GUIDE = '/work/shared/sipca/SIPCA_mapping_file.xlsx';

test.skipIf(!existsSync(GUIDE))(
  'the guide of the analysts names the same columns (skipped where it is not at hand)',
  async () => {
    const survey = (await readWorkbook(GUIDE)).find(({ sheet }) => sheet === 'survey')?.data ?? [];
    const named = new Set(survey.flat().map((cell) => String(cell ?? '').trim()));
    const columns = dictionary.columns.filter(({ fills }) =>
      fills.some((target) => /^[A-Za-z0-9]{11}$/.test(target) && target !== 'completedAt'),
    );
    expect(columns.map(({ column }) => column).filter((column) => !named.has(column))).toEqual([]);
  },
);
