import { isObject } from '../../src/base/json.ts';

const DEFAULT_COMBO = 'HllvX50cXC0';
/** Options of an import of which nothing is said; recordings keep the others. */
const BY_DEFAULT: ReadonlySet<unknown> = new Set([false, 'CREATE_AND_UPDATE', 'REPLACE', 'FULL']);

/** A body as recordings of aggregate data keep it: without moments, ids of jobs, a parser's words, defaults and nulls. */
export function likeRecorded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(likeRecorded);
  if (typeof value === 'string') return textLikeRecorded(value);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== null);
  const kept = entries.map(([key, one]): [string, unknown] => {
    if ((key === 'importOptions' || key === 'jobParameters') && isObject(one)) return [key, asked(one)];
    return key === 'id' && 'jobType' in value ? [key, '(id)'] : [key, likeRecorded(one)];
  });
  return Object.fromEntries(kept);
}

function asked(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const others = Object.entries(options).filter(
    ([name, value]) => !(BY_DEFAULT.has(value) || name === 'firstRowIsHeader' || JSON.stringify(value) === '{}'),
  );
  return Object.fromEntries(others.filter(([, value]) => value !== null));
}

function textLikeRecorded(text: string): string {
  if (text.length > 3000) return `${text.slice(0, 40)}…(${text.length} characters in all)`;
  return text
    .replace(/^2026-11-23T\d\d:\d\d:\d\d(\.\d+)?/, '2026-11-23T(time)')
    .replace(/com\.fasterxml\.jackson\.[\w.]+: [\s\S]*/, "(the parser's words)")
    .replace(/( is not valid for parameter \w+\.) [\s\S]*No enum constant[\s\S]*/, '$1')
    .replace(/DATAVALUE_IMPORT \(\d+\)/, 'DATAVALUE_IMPORT (number)')
    .replace(/(tasks\/DATAVALUE_IMPORT)\/\w{11}$/, '$1/(id)');
}

/** The data values of a form as recordings keep them: by their cells. */
export function toCells(form: object | null, path: string): Record<string, unknown> {
  const asked = new URL(path, 'http://localhost').searchParams;
  const { dataValues = [], period, orgUnit } = { ...form } as Form;
  const ofForm = { period: period ?? asked.get('period'), orgUnit: orgUnit ?? asked.get('orgUnit') };
  const cells = dataValues.map((row): [string, unknown] => {
    const { dataElement, categoryOptionCombo, attributeOptionCombo, value, comment, storedBy, followup, deleted } = row;
    const place = [dataElement, row.period ?? ofForm.period, row.orgUnit ?? ofForm.orgUnit];
    const isOther = attributeOptionCombo !== DEFAULT_COMBO;
    if (isOther || categoryOptionCombo !== DEFAULT_COMBO) place.push(categoryOptionCombo);
    if (isOther) place.push(attributeOptionCombo);
    const rest = { comment, storedBy: storedBy === 'admin' ? null : storedBy, followup, deleted };
    const said = Object.entries(rest).filter(([, one]) => one !== null && one !== undefined && one !== false);
    const alone = said.length === 0 && value !== null && value !== undefined;
    return [place.join(' '), alone ? value : { value, ...Object.fromEntries(said) }];
  });
  return Object.fromEntries(cells);
}

interface Form {
  readonly period?: string;
  readonly orgUnit?: string;
  readonly dataValues?: readonly Row[];
}

interface Row {
  readonly dataElement: string;
  readonly period?: string;
  readonly orgUnit?: string;
  readonly categoryOptionCombo: string;
  readonly attributeOptionCombo: string;
  readonly value?: string | null;
  readonly comment?: string | null;
  readonly storedBy?: string | null;
  readonly followup?: boolean;
  readonly deleted?: boolean;
}
