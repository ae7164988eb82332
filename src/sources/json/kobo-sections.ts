/** Questions of a form, as rows of an XLSForm tell of them: what becomes columns, and what a repeat. */
import { ownName } from './flat-record.ts';

export type FormRow = { readonly [key: string]: unknown };

export interface FormVersion {
  readonly uid: string;
  readonly survey: readonly FormRow[];
  readonly choices: readonly FormRow[];
}

export interface Question {
  /** Where it stands in the newest version that has it: groups, and its own name. */
  readonly path: string;
  readonly is: 'plain' | 'choices' | 'geopoint';
  /** Of a question with several answers: its choices in all versions, the oldest first. */
  options: ReadonlySet<string>;
  /** The choices that each older version has; the newest that has the question counts for all. */
  readonly older: Map<string, ReadonlySet<string>>;
}

/** The form itself, or a repeat in it. */
export interface Section {
  readonly path: string;
  /** Questions by the paths that they have in any version. */
  readonly questions: Map<string, Question>;
  /** Repeats in the same way. */
  readonly repeats: Map<string, Section>;
}

export function newSection(path: string): Section {
  return { path, questions: new Map(), repeats: new Map() };
}

/** Adds what a version has; versions come the newest first. A question that was moved to another group stays one. */
export function addVersion(form: Section, version: FormVersion): void {
  const choices = Map.groupBy(version.choices, (row) => textOf(row, 'list_name'));
  const here = new Set(pathsOf(version.survey));
  const sections: Section[] = [form];
  const groups: { readonly name: string; readonly isRepeat: boolean }[] = [];
  const pathTo = (name: string): string => [...groups.map((group) => group.name), name].join('/');
  for (const row of version.survey) {
    if (isDisabled(row)) continue;
    const [type = '', list = ''] = typeOf(row);
    const name = nameOf(row);
    const section = sections.at(-1) as Section;
    if (type.startsWith('end_')) {
      if (groups.pop()?.isRepeat === true) sections.pop();
    } else if (name === '' || type === '') {
      continue;
    } else if (type.startsWith('begin_')) {
      const isRepeat = type === 'begin_repeat';
      if (isRepeat) sections.push(findOrAdd(section.repeats, pathTo(name), here, () => newSection(pathTo(name))));
      groups.push({ name, isRepeat });
    } else {
      const path = type === 'audit' ? `meta/${name}` : pathTo(name);
      const is = type === 'select_multiple' ? 'choices' : GEOPOINTS.has(type) ? 'geopoint' : 'plain';
      const question = findOrAdd(section.questions, path, here, () => newQuestion(path, is));
      const listName = textOf(row, 'select_from_list_name') || list;
      const hasOther = row['_or_other'] === true;
      addOptions(question, version.uid, [...(choices.get(listName) ?? []).map(nameOf), ...(hasOther ? ['other'] : [])]);
      const other = `${path}_other`;
      if (hasOther) findOrAdd(section.questions, other, here, () => newQuestion(other, 'plain'));
    }
  }
}

function newQuestion(path: string, is: Question['is']): Question {
  return { path, is, options: new Set(), older: new Map() };
}

/** Versions come the newest first, and the first that has a question knows the choices of all of them. */
function addOptions(question: Question, version: string, options: readonly string[]): void {
  if (question.is !== 'choices') return;
  if (question.options.size > 0) question.older.set(version, new Set(options));
  question.options = new Set([...options, ...question.options]);
}

const GEOPOINTS: ReadonlySet<string> = new Set(['geopoint', 'start-geopoint', 'background-geopoint']);

/** What a newer version has under that path; or under another, where this version has nothing there: it was moved. */
function findOrAdd<T extends { readonly path: string }>(
  known: Map<string, T>,
  path: string,
  here: ReadonlySet<string>,
  make: () => T,
): T {
  const alike = [...known.values()].filter((one) => ownName(one.path) === ownName(path) && !here.has(one.path));
  const [moved, ...others] = new Set(alike);
  const found = known.get(path) ?? (moved !== undefined && others.length === 0 ? moved : make());
  known.set(path, found);
  return found;
}

/** The paths of all that a version has. */
function pathsOf(survey: readonly FormRow[]): string[] {
  const groups: string[] = [];
  return survey.flatMap((row) => {
    if (isDisabled(row)) return [];
    const [type = ''] = typeOf(row);
    if (type.startsWith('end_')) groups.pop();
    const name = nameOf(row);
    if (name === '' || type === '' || type.startsWith('end_')) return [];
    const path = [...groups, name].join('/');
    if (type.startsWith('begin_')) groups.push(name);
    return [path];
  });
}

/** The type, and the list of its choices where that stands behind it: `begin group` and `begin_group` are the same. */
function typeOf(row: FormRow): readonly string[] {
  return textOf(row, 'type')
    .trim()
    .replace(/^(begin|end)\s+/, '$1_')
    .split(/\s+/);
}

function nameOf(row: FormRow): string {
  return textOf(row, 'name') || textOf(row, '$autoname') || textOf(row, '$autovalue');
}

function isDisabled(row: FormRow): boolean {
  return /^(?:yes|true)$/i.test(String(row['disabled'] ?? ''));
}

function textOf(row: FormRow, key: string): string {
  const value = row[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
