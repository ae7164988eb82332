import { Miss } from '../../base/miss.ts';
import { plainNumber } from '../../base/digits.ts';
import { NO_WORDS, YES_WORDS } from '../../base/yes-no-words.ts';
import type { Helper, WrongLiteral } from './helper.ts';
import { wordsOf } from '../types.ts';
import { isRounded } from '../rounded.ts';
import { normaliseKey } from './lookups.ts';

function toWord(text: unknown): string {
  return normaliseKey(String(text)).toLowerCase();
}

/** Words given as a list or a single text; the usual ones where none are given. */
function words(given: unknown, usual: readonly string[]): readonly string[] {
  if (given === undefined || given === null) return usual;
  return [given].flat().flatMap((one) => (one === undefined || one === null ? [] : [toWord(one)]));
}

/** The answer that a word is; undefined where it is none, or both. */
function toAnswer(value: unknown, yes?: unknown, no?: unknown): boolean | undefined {
  const word = toWord(value);
  const isYes = words(yes, YES_WORDS).includes(word);
  return isYes === words(no, NO_WORDS).includes(word) ? undefined : isYes;
}

/** A word written out that would be both yes and no. */
function wrongWords(yes: unknown, no: unknown): WrongLiteral | undefined {
  const isText = (one: unknown): boolean => typeof one === 'string';
  if (!isText(yes) && !isText(no)) return undefined;
  // A list may be known at run time only.
  const known = (given: unknown, usual: readonly string[]): readonly string[] =>
    given === undefined || isText(given) ? words(given, usual) : [];
  const noes = known(no, NO_WORDS);
  const both = known(yes, YES_WORDS).find((one) => noes.includes(one));
  return both === undefined ? undefined : { at: isText(yes) ? 1 : 2, reason: `"${both}" would be both yes and no` };
}

/** A number by its decimal separator. Throws Miss. */
function decimalOf(value: unknown, separator: unknown): number {
  const point = separator === undefined || separator === '' ? '.' : String(separator);
  if (point !== '.' && point !== ',') throw new Miss('function/not-a-number', value, { separator: point });
  const text = String(value).trim();
  const plain = plainNumber(text, point.charCodeAt(0));
  if (!Number.isNaN(plain)) return plain;
  if (point !== '.' && text.includes('.')) throw new Miss('function/not-a-number', value, { separator: point });
  const number = text.replace(point, '.');
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(number)) throw new Miss('function/not-a-number', value, { separator: point });
  if (isRounded(number)) throw new Miss('function/too-large', value);
  return Number(number);
}

/** Three digits behind a separator may be thousands, where others write the other one for decimals. */
const THOUSANDS = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;

/** The same by whichever of several separators the text has. Throws Miss. */
function decimalOfEither(value: unknown, separators: readonly unknown[]): number {
  const [first, second] = separators;
  if (second === undefined) return decimalOf(value, first);
  const text = String(value).trim();
  if (THOUSANDS.test(text)) throw new Miss('function/two-readings', value);
  const own = separators.find((separator) => text.includes(String(separator)));
  return decimalOf(value, own ?? first);
}

const BLANK = 0x20;
const FIRST_BEYOND_ASCII = 0x80;

/** The words of a text that is not blank; between them there is but one blank, as a rule. */
function splitAtBlanks(text: string): string[] {
  const trimmed = text.trim();
  const words: string[] = [];
  let start = 0;
  for (let at = 0; at < trimmed.length; at += 1) {
    const unit = trimmed.charCodeAt(at);
    if (unit > BLANK && unit < FIRST_BEYOND_ASCII) continue;
    // Some other kind of blank, or two of them.
    if (unit !== BLANK || at === start) return trimmed.split(/\s+/);
    words.push(trimmed.slice(start, at));
    start = at + 1;
  }
  words.push(trimmed.slice(start));
  return words;
}

