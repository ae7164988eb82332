/** Which rows a conflict of the importer of 2.43 is about: it lists all rows, or none, and names the ones at fault. Pure. */
import type { DataValueRow } from './form-rows.ts';
import type { Conflict } from './find-summary.ts';

type Part = 'dataElement' | 'period' | 'orgUnit' | 'categoryOptionCombo' | 'attributeOptionCombo';

/** What stands in the list of a code's message, and what the message is about beside it. */
const NAMED: ReadonlyMap<string, { readonly listed: Part; readonly of?: Part }> = new Map([
  ['E8011', { listed: 'orgUnit' }],
  ['E8020', { listed: 'dataElement' }],
  ['E8021', { listed: 'period' }],
  ['E8022', { listed: 'orgUnit' }],
  ['E8023', { listed: 'attributeOptionCombo' }],
  ['E8024', { listed: 'categoryOptionCombo', of: 'dataElement' }],
  ['E8030', { listed: 'period' }],
  ['E8031', { listed: 'period', of: 'orgUnit' }],
  ['E8032', { listed: 'period', of: 'attributeOptionCombo' }],
]);

/** What a conflict about a part is about, for people; undefined: a cell. */
export function propertyOf(code: string): string | undefined {
  return PROPERTY_OF.get(code);
}

const PROPERTY_OF: ReadonlyMap<string, string> = new Map([
  ['E7611', 'period'],
  ['E7612', 'orgUnit'],
  ['E7617', 'orgUnit'],
  ['E7638', 'period'],
  ['E7640', 'period'],
  ['E7641', 'period'],
  ['E7642', 'period'],
  ['E7643', 'period'],
  ['E7644', 'period'],
  ['E8011', 'orgUnit'],
  ['E8021', 'period'],
  ['E8022', 'orgUnit'],
  ['E8023', 'attributeOptionCombo'],
  ['E8030', 'period'],
  ['E8031', 'period'],
  ['E8032', 'period'],
]);

/** Places of the rows that a conflict is about; none where it does not say. */
export function rowsNamed({ code, message, indexes }: Conflict, rows: readonly DataValueRow[]): number[] {
  const { listed, of } = NAMED.get(code) ?? {};
  if (!listed) return isOfRows(code) || indexes.length < rows.length ? rowsTold(message, indexes) : [];
  const [about = '', list] = /^(.*?)`\[(.*)\]`/s.exec(message)?.slice(1) ?? [];
  if (list === undefined) return [];
  const values = new Set(list.split(',').map((one) => one.trim()));
  // A part that a row leaves out is the default, which has another id on every server.
  const isListed = (row: DataValueRow): boolean => values.has(row[listed] ?? [...values].join());
  const isMeant = (row: DataValueRow): boolean => of === undefined || about.includes(row[of] ?? '\0');
  return [...rows.keys()].filter((at) => isListed(rows[at] as DataValueRow) && isMeant(rows[at] as DataValueRow));
}

/** Codes of single rows, whose indexes are those at fault. */
function isOfRows(code: string): boolean {
  return /^E81\d\d$/.test(code);
}

/** The rows of a conflict about rows: its indexes, or the one that its message names (`Value #3 …`). */
function rowsTold(message: string, indexes: readonly number[]): number[] {
  const named = /^Value #(\d+) /.exec(message)?.[1];
  return indexes.length > 0 || named === undefined ? [...indexes] : [Number(named)];
}
