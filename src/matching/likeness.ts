/**
 * How alike two names are that people have written: of places, questions, answers. Whoever asks imports this where it is
 * asked, for the library behind it is not what a night should wait for.
 */
import { ratio, token_set_ratio, token_sort_ratio } from 'fuzzball';
import { toNamedWords, type NamedWords } from './named-words.ts';
import { NearNames } from './near-names.ts';

/** From here on two names say the same, and nothing tells them apart. */
export const SURE = 90;
/** Below it a name is not worth showing to a person. */
export const WORTH_SHOWING = 60;

/** Something tells them apart: at most this. */
const OPPOSITE = 40;
/** One says more than the other, of what tells names apart. */
const MORE_SAID = 75;
/** Each has a word of its own that the other lacks. */
const OWN_WORDS = 65;
/** Letters of two names up to which a slip in each word is looked for; longer ones without a word in common differ. */
const SHORT = 40;
/** Only spelt alike: a slip, or another town; treated and untreated. */
const SPELT_ALIKE = 84;
/** One has further words: beds, and occupied beds. However long the names, that is a part or a kind, and not the same. */
const FURTHER_WORDS = 84;

const AS_THEY_ARE = { full_process: false } as const;

/**
 * From 0 to 100. Case, accents, punctuation, the order of words and common short forms do not count; numbers, single letters
 * and opposites (north and south, with and without) do: names that differ in them are never sure, however alike they are.
 */
export function likeness(a: string, b: string): number {
  const [one, other] = [toNamedWords(a), toNamedWords(b)];
  if (one.squeezed === '' || other.squeezed === '') return a.trim() !== '' && a.trim() === b.trim() ? 100 : 0;
  if (one.squeezed === other.squeezed) return 100;
  const most = mostPossible(one, other);
  if (most === OPPOSITE) return Math.min(OPPOSITE, wordsAlike(one.words, other.words));
  return Math.min(most, wordsAlike(...inFull(one, other)));
}

/** More choices than these are not all compared. */
const MANY = 200;
const nearNames = new WeakMap<readonly object[], NearNames<never>>();

/**
 * Choices like a value, best first; only those worth showing to a person. Whoever asks for many values gives the same array
 * of choices each time: it is made ready once.
 */
export function candidates<Choice extends { readonly name: string }>(
  value: string,
  choices: readonly Choice[],
  limit = 5,
): { readonly choice: Choice; readonly score: number }[] {
  return (choices.length > MANY ? nearTo(value, choices) : choices)
    .map((choice) => ({ choice, score: likeness(value, choice.name) }))
    .filter(({ score }) => score >= WORTH_SHOWING)
    .sort((a, b) => b.score - a.score || (a.choice.name < b.choice.name ? -1 : 1))
    .slice(0, limit);
}

function nearTo<Choice extends { readonly name: string }>(
  value: string,
  choices: readonly Choice[],
): readonly Choice[] {
  const ready = (nearNames.get(choices) as NearNames<Choice> | undefined) ?? new NearNames(choices);
  nearNames.set(choices, ready as unknown as NearNames<never>);
  return ready.near(value);
}

/** What tells two names apart bounds how alike they can be. */
function mostPossible(one: NamedWords, other: NamedWords): number {
  if (one.isNegated !== other.isNegated) return OPPOSITE;
  let most = 100;
  if (one.marks !== other.marks) {
    if (one.marks !== '' && other.marks !== '') return OPPOSITE;
    most = MORE_SAID;
  }
  for (const question of new Set([...one.poles.keys(), ...other.poles.keys()])) {
    const [mine, theirs] = [one.poles.get(question), other.poles.get(question)];
    if (!mine || !theirs) most = MORE_SAID;
    else if (mine.size !== theirs.size || [...mine].some((pole) => !theirs.has(pole))) return OPPOSITE;
  }
  return most;
}

/** Sets of words, as fuzzball compares them: half by all words, half by what is in both. */
function wordsAlike(one: readonly string[], other: readonly string[]): number {
  const [a, b] = [toText(one), toText(other)];
  if (a === b) return 100;
  if (a.length + b.length > SHORT && !one.some((word) => isAmong(word, other))) return 0;
  const score = Math.round((token_sort_ratio(a, b, AS_THEY_ARE) + token_set_ratio(a, b, AS_THEY_ARE)) / 2);
  const [mine, theirs] = [ownWords(one, other), ownWords(other, one)];
  if (mine.length === 0 || theirs.length === 0) return Math.min(score, FURTHER_WORDS);
  if (mine.every((word) => isSpeltAs(word, theirs)) && theirs.every((word) => isSpeltAs(word, mine)))
    return Math.min(score, mine.every((word) => isPluralOf(word, theirs)) ? 99 : SPELT_ALIKE);
  return Math.min(score, OWN_WORDS);
}

function toText(words: readonly string[]): string {
  return [...new Set(words)].sort().join(' ');
}

function ownWords(one: readonly string[], other: readonly string[]): string[] {
  return one.filter((word) => !other.includes(word));
}

function isSpeltAs(word: string, others: readonly string[]): boolean {
  return others.some((other) => ratio(word, other, AS_THEY_ARE) >= 75);
}

function isAmong(word: string, others: readonly string[]): boolean {
  return others.includes(word) || isPluralOf(word, others);
}

function isPluralOf(word: string, others: readonly string[]): boolean {
  return others.some((other) => word === `${other}s` || other === `${word}s`);
}

/** Initials of one name that are words of the other, written in full: CHC, Community Health Centre. */
function inFull(one: NamedWords, other: NamedWords): [readonly string[], readonly string[]] {
  return [expand(one, other), expand(other, one)];
}

const LONGEST_INITIALS = 5;

function expand({ words }: NamedWords, other: NamedWords): readonly string[] {
  return words.flatMap((word) => {
    if (word.length < 2 || word.length > LONGEST_INITIALS || other.words.includes(word)) return [word];
    const at = other.initials.indexOf(word);
    return at === -1 ? [word] : other.words.slice(at, at + word.length);
  });
}
