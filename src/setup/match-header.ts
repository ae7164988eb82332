/** Which column of an export is which question of its form; without a form, what the columns themselves tell. */
import type { AnswerKind, Form, Question } from './form.ts';

/** A column of an export, with what is in it. */
export interface SeenColumn {
  readonly name: string;
  /** Each once, without blanks; not all of them where there are thousands. */
  readonly values: readonly string[];
  /** Rows that have something in it. */
  readonly filled: number;
  /** Whether each row has a value, and no two the same. */
  readonly isUnique: boolean;
}

/** What Kobo and ODK add to every export: nobody was asked it. */
const SYSTEM =
  /^(?:_.*|__version__|start|end|deviceid|device_id|subscriberid|simserial|phonenumber|username|audit|(?:meta|formhub)\/.*|instance(?:ID|Name)|KEY|SubmissionDate|SubmitterID|SubmitterName|AttachmentsPresent|AttachmentsExpected|Status|ReviewState|DeviceID|Edits|FormVersion)$/;

export function isSystemColumn(name: string): boolean {
  return SYSTEM.test(name.split('/').at(-1) ?? name) || SYSTEM.test(name);
}

/** Questions as the columns of an export have them: `asked` in it, those of the form that have no column in `absent`. */
export function matchHeader(
  form: Form | undefined,
  columns: readonly SeenColumn[],
): { readonly asked: readonly Question[]; readonly absent: readonly Question[] } {
  const asked: Question[] = [];
  const absent: Question[] = [];
  const taken = new Set<string>();
  for (const question of form?.questions ?? []) {
    const found = findColumn(question, columns, taken);
    if (!found) {
      absent.push(question);
      continue;
    }
    taken.add(found.column.name);
    for (const { name } of columns) if (isPartOf(name, found.column.name, question)) taken.add(name);
    asked.push(withColumn(question, found));
  }
  const others = columns.filter(({ name }) => !taken.has(name) && !isSystemColumn(name));
  return { asked: [...asked, ...others.filter((one) => !isDetail(one, columns)).map(toQuestion)], absent };
}

interface Found {
  readonly column: SeenColumn;
  /** Which of its labels the column is called by; undefined: by its name. */
  readonly label?: number;
}

function findColumn(question: Question, columns: readonly SeenColumn[], taken: ReadonlySet<string>): Found | undefined {
  const free = columns.filter(({ name }) => !taken.has(name));
  const exact = free.find(({ name }) => name === question.column) ?? free.find(({ name }) => name === question.name);
  if (exact) return { column: exact };
  const ending = free.filter(({ name }) => name.split(/[/.:]/).at(-1) === question.name);
  if (ending.length === 1 && ending[0]) return { column: ending[0] };
  for (const [label, text] of question.labels.entries()) {
    const column = free.find(({ name }) => name.trim() === text || name.split('/').at(-1)?.trim() === text);
    if (column) return { column, label };
  }
  return undefined;
}

/** In an export by labels, the answers are labels too. */
function withColumn(question: Question, { column, label }: Found): Question {
  const choices =
    label === undefined
      ? question.choices
      : question.choices.map((choice) => ({
          ...choice,
          value: choice.labels[label] ?? choice.labels[0] ?? choice.value,
        }));
  return { ...question, column: column.name, choices, seen: column.values, isUnique: column.isUnique };
}

/** `symptoms/fever` of `symptoms`, the parts of a place, and where a picture lies. */
function isPartOf(column: string, whole: string, { kind, name }: Question): boolean {
  if (kind === 'file') return column === `${whole}_URL`;
  if (kind === 'choices') return column.startsWith(`${whole}/`);
  return kind === 'point' && /_(?:latitude|longitude|altitude|precision)$/.test(column) && column.includes(`_${name}_`);
}

/** Without a form: `symptoms/fever` with 0 and 1 in it, beside `symptoms`. */
function isDetail({ name, values }: SeenColumn, columns: readonly SeenColumn[]): boolean {
  const [, whole] = /^(.+)\/[^/]+$/.exec(name) ?? [];
  return (
    whole !== undefined && columns.some((one) => one.name === whole) && values.every((value) => /^[01]$/.test(value))
  );
}

/** Choices of a column of which no form tells: few, short, and again and again. */
const MOST_CHOICES = 40;
const LONGEST_CHOICE = 60;

function toQuestion({ name, values, filled, isUnique }: SeenColumn): Question {
  const kind = kindOf(values);
  const repeats = filled >= 2 * values.length || values.length <= 3;
  const areChoices =
    values.length > 0 &&
    values.length <= MOST_CHOICES &&
    !isUnique &&
    repeats &&
    values.every((value) => value.length <= LONGEST_CHOICE);
  return {
    column: name,
    name: name.split('/').at(-1) ?? name,
    labels: [],
    groups: name.split('/').slice(0, -1),
    kind,
    choices: areChoices && kind !== 'date' ? values.map((value) => ({ value, labels: [value] })) : [],
    seen: values,
    isUnique,
  };
}

/** As Kobo and ODK write a place: latitude, longitude, height, precision. */
const PLACE = /^-?\d{1,2}(?:\.\d+)? -?\d{1,3}(?:\.\d+)?(?: -?\d+(?:\.\d+)?){1,2}$/;

function kindOf(values: readonly string[]): AnswerKind {
  const all = (pattern: RegExp): boolean => values.length > 0 && values.every((value) => pattern.test(value));
  if (all(PLACE)) return 'point';
  if (all(/^-?\d{1,15}$/)) return 'integer';
  if (all(/^-?\d+(?:\.\d+)?$/)) return 'decimal';
  if (all(/^\d{4}-\d\d-\d\d$/)) return 'date';
  if (all(/^\d{4}-\d\d-\d\d[T ]/)) return 'dateTime';
  if (all(/^\d\d:\d\d(?::|$)/)) return 'time';
  return 'unknown';
}
