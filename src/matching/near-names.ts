import { toNamedWords, type NamedWords } from './named-words.ts';

/** How many are looked at closely: enough that the best few are among them. */
const MOST = 60;
/** Of the share that the nearest has: what is below it is not sorted. */
const FAR = 0.4;
/** Initials of two to five letters may stand for words in full: CHC, Community Health Centre. */
const INITIALS = [2, 3, 4, 5];
/** What a word written out says beside its initials, in pairs of letters. */
const WEIGHT_OF_INITIALS = 4;

/**
 * Finds those of many names that another may be like, by the pairs of letters in their words and by initials: thousands of
 * unknown facilities beside thousands of units are too many to compare each with each.
 */
export class NearNames<Choice extends { readonly name: string }> {
  readonly #choices: readonly Choice[];
  /** By each pair of letters, and each word or its initials: the choices that have it, by their place. */
  readonly #havingPair = new Map<string, number[]>();
  readonly #havingWord = new Map<string, number[]>();
  readonly #havingInitials = new Map<string, number[]>();
  readonly #sizes: Uint16Array;

  constructor(choices: readonly Choice[]) {
    this.#choices = choices;
    this.#sizes = new Uint16Array(choices.length);
    choices.forEach(({ name }, at) => {
      const named = toNamedWords(name);
      const pairs = pairsOf(named);
      this.#sizes[at] = pairs.size;
      for (const pair of pairs) addTo(this.#havingPair, pair, at);
      for (const word of new Set(named.words)) addTo(this.#havingWord, word, at);
      for (const initials of initialsIn(named)) addTo(this.#havingInitials, initials, at);
    });
  }

  /** Choices worth a closer look, at most 60: those that share most with the name. In their own order. */
  near(name: string): readonly Choice[] {
    const named = toNamedWords(name);
    const pairs = pairsOf(named);
    const shared = new Uint16Array(this.#choices.length);
    const count = (places: readonly number[] | undefined, weight: number): void => {
      for (const at of places ?? []) shared[at] = (shared[at] ?? 0) + weight;
    };
    for (const pair of pairs) count(this.#havingPair.get(pair), 1);
    for (const word of new Set(named.words)) count(this.#havingInitials.get(word), WEIGHT_OF_INITIALS);
    for (const initials of initialsIn(named)) count(this.#havingWord.get(initials), WEIGHT_OF_INITIALS);
    return this.#best(shared, pairs.size).map((at) => this.#choices[at]!);
  }

  #best(shared: Uint16Array, size: number): number[] {
    const scores = new Float64Array(shared.length);
    let most = 0;
    shared.forEach((count, at) => {
      if (count === 0) return;
      const other = this.#sizes[at] ?? 0;
      // Names that share all that the shorter one has come first, of these the ones that have little else.
      scores[at] = count / Math.min(size, other) + (2 * count) / (size + other);
      most = Math.max(most, scores[at]);
    });
    const scored: { readonly at: number; readonly score: number }[] = [];
    scores.forEach((score, at) => {
      if (score > most * FAR) scored.push({ at, score });
    });
    scored.sort((a, b) => b.score - a.score || a.at - b.at);
    return scored
      .slice(0, MOST)
      .map(({ at }) => at)
      .sort((a, b) => a - b);
  }
}

/** Pairs of letters in the words of a name, with where each word begins and ends. */
function pairsOf({ words, squeezed }: NamedWords): ReadonlySet<string> {
  const pairs = new Set<string>();
  for (const word of words.length > 0 ? words : [squeezed]) {
    const letters = `^${word}$`;
    for (let at = 1; at < letters.length; at += 1) pairs.add(letters.slice(at - 1, at + 1));
  }
  return pairs;
}

function initialsIn({ initials }: NamedWords): ReadonlySet<string> {
  const parts = INITIALS.flatMap((length) =>
    Array.from({ length: Math.max(0, initials.length - length + 1) }, (_, at) => initials.slice(at, at + length)),
  );
  return new Set(parts);
}

function addTo(places: Map<string, number[]>, key: string, at: number): void {
  const before = places.get(key);
  if (before) before.push(at);
  else places.set(key, [at]);
}
