import { isNegated, polesOf, SMALL, toCommonWord } from './same-words.ts';

/** A name as it is compared. */
export interface NamedWords {
  /** Case, accents and punctuation gone; without blanks. */
  readonly squeezed: string;
  /** The words that count, in English and in full where that is known; each once, in their order. */
  readonly words: readonly string[];
  /** The first letter of each of these words, as it was written. */
  readonly initials: string;
  /** What tells like names apart: numbers and single letters, sorted. */
  readonly marks: string;
  readonly poles: ReadonlyMap<number, ReadonlySet<number>>;
  readonly isNegated: boolean;
}

const ROMAN: ReadonlyMap<string, string> = new Map([
  ['ii', '2'],
  ['iii', '3'],
  ['iv', '4'],
  ['vi', '6'],
  ['vii', '7'],
  ['viii', '8'],
  ['ix', '9'],
]);

/** Names come again and again, thousands of units for each facility that is unknown. */
const known = new Map<string, NamedWords>();
const MOST_KNOWN = 50_000;

export function toNamedWords(name: string): NamedWords {
  const before = known.get(name);
  if (before) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const made = makeNamedWords(name);
  known.set(name, made);
  return made;
}

function makeNamedWords(name: string): NamedWords {
  const all = splitName(name);
  const counting = all.filter((word, at) => !isSmall(word, at, all.length));
  // A name of small words alone, such as “no” or “A”, is what they say.
  const spoken = [...new Set(withoutOwnInitials(counting.length > 0 ? counting : all))];
  const words = spoken.map(toCommonWord);
  const marks = words.filter((word) => /^\d|^\p{L}$/u.test(word)).sort();
  return {
    squeezed: all.join(''),
    words,
    initials: spoken.map((word) => word[0]).join(''),
    marks: marks.join(' '),
    poles: polesOf(all),
    isNegated: isNegated(all),
  };
}

/** Words of a name, small; numbers by themselves, without leading zeros. */
function splitName(name: string): string[] {
  const spaced = name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/\bn(?:[o°º]\.?|\.\s?[o°º]|\.)\s*(?=\d)/giu, ' ')
    .replace(/n['’]t\b|\bdont\b/giu, ' not ')
    .replace(/['’]s\b/giu, '')
    .replace(/[<≤]|&lt;/gu, ' under ')
    .replace(/[>≥]|(?<=\d)\s?\+|&gt;/gu, ' over ');
  const folded = spaced
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replace(/\best(?=[- ](?:la|le|l|ce|il|elle|une?)\b)/gu, ' ')
    .replace(/(\d)[.,](?=\d)/gu, '$1.')
    .replace(/(?<![\d.])0+(?=\d)/gu, '');
  const words = (folded.match(/\d+(?:\.\d+)*|[^\W\d_]+|[\p{L}]+/gu) ?? []).map((word) => ROMAN.get(word) ?? word);
  // “Site I” is the first of several; elsewhere an i is a letter, or “and”.
  return words.length > 1 && words.at(-1) === 'i' ? [...words.slice(0, -1), '1'] : words;
}

/** Small words say nothing; a letter at the end of a name does (“Camp A”), and French leaves `l` and `d` before a word. */
function isSmall(word: string, at: number, count: number): boolean {
  if (/^[adeloy]$/.test(word)) return at < count - 1 || count === 1;
  return SMALL.has(word);
}

/** “Centre de santé Rive-Nord (CSRN)”: the initials of the words before say nothing more. */
function withoutOwnInitials(words: readonly string[]): string[] {
  const initials = words.map((word) => word[0]).join('');
  return words.filter((word, at) => word.length < 3 || !initials.slice(0, at).endsWith(word));
}
