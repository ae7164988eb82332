import type { Form, Question, VersionName } from './form.ts';
import { randomOf, type Random } from './random.ts';
import { awkwardText } from './texts.ts';

/** A submission as exported: column → text. A column that is not there is blank. */
export type SampleRow = Readonly<Record<string, string>>;

export interface RowOptions {
  readonly seed: number;
  /** How many submissions the export has; the last ones are the newest. */
  readonly rows: number;
  /** Plants one unknown facility, one unmapped answer and one impossible date in the three last rows. */
  readonly bad?: boolean;
}

const FIRST_DAY = Date.UTC(2021, 0, 4);
const LAST_DAY = Date.UTC(2026, 2, 14);
const DAY_MS = 86_400_000;
/** Until which share of the time each form was in use. */
const FORMS: readonly (readonly [until: number, version: VersionName])[] = [
  [0.15, 'v1'],
  [0.4, 'v2'],
  [1, 'v3'],
];

/** The submissions of the export, one by one, oldest first. */
export function* sampleRows(form: Form, options: RowOptions): Generator<SampleRow> {
  for (let at = 0; at < options.rows; at += 1) yield sampleRow(form, options, at);
}

/**
 * Submission number `at`, always the same for the same seed and number of rows. Numbers from `rows` on are not in the
 * export: later submissions, or ones that Kobo has lost.
 */
export function sampleRow(form: Form, options: RowOptions, at: number): SampleRow {
  const { seed, rows } = options;
  const random = randomOf(seed, `row ${at}`);
  const age = Math.min(at / Math.max(rows, 1), 1);
  const version = FORMS.find(([until]) => age < until)?.[1] ?? 'v3';
  const day = FIRST_DAY + Math.floor((age * (LAST_DAY - FIRST_DAY)) / DAY_MS) * DAY_MS;
  const root = random.uuid();
  const edited = random.chance(0.04);
  const submitted = new Date(day + (8 + random.below(10)) * 3_600_000 + random.below(3_600) * 1_000).toISOString();
  const row: Record<string, string> = {
    start: `${submitted.slice(0, 19)}.000+03:00`,
    end: `${submitted.slice(0, 19)}.412+03:00`,
    today: submitted.slice(0, 10),
    OC: 'OCBA',
    FACILITY: spell(random.pick([...form.facilities.keys()]), random),
    ASSESSMENT_DATE: new Date(day - random.below(3) * DAY_MS).toISOString().slice(0, 10),
    ASSESSOR: random.pick(['IPC nurse', 'IPC supervisor', 'Infirmière PCI', 'Head nurse, ward 2', 'مشرف']),
    ...answers(form.versions[version], random),
    STRONG_POINTS: random.chance(0.3) ? awkwardText(random) : '',
    POINTS_TO_IMPROVE: random.chance(0.3) ? awkwardText(random) : '',
    COMMENTS: random.chance(0.4) ? awkwardText(random) : '',
    _id: String(410_000 + at * 7),
    _uuid: edited ? random.uuid() : root,
    _submission_time: submitted.slice(0, 19),
    _validation_status: validation(age, random),
    _status: 'submitted_via_web',
    _submitted_by: random.pick(['sipca_field', 'sipca_hq', '']),
    __version__: version.slice(1),
    'meta/rootUuid': `uuid:${root}`,
    _index: String(at + 1),
  };
  return options.bad === true ? plantFault(row, rows - at) : row;
}

/**
 * A submission after somebody has edited it in Kobo: the same submission, under a new `_uuid`. `edit` tells the edits of
 * one row apart.
 */
export function editedRow(row: SampleRow, changes: SampleRow, edit: number): SampleRow {
  return { ...row, ...changes, _uuid: randomOf(edit, `edit of ${row['_uuid'] ?? ''}`).uuid() };
}

/** The same name in decomposed Unicode, as some keyboards write it: equal for a reader, unknown to an exact look-up. */
function spell(facility: string, random: Random): string {
  return random.chance(0.02) ? facility.normalize('NFD') : facility;
}

/** Refused by a reviewer only while new: what was sent before stays as it was. */
function validation(age: number, random: Random): string {
  if (age > 0.9 && random.chance(0.04)) return 'validation_status_not_approved';
  if (random.chance(0.05)) return 'validation_status_on_hold';
  return random.chance(0.6) ? 'validation_status_approved' : '';
}

function answers(questions: readonly Question[], random: Random): SampleRow {
  const given: Record<string, string> = {};
  // A hospital is rather good or rather bad at all of it.
  const level = random.next();
  let surgery = true;
  for (const question of questions) {
    const { column, compulsory, values } = question;
    const isSurgery = values.includes('Yes');
    if (!surgery && column.includes('SSI')) continue;
    if (!compulsory && random.chance(0.06)) {
      if (random.chance(0.3)) given[column] = random.pick(['NA', 'n/a', 'nan', 'None']);
      continue;
    }
    const position = Math.floor((0.6 * level + 0.4 * random.next()) * values.length);
    const value = isSurgery
      ? random.chance(0.8)
        ? 'Yes'
        : 'No'
      : (values[Math.min(position, values.length - 1)] as string);
    if (isSurgery) surgery = value === 'Yes';
    given[column] = value;
  }
  return given;
}

function plantFault(row: SampleRow, fromEnd: number): SampleRow {
  const isNotRefused = { _validation_status: '' };
  if (fromEnd === 1) return { ...row, ...isNotRefused, FACILITY: "Ardavine, Hôpital d'Estrelac" };
  if (fromEnd === 2) return { ...row, ...isNotRefused, TRIAGE_ENTRANCE_INFECTIOUS_DISEASE: '9' };
  if (fromEnd === 3) return { ...row, ...isNotRefused, ASSESSMENT_DATE: '2026-02-30' };
  return row;
}
