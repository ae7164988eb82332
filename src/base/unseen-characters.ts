/** Characters that nobody sees, or takes for an ordinary blank; and in what two texts differ that look the same. */

/** Names of those that turn up in exports; the others are called by their number. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['\t', 'a tab'],
  ['\n', 'a line break'],
  ['\r', 'a line break'],
  ['\u00a0', 'a no-break space'],
  ['\u202f', 'a narrow no-break space'],
  ['\u2007', 'a figure space'],
  ['\u2009', 'a thin space'],
  ['\u3000', 'an ideographic space'],
  ['\u200b', 'a zero-width space'],
  ['\u200c', 'a zero-width non-joiner'],
  ['\u200d', 'a zero-width joiner'],
  ['\u2060', 'a word joiner'],
  ['\ufeff', 'a byte-order mark'],
  ['\u00ad', 'a soft hyphen'],
  ...Array.from('\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069').map(
    (mark) => [mark, 'a direction mark'] as const,
  ),
]);

/** Blanks of all kinds but the ordinary one, control and format characters, and letters without a shape. */
const UNSEEN = /[\p{Z}\p{Cc}\p{Cf}\u115f\u1160\u2800\u3164\uffa0]/u;
const EDGE = /[\s\p{Z}\p{Cf}]/u;

/**
 * A key as it is compared: blanks and zero-width characters around it count for nothing, inside it a blank is a blank,
 * whatever its kind. Accents are put together (NFC); nothing else is forgiven.
 */
export function toComparable(key: string): string {
  return trimUnseen(key)
    .replace(/\p{Zs}/gu, ' ')
    .normalize('NFC');
}

/** Without the blanks and zero-width characters around it. */
export function trimUnseen(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && EDGE.test(text[start] as string)) start += 1;
  while (end > start && EDGE.test(text[end - 1] as string)) end -= 1;
  return text.slice(start, end);
}

/** Whether there is a character in it that nobody sees. */
export function hasUnseen(text: string): boolean {
  return marksOf(text).length > 0;
}

/** What nobody sees in a text, and where: `a no-break space after "visit"`. */
export function describeUnseen(text: string): string {
  return list(marksOf(text));
}

/**
 * In what a word differs from the one that was probably meant, where that is easily overlooked: `a no-break space after
 * "Lumi"`, `upper and lower case`. Empty where anybody sees it.
 */
export function differenceOf(word: string, meant: string): string {
  if (word === meant) return '';
  const [here, there] = [marksOf(word), marksOf(meant)];
  const parts = [
    ...without(here, there),
    ...without(there, here).map((extra) => `there ${extra}`),
    ...(toBare(word) === toBare(meant) ? [] : differencesOfLetters(toBare(word), toBare(meant))),
  ];
  if (parts.length === 0 && toBare(word) === toBare(meant)) parts.push('how its accents are made');
  return list(parts);
}

/** Unseen characters and blanks too many, each with the word before it. */
function marksOf(text: string): string[] {
  const marks: string[] = [];
  let word = '';
  let isInWord = false;
  let blanks = 0;
  const tellBlanks = (isEnd: boolean): void => {
    const isEdge = word === '' || isEnd;
    if (blanks > 1 || (blanks === 1 && isEdge)) marks.push(`${COUNTS[blanks] ?? `${blanks} blanks`} ${after(word)}`);
    blanks = 0;
  };
  for (const sign of text) {
    if (sign === ' ') {
      blanks += 1;
      isInWord = false;
      continue;
    }
    tellBlanks(false);
    if (UNSEEN.test(sign)) {
      marks.push(`${NAMES.get(sign) ?? `an unseen ${toCodePoint(sign)}`} ${after(word)}`);
      if (/[\s\p{Z}]/u.test(sign)) isInWord = false;
    } else {
      word = isInWord ? word + sign : sign;
      isInWord = true;
    }
  }
  tellBlanks(true);
  return marks;
}

const COUNTS: readonly (string | undefined)[] = [undefined, 'a blank', 'two blanks', 'three blanks'];

function after(word: string): string {
  return word === '' ? 'at the start' : `after ${word}`;
}

/** Letters alone: marks off, blanks of any kind and number one. */
function toBare(text: string): string {
  return Array.from(text)
    .map((character) => (/[\s\p{Zs}]/u.test(character) ? ' ' : UNSEEN.test(character) ? '' : character))
    .join('')
    .replace(/ +/g, ' ')
    .trim()
    .normalize('NFC');
}

function differencesOfLetters(word: string, meant: string): string[] {
  const number = differenceOfNumbers(word, meant);
  if (number !== '') return [number];
  if (word.toLowerCase() === meant.toLowerCase()) return ['upper and lower case'];
  if (withoutAccents(word) === withoutAccents(meant)) return ['accents'];
  if (withoutAccents(word).toLowerCase() === withoutAccents(meant).toLowerCase())
    return ['accents, and upper and lower case'];
  return lookAlikes(Array.from(word), Array.from(meant));
}

/** The same number, written by somebody who takes it for one. */
function differenceOfNumbers(word: string, meant: string): string {
  if (!isSameNumber(word, meant)) return '';
  return /[.,]/.test(word) ? 'decimal zeros' : /[.,]/.test(meant) ? 'there decimal zeros' : 'zeros in front';
}

/** Whether two texts are the same number: `1.0` and `1`, `7` and `007`. */
export function isSameNumber(a: string, b: string): boolean {
  const plain = /^[-+]?\d+(?:[.,]0+)?$/;
  const toNumber = (text: string): number => Number(text.replace(/[.,]0+$/, ''));
  return plain.test(a) && plain.test(b) && toNumber(a) === toNumber(b) && Number.isSafeInteger(toNumber(a));
}

function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');
}

/** Characters of the same place that look alike: another apostrophe or dash, a letter of another alphabet, a wide digit. */
function lookAlikes(word: readonly string[], meant: readonly string[]): string[] {
  if (word.length !== meant.length) return [];
  const pairs = word.map((character, at) => [character, meant[at] as string] as const).filter(([a, b]) => a !== b);
  return pairs.length <= 3 && pairs.every(([a, b]) => areAlike(a, b))
    ? pairs.map(([a, b]) => `${named(a)} for ${named(b)}`)
    : [];
}

/** Signs (apostrophes, dashes), wide and narrow forms, and letters of two alphabets. */
function areAlike(a: string, b: string): boolean {
  if (!/[^\0-\x7f]/.test(a + b)) return false;
  if (a.normalize('NFKC') === b.normalize('NFKC')) return true;
  const isSign = (sign: string): boolean => /[\p{P}\p{S}]/u.test(sign);
  return (isSign(a) && isSign(b)) || (alphabetOf(a) !== alphabetOf(b) && alphabetOf(a) !== '' && alphabetOf(b) !== '');
}

function alphabetOf(sign: string): string {
  return ALPHABETS.find(([, letters]) => letters.test(sign))?.[0] ?? '';
}

const ALPHABETS: readonly (readonly [string, RegExp])[] = [
  ['Latin', /\p{Script=Latin}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Greek', /\p{Script=Greek}/u],
];

function named(sign: string): string {
  const alphabet = alphabetOf(sign);
  return `${sign} (${alphabet && `${alphabet}, `}${toCodePoint(sign)})`;
}

function toCodePoint(sign: string): string {
  return `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function without(all: readonly string[], others: readonly string[]): string[] {
  return all.filter((character) => !others.includes(character));
}

function list(parts: readonly string[]): string {
  return parts.length < 3 ? parts.join(' and ') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
