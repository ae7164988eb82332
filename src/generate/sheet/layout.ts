/** The sheets of a mapping as people edit it: their names, and what their columns are called. */
import type { ReadSheet } from '../../sheets/sheet.ts';

export const QUESTIONS = {
  sheet: 'Questions',
  version: 'version',
  column: 'column',
  label: 'label',
  element: 'data element',
  uid: 'UID',
  ignore: 'ignore',
  reason: 'reason',
} as const;

export const CHOICES = {
  sheet: 'Choices',
  version: 'version',
  questions: 'questions',
  optionSet: 'option set',
  setUid: 'option set UID',
  choice: 'choice',
  label: 'label',
  code: 'option code',
  option: 'option',
} as const;

export const UNITS = { sheet: 'Units', key: 'key', unit: 'unit', uid: 'UID' } as const;

export const LOOKUPS = { sheet: 'Look-ups', lookup: 'look-up', key: 'key', value: 'value' } as const;

/** The look-up of organisation units, which `$orgUnit` reads. */
export const UNIT_LOOKUP = 'orgUnits';

/** A sheet by its name, whatever its case. */
export function findSheet(sheets: readonly ReadSheet[], name: string): ReadSheet | undefined {
  return sheets.find((sheet) => sheet.name.trim().toLowerCase() === name.toLowerCase());
}

/** A sheet of a mapping: a CSV that has no names for sheets is that of the questions. */
export function findMappingSheet(sheets: readonly ReadSheet[], name: string, file: string): ReadSheet | undefined {
  const found = findSheet(sheets, name);
  const [only, other] = sheets;
  const isNameless = only !== undefined && other === undefined && /\.csv$/i.test(file) && !isNamed(only.name);
  return found ?? (isNameless && name === QUESTIONS.sheet ? only : undefined);
}

function isNamed(name: string): boolean {
  return [QUESTIONS, CHOICES, UNITS, LOOKUPS].some(({ sheet }) => sheet.toLowerCase() === name.trim().toLowerCase());
}

/** Form versions as a cell names them, in one order: `v1 v2`; blank for the common mapping. */
export function toVersionLabel(text: string): string {
  return text
    .trim()
    .split(/[\s,;]+/)
    .sort()
    .join(' ');
}

/** What people write for yes; blank and the words for no are none. */
export function isYes(text: string): boolean {
  return !/^(?:|0|no|n|non|false|faux|-)$/i.test(text.trim());
}
