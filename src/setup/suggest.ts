/** What is new in a form or an export of a pipeline that is at work, and what it may be. */
import { labelOf, type Question } from './form.ts';
import { pairChoices } from './pair-choices.ts';
import { pairQuestions } from './pair-questions.ts';
import { pairUnits, type Unit } from './pair-units.ts';
import type { Suggestion } from './suggestion.ts';
import type { Target } from './target.ts';

/** A column, an answer or a facility that the mapping does not know. */
export interface Found {
  readonly is: 'question' | 'choice' | 'unit';
  readonly column: string;
  /** What people call the question. */
  readonly label: string;
  /** Of an answer or a facility: as it stands in the export, and what people call it. */
  readonly value?: string;
  readonly valueLabel?: string;
  /** Of an answer: the option set that its map is for. */
  readonly optionSet?: string;
  /** What it is, where that is sure. */
  readonly sure?: Suggestion;
  /** What it may be, best first. */
  readonly suggestions: readonly Suggestion[];
}

export interface KnownMapping {
  /** Questions as the export has them. */
  readonly asked: readonly Question[];
  /** Columns that nothing reads, and nobody has left out on purpose. */
  readonly left: ReadonlySet<string>;
  readonly targets: readonly Target[];
  /** Ids of targets that nothing fills. */
  readonly unfilled: ReadonlySet<string>;
  /** Column → target. */
  readonly columns: ReadonlyMap<string, Target>;
  /** Option set → values that it has a code for. */
  readonly options: ReadonlyMap<string, ReadonlySet<string>>;
}

/** New questions, and new answers to questions that are mapped. Pure. */
export function suggestMapping({ asked, left, targets, unfilled, columns, options }: KnownMapping): Found[] {
  const fresh = asked.filter(({ column, repeat }) => left.has(column) && repeat === undefined);
  const free = targets.filter(({ id }) => unfilled.has(id));
  const questions = pairQuestions(fresh, free).map(({ question, target, score = 0, suggestions }): Found => {
    const sure = target && { sure: { id: target.id, name: target.name, score } };
    return { is: 'question', column: question.column, label: labelOf(question), ...sure, suggestions };
  });
  const paired = new Map(columns);
  for (const { column, sure } of questions) {
    const target = targets.find(({ id }) => id === sure?.id);
    if (target) paired.set(column, target);
  }
  return [...questions, ...suggestChoices(asked, paired, options)];
}

function suggestChoices(
  asked: readonly Question[],
  columns: ReadonlyMap<string, Target>,
  options: KnownMapping['options'],
): Found[] {
  const told = new Set<string>();
  return asked.flatMap((question) => {
    const set = columns.get(question.column)?.optionSet;
    if (!set) return [];
    const known = options.get(set.id) ?? new Set();
    const paired = pairChoices({ ...question, choices: answersOf(question) }, set.options);
    return paired.flatMap(({ choice, code, suggestions }): Found[] => {
      const key = JSON.stringify([set.id, choice.value]);
      if (known.has(choice.value) || told.has(key)) return [];
      told.add(key);
      const option = set.options.find((one) => one.code === code);
      return [
        {
          is: 'choice',
          column: question.column,
          label: labelOf(question),
          value: choice.value,
          valueLabel: choice.labels[0] ?? choice.value,
          optionSet: set.id,
          ...(option && { sure: { id: option.code, name: option.name, score: suggestions[0]?.score ?? 100 } }),
          suggestions,
        },
      ];
    });
  });
}

/** What the form offers, and what the export has beside it; several answers in one cell stand between blanks. */
function answersOf({ choices, seen = [], kind }: Question): Question['choices'] {
  const offered = new Set(choices.map(({ value }) => value));
  const values = kind === 'choices' ? seen.flatMap((cell) => cell.split(/\s+/)) : seen;
  const others = [...new Set(values)].filter((value) => !offered.has(value));
  return [...choices, ...others.map((value) => ({ value, labels: [value] }))];
}

/** Facilities that the look-up does not know. */
export function suggestUnits(question: Question, known: (value: string) => boolean, units: readonly Unit[]): Found[] {
  return pairUnits(question, units).flatMap(({ value, label, unit, suggestions }): Found[] => {
    if (known(value)) return [];
    const sure = unit && {
      sure: suggestions.find(({ id }) => id === unit.id) ?? { id: unit.id, name: unit.name, score: 100 },
    };
    return [
      { is: 'unit', column: question.column, label: labelOf(question), value, valueLabel: label, ...sure, suggestions },
    ];
  });
}
