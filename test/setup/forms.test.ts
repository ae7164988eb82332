/** Forms and places of which a person has said what belongs to what: much is found, and nothing wrong. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Form } from '../../src/setup/form.ts';
import { matchHeader, type SeenColumn } from '../../src/setup/match-header.ts';
import { parseXlsForm } from '../../src/setup/parse-xlsform.ts';
import { planSetup } from '../../src/setup/plan-setup.ts';
import { toSetupPlace } from '../../src/setup/target.ts';
import { measureSetup } from './measure.ts';
import { CHOICES, SETTINGS, SURVEY } from './wash/form.ts';
import type { Row } from './workbook.ts';

const SIPCA = new URL('../../mappings/sipca/', import.meta.url);
const loadSipca = async (name: string): Promise<never> =>
  JSON.parse(await readFile(new URL(name, SIPCA), 'utf8')) as never;

const toSheet = (name: string, rows: readonly Row[]) => ({
  name,
  rows: rows.map((row, at) => ({ at: at + 1, cells: row.map(String) })),
});

test('SIPCA by the names of its columns alone: what is sure is right', async () => {
  const columns: Record<string, string> = await loadSipca('mapping_de.json');
  const options: Record<string, Record<string, string>> = await loadSipca('mapping_optionSet.json');
  const place = toSetupPlace(await loadSipca('retrieved_program_metadata.json'), undefined, { id: 'P', name: 'SIPCA' });
  const setOf = new Map(place.targets.map(({ id, optionSet }) => [id, optionSet?.id ?? '']));
  const seen = Object.entries(columns).map(([name, id]): SeenColumn => ({
    name,
    values: Object.keys(options[setOf.get(id) ?? ''] ?? {}),
    filled: 500,
    isUnique: false,
  }));
  const found = measureSetup(planSetup({ columns: seen, place, units: [] }), {
    questions: columns,
    choices: options,
    units: {},
  });
  expect(found.questions.wrong).toEqual([]);
  expect(found.choices.wrong).toEqual([]);
  // Numbers without labels are no answers that anybody could tell apart: only the form knows what 3 means.
  expect(found.questions.right).toBeGreaterThanOrEqual(12);
});

test('an XLSForm: questions with their groups, lists and labels; what asks nothing is left out', () => {
  const form = parseXlsForm(
    [toSheet('survey', SURVEY), toSheet('choices', CHOICES), toSheet('settings', SETTINGS)],
    'survey.xlsx',
  );
  expect(form.title).toBe('WASH in health facilities');
  expect(form.questions.map(({ column }) => column)).toContain('water/water_source');
  expect(form.questions.some(({ name }) => ['water_note', 'start', 'water'].includes(name))).toBe(false);
  expect(form.questions.find(({ name }) => name === 'water_source')).toMatchObject({
    labels: ['3.1 What is the main water source?', '3.1 Quelle est la source principale d’eau ?'],
    groups: ['Water'],
    kind: 'choice',
    list: 'water_source',
  });
});

test('a form is told in its own language, whatever stands first', () => {
  const french = SETTINGS.map((cells) => cells.map((cell) => (cell === 'English (en)' ? 'Français (FR) ' : cell)));
  const sheets = [toSheet('survey', SURVEY), toSheet('choices', CHOICES), toSheet('settings', french)];
  const { questions } = parseXlsForm(sheets, 'survey.xlsx');
  const question = questions.find(({ name }) => name === 'water_source');
  expect(question?.labels).toEqual([
    '3.1 Quelle est la source principale d’eau ?',
    '3.1 What is the main water source?',
  ]);
  expect(question?.choices.find(({ value }) => value === '98')?.labels[0]).toBe('Ne sait pas');
});

test('forms as other servers and older tools write them', () => {
  const form = parseXlsForm(
    [
      toSheet('Survey', [
        ['type', 'name', 'label', 'select_from_list_name', '$autoname'],
        ['begin group', 'g', 'Group', '', ''],
        ['begin repeat', 'child', 'Children', '', ''],
        ['integer', 'age', '**Age** of <b>the child</b>', '', ''],
        ['end repeat', '', '', '', ''],
        ['select one yn or_other', 'q1', 'Q1', '', ''],
        ['select_one', '', 'Q2', 'yn', 'q2'],
        ['end group', '', '', '', ''],
      ]),
      toSheet('Choices', [
        ['list name', 'name', 'label'],
        ['yn', 'y', 'Yes'],
        ['yn', 'n', 'No'],
        ['', '', ''],
      ]),
    ],
    'form.xlsx',
  );
  expect(form.questions).toMatchObject([
    { column: 'g/child/age', labels: ['Age of the child'], repeat: 'child' },
    { column: 'g/q1', list: 'yn', choices: [{ value: 'y' }, { value: 'n' }] },
    { column: 'g/q2', list: 'yn' },
  ]);
});

test('no form: it says what is lacking', () => {
  expect(() => parseXlsForm([toSheet('data', [['a']])], 'data.xlsx')).toThrow('data.xlsx is no XLSForm');
  expect(() => parseXlsForm([toSheet('survey', [['a']])], 'data.xlsx')).toThrow('`type` and `name`');
});

const question = { name: 'water', labels: ['Main source'], groups: [], kind: 'choice' as const };
const choices = [
  { value: '1', labels: ['Tap', 'Robinet'] },
  { value: '2', labels: ['Well', 'Puits'] },
];
const seen = (name: string, values: string[] = []): SeenColumn => ({
  name,
  values,
  filled: values.length,
  isUnique: false,
});

test.each([
  ['with its groups', 'g1/g2/water', '1'],
  ['by its name', 'water', '1'],
  ['with another path', 'data:section:water', '1'],
  ['by its label', 'Main source', 'Tap'],
])('the column of a question is found %s', (_, column, value) => {
  const form: Form = { questions: [{ ...question, column: 'g1/g2/water', choices }] };
  const { asked, absent } = matchHeader(form, [seen('other/thing'), seen(column, ['1'])]);
  expect(absent).toEqual([]);
  expect(asked[0]).toMatchObject({ column, choices: [{ value }, {}] });
});

test('a question that the export lacks is absent, and two columns of one name are nobody’s', () => {
  const form: Form = { questions: [{ ...question, column: 'g/water', choices }] };
  expect(matchHeader(form, [seen('a/water'), seen('b/water')]).absent).toHaveLength(1);
});

test('columns that the server adds are no questions', () => {
  const names = ['start', '_uuid', 'meta/rootUuid', '__version__', 'g/_gps_latitude', 'KEY', 'beds'];
  expect(
    matchHeader(
      undefined,
      names.map((name) => seen(name)),
    ).asked.map(({ column }) => column),
  ).toEqual(['beds']);
});

test('the address of a picture is no question, and repeats whose questions are no columns are named', () => {
  const survey: readonly Row[] = [
    ['type', 'name', 'label'],
    ['image', 'photo', 'Photo of the house'],
    ['text', 'page', 'Page'],
    ['begin_repeat', 'child', 'Children'],
    ['integer', 'age', 'Age of the child'],
    ['end_repeat', '', ''],
  ];
  const form = parseXlsForm([toSheet('survey', survey)], 'form.xlsx');
  const columns = ['photo', 'photo_URL', 'page', 'page_URL'].map((name) => seen(name));
  expect(matchHeader(form, columns).asked.map(({ column }) => column)).toEqual(['photo', 'page', 'page_URL']);
  const place = { of: 'program', id: 'P', name: 'P', targets: [] } as const;
  expect(planSetup({ form, columns, place, units: [] }).repeats).toEqual(['child']);
  expect(planSetup({ form, columns: [...columns, seen('child/age')], place, units: [] }).repeats).toEqual([]);
  expect(planSetup({ form, columns: [], place, units: [] }).repeats).toEqual([]);
});
