/** Recorded imports of data values, as forms of our own sink: those whose request it could make. */
import { isObject } from '../../src/base/json.ts';
import { objectsOf } from '../../src/sandbox/loose-json.ts';
import type { Exchange } from '../sandbox/recordings.ts';

/** One row of an import, with the place that its group gives it. */
export interface RecordedRow {
  readonly cell: string;
  readonly value: string | null;
  readonly place: { readonly orgUnit: string; readonly period: string; readonly attributeOptionCombo?: string };
}

const OF_GROUP = new Set(['dataSet', 'orgUnit', 'period', 'attributeOptionCombo', 'completeDate', 'dataValues']);
const PLACE = ['orgUnit', 'period', 'attributeOptionCombo'] as const;
const OF_ROW = new Set<string>(['dataElement', 'categoryOptionCombo', 'value', ...PLACE]);

/** The rows of an import that is written as ours are: one data set, named; nothing beside cells, place and value. */
export function rowsOf({ method, path, body }: Exchange): RecordedRow[] {
  if (method !== 'POST' || !/^\/api\/dataValueSets(?:\?dryRun=true)?$/.test(path)) return [];
  if (!isObject(body) || typeof body['dataSet'] !== 'string') return [];
  if (Object.keys(body).some((name) => !OF_GROUP.has(name))) return [];
  const values: unknown = body['dataValues'];
  const rows = Array.isArray(values) && values.every(isObject) ? objectsOf(values) : [];
  const isOurs = (row: Readonly<Record<string, unknown>>): boolean =>
    Object.keys(row).every((name) => OF_ROW.has(name)) &&
    typeof row['dataElement'] === 'string' &&
    textOf(row['value']) !== undefined &&
    // A row that contradicts its group means another place in each release.
    PLACE.every((name) => row[name] === undefined || body[name] === undefined || row[name] === body[name]);
  return rows.every(isOurs) ? rows.map((row) => toRow(row, body)) : [];
}

function toRow(row: Readonly<Record<string, unknown>>, group: Readonly<Record<string, unknown>>): RecordedRow {
  const { dataElement, categoryOptionCombo: combo } = row;
  const at = (name: string): string => String(row[name] ?? group[name] ?? '');
  const attributeOptionCombo = at('attributeOptionCombo');
  return {
    cell: combo === undefined ? String(dataElement) : `${String(dataElement)}.${String(combo)}`,
    value: textOf(row['value']) ?? null,
    place: {
      orgUnit: at('orgUnit'),
      period: at('period'),
      ...(attributeOptionCombo !== '' && { attributeOptionCombo }),
    },
  };
}

/** Long texts are written as a character and how often it comes; undefined: no value that ours can be. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  const { repeat } = isObject(value) ? value : {};
  return Array.isArray(repeat) ? String(repeat[0]).repeat(Number(repeat[1])) : undefined;
}

/** What a server said of an import: codes, each with the rows that it is about; one that names none is about all. */
export function conflictsIn(
  { answer }: Exchange,
  rows: number,
): readonly (readonly [code: string, rows: readonly number[]])[] {
  const body: unknown = answer.body;
  const { response = body } = isObject(body) ? body : {};
  const { conflicts } = isObject(response) ? response : {};
  return objectsOf(conflicts).map(({ errorCode, indexes }) => [
    String(errorCode),
    Array.isArray(indexes) && indexes.length > 0 ? indexes.map(Number) : [...Array(rows).keys()],
  ]);
}
