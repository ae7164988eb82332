import type { SourceRecord } from '../contracts/record.ts';

/** So many rows are named. */
const MOST_TOLD = 20;

/** What a record was made of, in a sentence; undefined of a row of its own. */
export function describeGroup({ madeOf, repeats, header, cells }: SourceRecord): string | undefined {
  if (!madeOf) return undefined;
  const rows = (repeats?.get(madeOf.as) ?? []).map((one) => String(one.row));
  const values = header.columns.map((column, at) => `${column} ${cells[at] ?? ''}`).join(', ');
  const shown = rows.length > MOST_TOLD ? [...rows.slice(0, MOST_TOLD), `and ${rows.length - MOST_TOLD} more`] : rows;
  return madeOf.isExcluded
    ? `A group (${values}) of which \`where\` leaves out every row.`
    : `A group (${values}) of ${rows.length === 1 ? 'row' : 'the rows'} ${shown.join(', ')}.`;
}
