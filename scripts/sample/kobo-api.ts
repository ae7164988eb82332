/** The sample as KoboToolbox's API has it: the same submissions as in the export, and the form in its three versions. */
import type { Form, VersionName } from './form.ts';
import type { SampleRow } from './rows.ts';

/** A submission as `/api/v2/assets/{uid}/data/` gives it: only what was answered, under groups and names. */
export type Submission = Readonly<Record<string, unknown>> & { readonly _id: number };

/** A deployed version as `/api/v2/assets/{uid}/versions/{uid}/` gives it. */
export interface DeployedVersion {
  readonly uid: string;
  readonly date_modified: string;
  readonly content_hash: string;
  readonly content: { readonly survey: readonly object[]; readonly choices: readonly object[] };
}

/** The group in which the sample's questions stand, where groups are wanted. */
export const GROUP = 'assessment';

const BEFORE = new Set(['start', 'end', 'today']);
/** What Kobo adds, under its own names. */
const NO_QUESTIONS = new Set(['_index', 'meta/rootUuid', '__version__']);

/** The submission of a row. Its words for “no answer” stay what they are: answers that somebody typed. */
export function toSubmission(row: SampleRow, withGroup = false): Submission {
  const answers = Object.entries(row)
    .filter(([name, text]) => text !== '' && !name.startsWith('_') && !NO_QUESTIONS.has(name))
    .map(([name, text]) => [withGroup && !BEFORE.has(name) ? `${GROUP}/${name}` : name, text] as const);
  const status = row['_validation_status'] ?? '';
  return {
    _id: Number(row['_id']),
    'formhub/uuid': 'f0f1f2f3f4f5',
    ...Object.fromEntries(answers),
    __version__: row['__version__'],
    'meta/instanceID': `uuid:${row['_uuid'] ?? ''}`,
    'meta/rootUuid': row['meta/rootUuid'],
    _xform_id_string: 'aSipca',
    _uuid: row['_uuid'],
    _attachments: [{ filename: 'sipca/attachments/1.jpg', download_url: 'https://example.org/1.jpg' }],
    _status: row['_status'],
    _geolocation: [null, null],
    _submission_time: row['_submission_time'],
    _tags: [],
    _notes: [],
    _validation_status:
      status === '' ? {} : { uid: status, label: 'Shown to people', by_whom: 'reviewer', timestamp: 1 },
    _submitted_by: row['_submitted_by'] === '' ? null : row['_submitted_by'],
  };
}

/** The versions, as they were deployed. */
export function toVersions(form: Form, withGroup = false): readonly DeployedVersion[] {
  return (['v1', 'v2', 'v3'] as const).map((name, at) => ({
    uid: `v${name}`,
    date_modified: `202${at}-01-01T00:00:00Z`,
    content_hash: `hash of ${name}`,
    content: toContent(form, name, withGroup),
  }));
}

function toContent(form: Form, version: VersionName, withGroup: boolean): DeployedVersion['content'] {
  const asked = new Set(form.versions[version].map((question) => question.column));
  const all = new Set(Object.values(form.versions).flatMap((questions) => questions.map((one) => one.column)));
  const text = form.columns.filter((name) => !all.has(name) && !name.startsWith('_') && !NO_QUESTIONS.has(name));
  const before = text.filter((name) => BEFORE.has(name)).map((name) => ({ type: name, name }));
  const questions = form.columns
    .filter((name) => asked.has(name) || (text.includes(name) && !BEFORE.has(name)))
    .map((name) =>
      asked.has(name)
        ? { type: 'select_one', name, select_from_list_name: name, $kuid: name.slice(0, 8) }
        : { type: 'text', name },
    );
  const choices = form.versions[version].flatMap(({ column, values }) =>
    values.map((value) => ({ list_name: column, name: value })),
  );
  const survey = withGroup
    ? [...before, { type: 'begin_group', name: GROUP }, ...questions, { type: 'end_group' }]
    : [...before, ...questions];
  return { survey, choices };
}
