import { isObject } from '../../base/json.ts';
import { ColumnTree, flatten, ownName, put, toText, type FlatRecord } from './flat-record.ts';
import type { Question, Section } from './kobo-sections.ts';
import type { Layout } from './layout.ts';

/** What Kobo's own exports have behind the questions, in their order; `_index` is a number of the export alone. */
const BEHIND = [
  '_id',
  '_uuid',
  '_submission_time',
  '_validation_status',
  '_notes',
  '_status',
  '_submitted_by',
  '__version__',
  '_tags',
  'meta/rootUuid',
];
/** What the API has beside, and no export: files, and what is written elsewhere in the same record. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  '_attachments',
  '_geolocation',
  '_bamboo_dataset_id',
  '_xform_id_string',
  'formhub/uuid',
]);

/** The columns of a question. */
interface Columns {
  readonly own: string;
  /** Those of its choices, or of the parts of a geopoint. */
  readonly parts: readonly string[];
}

interface SectionLayout {
  readonly byPath: ReadonlyMap<string, { readonly question: Question; readonly columns: Columns }>;
  readonly repeats: ReadonlyMap<string, { readonly path: string; readonly layout: SectionLayout }>;
  readonly columns: readonly string[];
  readonly prefix: string;
}

/** Submissions as Kobo's export shows them, with XML values: the same columns, blank where nothing was answered. */
export class KoboLayout implements Layout {
  readonly id = '_id';
  readonly #form: SectionLayout;
  readonly #versions: readonly string[];

  /** `versions`: UIDs of the form's versions, the newest first. */
  constructor(
    form: Section,
    { withGroups, versions }: { readonly withGroups: boolean; readonly versions: readonly string[] },
  ) {
    this.#form = toLayout(form, withGroups);
    this.#versions = versions;
  }

  newTree(): ColumnTree {
    return new ColumnTree([...this.#form.columns, ...BEHIND], repeatsOf(this.#form));
  }

  toFlat(submission: { readonly [key: string]: unknown }): FlatRecord {
    const flat: FlatRecord = new Map();
    const version = this.#versionOf(submission);
    for (const [key, value] of Object.entries(submission)) {
      if (LEFT_OUT.has(key)) continue;
      if (key === '_validation_status' && isObject(value)) put(key, toText(value['uid']), flat);
      else if (key === '_tags' && Array.isArray(value)) put(key, value.map(toText).join(', '), flat);
      else if (key === '_notes') put(key, toNotes(value), flat);
      else addAnswer({ key, value, version }, this.#form, flat);
    }
    return flat;
  }

  /** A submission may name several (`__version__`, `_version_`, `_version__001`): the newest of them, as in Kobo. */
  #versionOf(submission: { readonly [key: string]: unknown }): string | undefined {
    const named = Object.keys(submission).filter((key) => key.includes('_version_'));
    const uids = new Set(named.map((key) => submission[key]));
    return this.#versions.find((uid) => uids.has(uid));
  }
}

function repeatsOf({ repeats }: SectionLayout): [string, ColumnTree][] {
  const distinct = new Map([...repeats.values()].map((one) => [one.path, one.layout]));
  return [...distinct].map(([path, layout]) => [path, new ColumnTree(layout.columns, repeatsOf(layout))]);
}

interface Answer {
  readonly key: string;
  readonly value: unknown;
  /** The version of the form in which it was given; undefined where that is not known. */
  readonly version: string | undefined;
}

function addAnswer({ key, value, version }: Answer, section: SectionLayout, flat: FlatRecord): void {
  const repeat = section.repeats.get(key);
  if (repeat && Array.isArray(value)) {
    const children = value.filter(isObject).map((child) => {
      const inner: FlatRecord = new Map();
      for (const [name, answer] of Object.entries(child))
        addAnswer({ key: name, value: answer, version }, repeat.layout, inner);
      return inner;
    });
    if (children.length > 0) flat.set(repeat.path, children);
    return;
  }
  const known = section.byPath.get(key);
  // No version of the form has it: it is kept under its own path.
  if (!known) return flatten(value, withoutPrefix(key, section.prefix), flat);
  const { question, columns } = known;
  const answer: FlatRecord = new Map();
  flatten(value, columns.own, answer);
  for (const [name, text] of answer) if (!flat.has(name)) flat.set(name, text);
  if (question.is === 'choices' && value !== null) addChoices({ key, value, version }, question, columns, flat);
  if (question.is === 'geopoint')
    for (const [at, part] of toText(value).split(/\s+/).slice(0, 4).entries())
      put(columns.parts[at] as string, part, flat);
}

/** 1 for what was chosen, 0 for what was not; nothing for what could not be chosen in that version of the form. */
function addChoices({ value, version = '' }: Answer, question: Question, { parts }: Columns, flat: FlatRecord): void {
  const chosen = new Set(toText(value).split(/\s+/));
  const offered = question.older.get(version) ?? question.options;
  for (const [at, option] of [...question.options].entries()) {
    if (chosen.has(option)) flat.set(parts[at] as string, '1');
    else if (offered.has(option)) flat.set(parts[at] as string, '0');
  }
}

function toLayout(section: Section, withGroups: boolean): SectionLayout {
  const prefix = section.path === '' ? '' : `${section.path}/`;
  const questions = new Set(section.questions.values());
  const names = Map.groupBy(questions, ({ path }) => ownName(path));
  const isAlone = (path: string): boolean => names.get(ownName(path))?.length === 1;
  const columnsOf = new Map(
    [...questions].map((question) => {
      const path = withoutPrefix(question.path, prefix);
      return [question, toColumns(question, path, withGroups, isAlone(question.path))] as const;
    }),
  );
  const layouts = new Map(
    [...new Set(section.repeats.values())].map((one) => [one, toLayout(one, withGroups)] as const),
  );
  return {
    prefix,
    byPath: new Map(
      [...section.questions].map(([path, question]) => [
        path,
        { question, columns: columnsOf.get(question) as Columns },
      ]),
    ),
    repeats: new Map(
      [...section.repeats].map(([path, one]) => {
        const layout = layouts.get(one) as SectionLayout;
        return [path, { path: withoutPrefix(one.path, prefix), layout }];
      }),
    ),
    columns: [...columnsOf.values()].flatMap(({ own, parts }) => [own, ...parts]),
  };
}

/** A geopoint's own column has no group in Kobo's exports, with groups or without; its parts have theirs. */
function toColumns({ is, options }: Question, path: string, withGroups: boolean, isAlone: boolean): Columns {
  const name = ownName(path);
  const group = path.slice(0, path.length - name.length);
  const own = withGroups || !isAlone ? path : name;
  if (is === 'choices') return { own, parts: [...options].map((option) => `${own}/${option}`) };
  if (is === 'plain') return { own, parts: [] };
  const parts = ['latitude', 'longitude', 'altitude', 'precision'];
  return {
    own: isAlone ? name : path,
    parts: parts.map((part) => `${withGroups || !isAlone ? group : ''}_${name}_${part}`),
  };
}

function withoutPrefix(path: string, prefix: string): string {
  return prefix !== '' && path.startsWith(prefix) ? path.slice(prefix.length) : path;
}

/** The texts of notes; an export has them in a form that no program reads. */
function toNotes(value: unknown): string {
  const notes = Array.isArray(value) ? (value as unknown[]) : [];
  return notes.map((note) => toText(isObject(note) ? note['note'] : note)).join(', ');
}
