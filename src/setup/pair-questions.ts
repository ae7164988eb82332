/** Which question fills which data element or cell. */
import { likeness, SURE } from '../matching/likeness.ts';
import { labelOf, type Question } from './form.ts';
import { pairChoices, shareOfSure, type PairedChoice } from './pair-choices.ts';
import { asidesOf, waysToAsk, waysToSay, withoutCommonStart, withoutDate } from './question-words.ts';
import type { Suggestion } from './suggestion.ts';
import type { Target } from './target.ts';
import { canFill } from './can-fill.ts';

export interface PairedQuestion {
  readonly question: Question;
  /** What it fills, where that is sure. */
  readonly target?: Target;
  /** How sure that is. */
  readonly score?: number;
  /** What it may fill, best first. */
  readonly suggestions: readonly Suggestion[];
}

/** A pair is taken from here on, where nothing else comes near it. */
const TAKEN = 85;
/** How far apart the best and the next must be. */
const LEAD = 7;
const WORTH_SHOWING = 60;
/** What does not fit by its type is never sure. */
const MISFIT = 55;

interface Scored {
  readonly question: Question;
  readonly target: Target;
  readonly score: number;
}

/**
 * Pairs questions with what a place has to fill: by label, name, value type and choices. A pair is sure where it is far
 * better than any other of either side; what is left is suggested, and nothing is guessed.
 */
export function pairQuestions(questions: readonly Question[], targets: readonly Target[]): readonly PairedQuestion[] {
  const scored = scoreAll(questions, targets).sort((a, b) => b.score - a.score);
  const taken = takeSure(scored);
  return questions.map((question) => {
    const sure = taken.get(question);
    const suggestions = scored
      .filter((one) => one.question === question && one.score >= WORTH_SHOWING)
      .slice(0, 3)
      .map(({ target, score }) => ({ id: target.id, name: target.name, score }));
    return { question, ...(sure && { target: sure.target, score: sure.score }), suggestions };
  });
}

/** Takes pairs that nothing rivals, until there is none left: a rival that is taken is none any more. */
function takeSure(scored: readonly Scored[]): ReadonlyMap<Question, Scored> {
  const taken = new Map<Question, Scored>();
  const filled = new Set<Target>();
  let found: Scored | undefined;
  do {
    const free = scored.filter(({ question, target }) => !taken.has(question) && !filled.has(target));
    found = free.find(
      (one) =>
        one.score >= TAKEN &&
        free.every(
          (other) =>
            other === one ||
            (other.question !== one.question && other.target !== one.target) ||
            one.score - other.score >= LEAD,
        ),
    );
    if (found) {
      taken.set(found.question, found);
      filled.add(found.target);
    }
  } while (found);
  return taken;
}

function scoreAll(questions: readonly Question[], targets: readonly Target[]): Scored[] {
  const shorten = [0, 1, 2].map((at) => withoutCommonStart(targets.flatMap(({ names }) => names[at] ?? [])));
  const shortenQuestion = withoutCommonStart(questions.map(({ name }) => name));
  const called = targets.map((target) => ({
    target,
    names: asDated(
      target.names.flatMap((name, at) => [name, shorten[at]?.(name) ?? name]).flatMap(waysToSay),
      target.valueType.startsWith('DATE'),
    ),
  }));
  const pairAnswers = pairOnce();
  const lists = countOf(questions.map(listOf));
  const sets = countOf(targets.map(({ optionSet }) => optionSet?.id));
  return questions.flatMap((question) => {
    const ways = waysOf(question, shortenQuestion);
    const asides = question.labels.flatMap(asidesOf);
    return called.map(({ target, names }) => {
      const paired = target.optionSet && pairAnswers(question, target.optionSet);
      const most = differ(asides, target.names.flatMap(asidesOf)) ? TAKEN - 1 : 100;
      const byName = Math.min(most, Math.max(0, ...ways.flatMap((way) => names.map((name) => likeness(way, name)))));
      const isOwnList = lists.get(listOf(question)) === 1 && sets.get(target.optionSet?.id) === 1;
      return { question, target, score: weigh(question, target, byName, { paired, isOwnList }) };
    });
  });
}

/** Many questions share a list, and many data elements an option set: each pair of these is compared once. */
function pairOnce(): (question: Question, set: NonNullable<Target['optionSet']>) => readonly PairedChoice[] {
  const known = new Map<string, readonly PairedChoice[]>();
  return (question, { id, options }) => {
    const key = JSON.stringify([listOf(question), id]);
    const paired = known.get(key) ?? pairChoices(question, options);
    known.set(key, paired);
    return paired;
  };
}

/** Age (years), age (months): what both have in brackets is no mere explanation. */
function differ(asides: readonly string[], others: readonly string[]): boolean {
  return (
    asides.length > 0 &&
    others.length > 0 &&
    !asides.some((one) => others.some((other) => likeness(one, other) >= SURE))
  );
}

function listOf({ list, column }: Question): string {
  return list ?? column;
}

function countOf<Key>(keys: readonly Key[]): ReadonlyMap<Key, number> {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** All that a question is called: its labels, its name, its column, and its label with that of its group. */
function waysOf(question: Question, shorten: (name: string) => string): string[] {
  const { labels, name, groups, kind } = question;
  const [group] = groups.slice(-1);
  const label = labelOf(question);
  const inGroup = group === undefined ? [] : [`${group} ${label}`, `${label}, ${group}`];
  const names = [name, shorten(name)].flatMap((word) => waysToSay(word.replaceAll('_', ' ')));
  return asDated([...labels.flatMap(waysToAsk), ...inGroup, ...names], kind === 'date' || kind === 'dateTime');
}

/** Each once; of dates also what they are the date of. */
function asDated(ways: readonly string[], isDate: boolean): string[] {
  return [...new Set(isDate ? [...ways, ...ways.map(withoutDate)] : ways)];
}

/** What the types and the choices of a pair say of it, beside the names. */
function weigh(
  question: Question,
  target: Target,
  byName: number,
  { paired, isOwnList }: { readonly paired: readonly PairedChoice[] | undefined; readonly isOwnList: boolean },
): number {
  if (!canFill(question, target)) return Math.min(byName, MISFIT);
  if (!paired || paired.length === 0) return byName;
  const share = shareOfSure(paired);
  // A list that is numbered as the codes are was made for this set.
  if (share === 1 && paired.every(({ isNumbered }) => isNumbered))
    return Math.min(100, Math.max(byName, SURE + byName / 10));
  if (share === 0 && paired.length > 2 && question.choices.some(hasWords)) return Math.min(byName, TAKEN - 1);
  // Three answers and more that are all the same are no accident, where no other question has them; yes and no are.
  return paired.length > 2 && share === 1 && isOwnList ? Math.min(100, byName + 15) : byName;
}

/** Numbers without labels say neither that two lists are the same nor that they are not. */
function hasWords({ value, labels }: Question['choices'][number]): boolean {
  return [value, ...labels].some((word) => !/^\d+$/.test(word));
}