export const CONVERSION_HELPERS: readonly Helper[] = [
  {
    name: 'int',
    signature: '$int(value)',
    meaning: 'A whole number. `3.0` is 3 and `07` is 7; what would lose more than that rejects the record.',
    types: '<(ns):n>',
    errors: ['function/not-whole', 'function/too-large'],
    suggestions: { whole: (text) => `$int(${text})` },
    otherNames: [['num tonumber parseint parsefloat float double integer', 'Write $int(COLUMN) or $decimal(COLUMN)']],
    examples: [
      { expression: '$int(beds) * 2', row: { beds: '12' }, result: 24 },
      { expression: '$int(beds)', row: { beds: ' 3.0 ' }, result: 3 },
      { expression: '$int($substring(visit, 5, 2))', row: { visit: '2025-03-14' }, result: 3 },
    ],
    bind: () => (value) => {
      const text = String(value).trim();
      const plain = plainNumber(text);
      if (Number.isInteger(plain)) return plain;
      // A large number is no text of digits.
      const isWhole = typeof value === 'number' ? Number.isInteger(value) : /^[+-]?\d+(\.0+)?$/.test(text);
      if (!isWhole) throw new Miss('function/not-whole', value);
      const number = Number(text);
      if (!Number.isSafeInteger(number)) throw new Miss('function/too-large', value);
      return number;
    },
  },
  {
    name: 'decimal',
    signature: '$decimal(value, separator?)',
    meaning:
      'A number. The decimal separator is a point, or the one that is given: "," for 2,5. Where a column has both, `[",", "."]`; 1,200 could then be two numbers, and rejects the record.',
    types: '<(ns)(as)?:n>',
    errors: ['function/not-a-number', 'function/too-large', 'function/two-readings'],
    suggestions: { number: (text) => `$decimal(${text})` },
    checkLiterals: ([, separator]) =>
      typeof separator === 'string' && separator !== ',' && separator !== '.'
        ? { at: 1, reason: 'a decimal separator is "." or ","' }
        : undefined,
    examples: [
      { expression: '$decimal(x)', row: { x: '2.5' }, result: 2.5 },
      { expression: '$decimal(x, ",")', row: { x: '2,5' }, result: 2.5 },
      { expression: '$decimal(x)', row: { x: '0.10' }, result: 0.1 },
      { expression: '$decimal(x, [",", "."])', row: { x: '135,8' }, result: 135.8 },
    ],
    bind: () => (value, separator) => {
      if (typeof value === 'number' && Number.isFinite(value)) return value;
      return Array.isArray(separator) ? decimalOfEither(value, separator) : decimalOf(value, separator);
    },
  },
  {
    name: 'yesNo',
    signature: '$yesNo(value, yes?, no?)',
    meaning:
      'true or false from yes/no, true/false, 1/0, oui/non, vrai/faux in any case, or from words of your own. A word that would be both rejects the record.',
    types: '<(nsb)(as)?(as)?:b>',
    errors: ['function/not-yes-or-no'],
    suggestions: { answer: (text) => `$yesNo(${text})`, answerOf: (word) => toAnswer(word) },
    checkLiterals: ([, yes, no]) => wrongWords(yes, no),
    examples: [
      { expression: '$yesNo(q)', row: { q: 'Oui' }, result: true },
      { expression: '$yesNo(q, "si", ["no"])', row: { q: 'no' }, result: false },
      { expression: '$yesNo(q)', row: { q: '' }, result: undefined },
    ],
    bind: () => (value, yes, no) => {
      const answer = toAnswer(value, yes, no);
      if (answer === undefined) throw new Miss('function/not-yes-or-no', value);
      return answer;
    },
  },
  {
    name: 'choices',
    signature: '$choices(value)',
    meaning: 'The choices of a select-multiple, always an array: Kobo separates their names by blanks.',
    types: '<s:a<s>>',
    errors: [],
    shapeOf: ({ types: [first] }) => wordsOf(first),
    suggestions: { choices: (text) => `$choices(${text})` },
    otherNames: [
      ['selected', 'Write "choice" in $choices(COLUMN)'],
      ['countselected', 'Write $count($choices(COLUMN))'],
    ],
    examples: [
      { expression: '$count($choices(q))', row: { q: 'surgery icu' }, result: 2 },
      { expression: '"icu" in $choices(q)', row: { q: 'icu' }, result: true },
    ],
    bind: () => (value) => splitAtBlanks(String(value)),
  },
];
