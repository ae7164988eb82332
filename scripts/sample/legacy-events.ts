import type { Form, VersionName } from './form.ts';
import type { LegacyEntry } from './legacy-index.ts';
import type { SampleRow } from './rows.ts';

/** An event as the script in use today posts it: without its stage, and without anything for a blank. */
export interface LegacyEvent {
  readonly event: string;
  readonly program: string;
  readonly orgUnit: string;
  readonly occurredAt: string;
  readonly completedAt: string;
  readonly status: 'COMPLETED';
  readonly dataValues: readonly { readonly dataElement: string; readonly value: string }[];
}

/** Words that the script's CSV reader takes for no answer. */
export const MISSING: ReadonlySet<string> = new Set([
  '',
  '#N/A',
  '#N/A N/A',
  '#NA',
  '-1.#IND',
  '-1.#QNAN',
  '-NaN',
  '-nan',
  '1.#IND',
  '1.#QNAN',
  '<NA>',
  'N/A',
  'NA',
  'NULL',
  'NaN',
  'None',
  'n/a',
  'nan',
  'null',
]);

/**
 * What DHIS2 has of the entries that the index calls uploaded: the events that the script sent, each with the mapping of
 * the form version in which it was filled in. Rows that were not uploaded are passed over.
 */
export function* legacyEvents(
  form: Form,
  rows: Iterable<SampleRow>,
  index: Readonly<Record<string, LegacyEntry>> | ReadonlyMap<string, LegacyEntry>,
): Generator<LegacyEvent> {
  const entries = index instanceof Map ? index : new Map(Object.entries(index));
  for (const row of rows) {
    const entry = entries.get(row['_uuid'] ?? '');
    if (entry?.uploaded === true && !entry.deleted_dhis2) yield toEvent(form, row, entry.dhis2_uuid);
  }
}

function toEvent(form: Form, row: SampleRow, event: string): LegacyEvent {
  const day = row['ASSESSMENT_DATE'] ?? '';
  const questions = form.versions[`v${row['__version__']}` as VersionName];
  const dataValues = questions.flatMap(({ column, dataElement, codes }) => {
    const cell = row[column] ?? '';
    if (MISSING.has(cell)) return [];
    const value = codes.get(cell);
    if (value === undefined) throw new Error(`Today's script would have died of "${cell}" in ${column}.`);
    return [{ dataElement, value }];
  });
  const orgUnit = form.facilities.get(row['FACILITY'] ?? '') ?? '';
  return {
    event,
    program: form.programId,
    orgUnit,
    occurredAt: day,
    completedAt: day,
    status: 'COMPLETED',
    dataValues,
  };
}
