/** What a form, an export and a place of DHIS2 give for a first spec: what is sure, and what a person must decide. */
import { columnText } from '../base/column-text.ts';
import { NO_WORDS, YES_WORDS } from '../base/yes-no-words.ts';
import type { Form, Question } from './form.ts';
import { isSystemColumn, matchHeader, type SeenColumn } from './match-header.ts';
import { pairChoices } from './pair-choices.ts';
import { pairQuestions, type PairedQuestion } from './pair-questions.ts';
import { pairUnits, type PairedUnit, type Unit } from './pair-units.ts';
import { pickDayColumn, pickKey, pickPeriod, pickUnitColumn } from './pick-columns.ts';
import { openElements } from './open-elements.ts';
import type { OpenPoint } from './open-point.ts';
import type { SetupPlace, Target } from './target.ts';

export interface SetupInput {
  readonly form?: Form;
  /** Columns of the export; none where there is no export yet. */
  readonly columns: readonly SeenColumn[];
  readonly place: SetupPlace;
  readonly units: readonly Unit[];
  /** Columns that the person has named. */
  readonly named?: { readonly unit?: string; readonly date?: string };
}

export interface Setup {
  /** Column → data element or cell. */
  readonly columns: ReadonlyMap<string, Target>;
  /** Option set → value → code. */
  readonly options: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly units: readonly PairedUnit[];
  readonly unitColumn: string | undefined;
  readonly when: { readonly expression: string; readonly columns: readonly string[] } | undefined;
  /** The column that says where on the map. */
  readonly pointColumn: string | undefined;
  readonly key: string | undefined;
  /** Answers that need a word to become yes or no: data element → expression. */
  readonly byHand: readonly { readonly target: Target; readonly expression: string }[];
  readonly questions: readonly PairedQuestion[];
  /** What the form asks in each column. */
  readonly labels: ReadonlyMap<string, string>;
  readonly open: readonly OpenPoint[];
  /** Repeats of the form whose questions are no columns of the record. */
  readonly repeats: readonly string[];
}

/** Decides what is sure. Pure: nothing is read or written. */
export function planSetup({ form, columns, place, units, named = {} }: SetupInput): Setup {
  const { asked, absent } = matchHeader(form, columns);
  // Without an export, its columns will be called as the questions are: Kobo leaves groups out.
  const inExport = columns.length > 0 ? asked : absent.map((question) => ({ ...question, column: question.name }));
  const single = inExport.filter(({ repeat }) => repeat === undefined);
  const where = pickWhere(single, units, named.unit);
  const when = pickWhen(single, columns, place, named.date);
  const points = place.takesPoint === true ? single.filter(({ kind }) => kind === 'point') : [];
  const [point] = points;
  const free = single.filter((question) => question !== where?.question && !when?.isAllOf.includes(question.column));
  const paired = pairQuestions(free, place.targets);
  const answers = pairAnswers(paired);
  const key = pickKey(columns, [where?.question.column, ...(when?.columns ?? [])]);
  return {
    columns: new Map(
      paired.flatMap(({ question, target }) =>
        target && !answers.byHand.some((one) => one.target === target) ? [[question.column, target] as const] : [],
      ),
    ),
    options: answers.options,
    units: where?.paired ?? [],
    unitColumn: where?.question.column,
    when,
    pointColumn: point?.column,
    key: key?.text,
    byHand: answers.byHand,
    questions: paired,
    labels: labelsOf(inExport),
    repeats: columns.length === 0 ? [] : [...new Set(absent.flatMap(({ repeat }) => repeat ?? []))],
    open: [
      ...(where ? where.doubts : [{ is: 'place', what: 'orgUnit', why: 'no column looks like a facility' } as const]),
      ...(when
        ? when.doubts
        : [
            {
              is: 'place',
              what: place.of === 'program' ? 'occurredAt' : 'period',
              why: 'no column looks like the day of a record',
            } as const,
          ]),
      ...(point ? doubtsOf('geometry', point, points.slice(1)) : []),
      ...(key ? [] : [{ is: 'place', what: 'key', why: 'no column is different in every row' } as const]),
      ...openElements(place.targets, paired),
      ...openQuestions(
        paired.filter(({ question: { column } }) => column !== point?.column && !when?.columns.includes(column)),
      ),
      ...inExport
        .filter(({ repeat }) => repeat !== undefined)
        .map((question): OpenPoint => ({
          is: 'question',
          question,
          suggestions: [],
          why: `asked several times a record, in the repeat ${question.repeat}`,
        })),
      ...(columns.length > 0
        ? absent
            .filter(({ repeat }) => repeat === undefined)
            .map((question): OpenPoint => ({
              is: 'question',
              question,
              suggestions: [],
              why: 'the export has no such column',
            }))
        : []),
      ...answers.open,
      ...(where?.paired ?? [])
        .filter(({ unit }) => !unit)
        .map((unit): OpenPoint => ({ is: 'unit', column: where?.question.column ?? '', unit })),
    ],
  };
}

