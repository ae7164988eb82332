import { EtlError } from '../base/errors.ts';
import type { AnswerKind, Choice, Form, Question } from './form.ts';

/** A sheet of a workbook, as it was read. */
export interface FormSheet {
  readonly name: string;
  readonly rows: readonly { readonly at: number; readonly cells: readonly string[] }[];
}

/**
 * Parses an XLSForm: sheets `survey` and `choices`, and `settings` where it is there, with labels in as many languages as
 * there are, that of the form first. What asks nothing (notes, groups, pictures of the form itself) is no question. Throws EtlError
 * `init/not-a-form`.
 */
export function parseXlsForm(sheets: readonly FormSheet[], file: string): Form {
  const settings = tableOf(sheets, 'settings');
  const language = settings?.rows[0]?.('default_language') ?? '';
  const survey = tableOf(sheets, 'survey', language);
  if (!survey?.has('type') || !survey.has('name'))
    throw new EtlError('init/not-a-form', {
      file,
      lacks: survey ? 'the columns `type` and `name`' : 'a sheet `survey`',
    });
  const lists = choicesByList(tableOf(sheets, 'choices', language));
  const title = settings?.rows[0]?.('form_title') ?? '';
  return { ...(title !== '' && { title }), questions: questionsOf(survey, lists) };
}

/** A row: its cell in a column, blank where there is none. */
type Row = (column: string) => string;

interface Table {
  readonly rows: readonly Row[];
  has(column: string): boolean;
  /** Labels of a row in all languages, that of the form first, else in the order of the columns; blank ones left out. */
  labelsOf(row: Row): readonly string[];
}

/**
 * Choices that stand in a file beside the form (`select_one_from_file clinics.csv`): its columns `name` and `label`. Undefined
 * where it has no column `name`.
 */
export function parseChoices(sheet: FormSheet): readonly Choice[] | undefined {
  const table = toTable(sheet);
  return table?.has('name') ? choicesOf(table, table.rows) : undefined;
}

function tableOf(sheets: readonly FormSheet[], name: string, language = ''): Table | undefined {
  return toTable(
    sheets.find((one) => one.name.trim().toLowerCase() === name),
    language,
  );
}

function toTable(sheet: FormSheet | undefined, language = ''): Table | undefined {
  const [heading, ...rows] = sheet?.rows ?? [];
  if (!heading) return undefined;
  const columns = heading.cells.map((cell) => cell.trim().toLowerCase().replaceAll(' name', '_name'));
  const isOfForm = (column: string): boolean => column.replace(/^label:*/, '') === language.trim().toLowerCase();
  const all = columns.filter((column) => /^label(?:::?.+)?$/.test(column));
  const labels = [...all.filter(isOfForm), ...all.filter((column) => !isOfForm(column))];
  return {
    has: (column) => columns.includes(column),
    labelsOf: (row) => [...new Set(labels.map(row).filter((label) => label !== ''))],
    rows: rows.map(
      ({ cells }): Row =>
        (column) =>
          cells[columns.indexOf(column)]?.trim() ?? '',
    ),
  };
}

function choicesByList(table: Table | undefined): ReadonlyMap<string, readonly Choice[]> {
  if (!table) return new Map();
  const lists = Map.groupBy(table.rows, (row) => row('list_name') || row('list'));
  lists.delete('');
  return new Map([...lists].map(([list, rows]) => [list, choicesOf(table, rows)]));
}

/** Each value once; the first of them counts. */
function choicesOf(table: Table, rows: readonly Row[]): readonly Choice[] {
  const choices = new Map<string, Choice>();
  for (const row of rows) {
    const value = row('name') || row('value');
    if (value === '' || choices.has(value)) continue;
    const labels = table.labelsOf(row);
    choices.set(value, { value, labels: labels.length > 0 ? labels : [value] });
  }
  return [...choices.values()];
}

interface Around {
  readonly name: string;
  readonly label: string;
  readonly isRepeat: boolean;
}

function questionsOf(survey: Table, lists: ReadonlyMap<string, readonly Choice[]>): Question[] {
  const around: Around[] = [];
  const questions: Question[] = [];
  for (const row of survey.rows) {
    const [word = '', list = ''] = row('type')
      .replace(/^select (one|multiple)/i, 'select_$1')
      .split(/\s+/);
    const [type, name] = [word.toLowerCase(), row('name') || row('$autoname')];
    const labels = survey.labelsOf(row).map(withoutMarks);
    const [, edge] = /^(begin|end)(?:_|$)/.exec(type) ?? [];
    if (edge === 'begin')
      around.push({ name, label: labels[0] ?? '', isRepeat: type === 'begin_repeat' || list === 'repeat' });
    if (edge === 'end') around.pop();
    const kind = ANSWERS.get(type);
    if (edge !== undefined || kind === undefined || name === '') continue;
    const from = row('select_from_list_name') || list;
    const repeat = around.findLast(({ isRepeat }) => isRepeat);
    questions.push({
      column: [...around.map((one) => one.name), name].join('/'),
      name,
      labels,
      groups: around.map((one) => one.label).filter((label) => label !== ''),
      kind,
      ...(from !== '' && (kind === 'choice' || kind === 'choices') && { list: from }),
      choices: kind === 'choice' || kind === 'choices' ? (lists.get(from) ?? []) : [],
      ...(repeat && { repeat: repeat.name }),
    });
  }
  return questions;
}

/** Marks of Markdown and HTML, and names of other answers, are nothing that a person reads. */
function withoutMarks(label: string): string {
  return label
    .replace(/<[^>]*>/g, ' ')
    .replace(/\$\{[^}]*\}/g, ' ')
    .replace(/[*_#]{1,3}(?=\S)|(?<=\S)[*_#]{1,3}/g, (mark) => (mark.includes('_') ? mark : ''))
    .replace(/\s+/g, ' ')
    .trim();
}

/** What a question of a type answers; of other types nothing is asked. */
const ANSWERS: ReadonlyMap<string, AnswerKind> = new Map<string, AnswerKind>([
  ['select_one', 'choice'],
  ['select_one_from_file', 'choice'],
  ['select_multiple', 'choices'],
  ['select_multiple_from_file', 'choices'],
  ['rank', 'choices'],
  ['integer', 'integer'],
  ['int', 'integer'],
  ['range', 'decimal'],
  ['decimal', 'decimal'],
  ['date', 'date'],
  ['today', 'date'],
  ['time', 'time'],
  ['datetime', 'dateTime'],
  ['geopoint', 'point'],
  ['text', 'text'],
  ['string', 'text'],
  ['barcode', 'text'],
  ['calculate', 'unknown'],
  ['hidden', 'unknown'],
  ['acknowledge', 'text'],
  ['image', 'file'],
  ['audio', 'file'],
  ['video', 'file'],
  ['file', 'file'],
]);
