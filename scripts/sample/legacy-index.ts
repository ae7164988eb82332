import { compareCodePoints } from '../../src/base/legacy-json.ts';
import type { Form } from './form.ts';
import { randomOf, type Random } from './random.ts';
import { sampleRow, type RowOptions, type SampleRow } from './rows.ts';

/** An entry of `event_index.json`, by Kobo `_uuid`, as the script in use today writes it. */
export interface LegacyEntry {
  readonly dhis2_uuid: string;
  readonly uploaded: boolean;
  readonly deleted: boolean;
  readonly deleted_dhis2: boolean;
  readonly error?: string;
  /** Left by the weekly review; it may be stale. */
  readonly status?: string;
}

/** The share of the export that the script's last run had seen; what is newer is not in its index. */
const SEEN = 0.8;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * The index as the script's last run left it: most of the seen submissions uploaded, some refused or of an unknown
 * facility, and a few that are gone from Kobo.
 */
export function* legacyIndex(form: Form, options: RowOptions): Generator<readonly [uuid: string, entry: LegacyEntry]> {
  const seen = Math.floor(options.rows * SEEN);
  for (let at = 0; at < seen; at += 1) {
    const row = sampleRow(form, options, at);
    yield [uuidOf(row), toEntry(row, form, randomOf(options.seed, `entry ${at}`))];
  }
  for (const [at, row] of lostRows(form, options).entries()) {
    const dhis2_uuid = uid(randomOf(options.seed, `lost ${at}`));
    // Of the first two somebody has still to remove the event in DHIS2.
    yield at < 2
      ? [
          uuidOf(row),
          {
            dhis2_uuid,
            uploaded: true,
            deleted: true,
            deleted_dhis2: false,
            status: 'DELETED_IN_KOBO_BUT_EXISTS_IN_DHIS2',
          },
        ]
      : [
          uuidOf(row),
          { dhis2_uuid, uploaded: true, deleted: true, deleted_dhis2: true, status: 'DELETED_IN_KOBO_AND_DHIS2' },
        ];
  }
}

/** Submissions that were sent once and that Kobo no longer has: in the index, not in the export. */
export function lostRows(form: Form, options: RowOptions): readonly SampleRow[] {
  const count = Math.min(Math.floor(options.rows / 30), 40);
  return Array.from({ length: count }, (_, at) => {
    const row = sampleRow(form, options, options.rows + 1_000_000 + at);
    return Object.assign({}, row, { _validation_status: '' });
  });
}

/** The index in one piece, sorted as in its file. */
export function toIndex(entries: Iterable<readonly [string, LegacyEntry]>): Readonly<Record<string, LegacyEntry>> {
  return Object.fromEntries([...entries].sort(([a], [b]) => compareCodePoints(a, b)));
}

function toEntry(row: SampleRow, form: Form, random: Random): LegacyEntry {
  const entry = { dhis2_uuid: uid(random), uploaded: false, deleted: false, deleted_dhis2: false };
  const facility = row['FACILITY'] ?? '';
  // Today's look-up is exact: another spelling of a known name is unknown.
  if (!form.facilities.has(facility))
    return { ...entry, error: `UNKNOWN_OU:${facility}`, status: 'NOT_UPLOADED_TO_DHIS2' };
  if (random.chance(0.01)) return { ...entry, error: 'DHIS2_REJECTED' };
  if (random.chance(0.005)) return { ...entry, error: 'NO_RESPONSE_FROM_DHIS2' };
  return { ...entry, uploaded: true, ...(random.chance(0.01) ? { status: 'NOT_UPLOADED_TO_DHIS2' } : {}) };
}

function uuidOf(row: SampleRow): string {
  return row['_uuid'] ?? '';
}

/** A UID at random, as today's script reserves them: nothing in it can be derived from the record. */
function uid(random: Random): string {
  const all = `${LETTERS}0123456789`;
  let text = LETTERS[random.below(LETTERS.length)] ?? 'A';
  while (text.length < 11) text += all[random.below(all.length)] ?? '';
  return text;
}