/** Of a question in a repeat under the name that its column has in a record. */
function labelsOf(questions: readonly Question[]): ReadonlyMap<string, string> {
  return new Map(
    questions.flatMap(({ column, repeat, labels: [label] }): [string, string][] =>
      label === undefined || label.trim() === ''
        ? []
        : [[repeat === undefined ? column : `${repeat}[].${column}`, label.trim()]],
    ),
  );
}

interface Where {
  readonly question: Question;
  readonly paired: readonly PairedUnit[];
  readonly doubts: readonly OpenPoint[];
}

function pickWhere(
  questions: readonly Question[],
  units: readonly Unit[],
  named: string | undefined,
): Where | undefined {
  const chosen = questions.find(({ column, name }) => named !== undefined && (column === named || name === named));
  if (chosen) return { question: chosen, paired: pairUnits(chosen, units), doubts: [] };
  const picked = pickUnitColumn(questions, units);
  if (!picked) return undefined;
  const { found, others } = picked;
  return { ...found, doubts: doubtsOf('orgUnit', found.question, others) };
}

interface When {
  readonly expression: string;
  readonly columns: readonly string[];
  /** Columns that say nothing else than when. */
  readonly isAllOf: readonly string[];
  readonly doubts: readonly OpenPoint[];
}

function pickWhen(
  questions: readonly Question[],
  columns: readonly SeenColumn[],
  place: SetupPlace,
  named: string | undefined,
): When | undefined {
  const chosen = questions.filter(({ column, name }) => named !== undefined && (column === named || name === named));
  if (place.of === 'data set') {
    const period = pickPeriod(chosen.length > 0 ? chosen : questions, place.periodType ?? 'Monthly');
    return period && { ...period, isAllOf: period.columns, doubts: [] };
  }
  const [first] = chosen;
  const day = first ? { found: first, others: [] } : pickDayColumn(questions);
  if (day) {
    const { column } = day.found;
    const doubts = doubtsOf('occurredAt', day.found, day.others);
    return { expression: `=$date(${columnText(column)})`, columns: [column], isAllOf: [], doubts };
  }
  const system = ['today', '_submission_time', 'SubmissionDate', 'end'].find((name) =>
    columns.some((one) => one.name === name),
  );
  if (system === undefined) return undefined;
  const doubts: OpenPoint[] = [
    {
      is: 'place',
      what: 'occurredAt',
      column: system,
      why: 'no question asks for a day: it is when the form was sent',
    },
  ];
  return { expression: `=$date(${columnText(system)})`, columns: [system], isAllOf: [], doubts };
}

function doubtsOf(what: string, taken: Question, others: readonly Question[]): OpenPoint[] {
  if (others.length === 0) return [];
  const names = others.slice(0, 3).map(({ column }) => column);
  return [{ is: 'place', what, column: taken.column, why: `it might also be ${names.join(', ')}` }];
}

/** Yes and no that a field takes as they are. */
const isYesOrNo = (value: string): boolean => [...YES_WORDS, ...NO_WORDS].includes(value.toLowerCase());

/** Choices of all questions that are sure: an option set has one map, so two questions must not say different things of a value. */
function pairAnswers(paired: readonly PairedQuestion[]): Pick<Setup, 'options' | 'byHand' | 'open'> {
  const options = new Map<string, Map<string, string>>();
  const open: OpenPoint[] = [];
  const byHand: { target: Target; expression: string }[] = [];
  for (const { question, target } of paired) {
    if (!target) continue;
    if (!target.optionSet) {
      const values = question.choices.map(({ value }) => value);
      if (!['BOOLEAN', 'TRUE_ONLY'].includes(target.valueType) || values.every(isYesOrNo)) continue;
      byHand.push({ target, expression: yesNoOf(question) });
      continue;
    }
    const map = options.get(target.optionSet.id) ?? new Map<string, string>();
    options.set(target.optionSet.id, map);
    for (const { choice, code, suggestions } of pairChoices(question, target.optionSet.options)) {
      const before = map.get(choice.value);
      if (code !== undefined && (before === undefined || before === code)) map.set(choice.value, code);
      else {
        const why = code === undefined ? '' : `another question of ${target.optionSet.name} says ${before} of it`;
        open.push({ is: 'choice', question, target, choice, suggestions, why });
      }
    }
  }
  return { options, byHand, open };
}

/** `$yesNo` with words of the list's own: the value whose label is a yes, and the one whose label is a no. */
function yesNoOf({ column, choices }: Question): string {
  const valuesOf = (pattern: RegExp): string[] =>
    choices
      .filter(({ value, labels }) => [value, ...labels].some((word) => pattern.test(word)))
      .map(({ value }) => value);
  const [yes, no] = [valuesOf(/^(?:yes|oui|s[ií]|sim|true|vrai)$/i), valuesOf(/^(?:no|non|n[ãa]o|false|faux)$/i)];
  return `=$yesNo(${columnText(column)}, ${JSON.stringify(yes)}, ${JSON.stringify(no)})`;
}

function openQuestions(paired: readonly PairedQuestion[]): OpenPoint[] {
  return paired
    .filter(({ target, question }) => !target && !isSystemColumn(question.column))
    .map(({ question, suggestions }) => ({ is: 'question', question, suggestions, why: '' }));
}
