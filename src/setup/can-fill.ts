import type { AnswerKind, Question } from './form.ts';
import type { Target } from './target.ts';

const NUMBERS = ['NUMBER', 'PERCENTAGE', 'UNIT_INTERVAL'];
const WHOLE = ['INTEGER', 'INTEGER_POSITIVE', 'INTEGER_NEGATIVE', 'INTEGER_ZERO_OR_POSITIVE'];
const TEXTS = ['TEXT', 'LONG_TEXT', 'MULTI_TEXT'];
const WORDS = [...TEXTS, 'LETTER', 'EMAIL', 'PHONE_NUMBER', 'URL', 'USERNAME'];

/** Value types that answers of a kind can be; of the others anything. */
const FITTING: Partial<Readonly<Record<AnswerKind, readonly string[]>>> = {
  integer: [...WHOLE, ...NUMBERS, 'AGE'],
  decimal: [...NUMBERS, ...WHOLE],
  date: ['DATE', 'DATETIME', 'AGE'],
  time: ['TIME'],
  dateTime: ['DATETIME', 'DATE'],
  point: ['COORDINATE', 'GEOJSON'],
  file: ['FILE_RESOURCE', 'IMAGE'],
  text: [...WORDS, 'ORGANISATION_UNIT'],
  choice: [...TEXTS, ...WHOLE, ...NUMBERS, 'BOOLEAN', 'TRUE_ONLY', 'ORGANISATION_UNIT'],
  choices: ['MULTI_TEXT', 'TEXT', 'LONG_TEXT'],
};

const YES_OR_NO = /^(?:yes|no|oui|non|s[ií]|n[ãa]o|sim|true|false|vrai|faux|[01]|o|n|y)$/i;

/** Whether what a question gives can be what a data element takes, as far as their types tell. */
export function canFill({ kind, choices }: Question, { valueType, optionSet }: Target): boolean {
  if (optionSet) return ['choice', 'choices', 'unknown', 'integer'].includes(kind) || choices.length > 0;
  if (['BOOLEAN', 'TRUE_ONLY'].includes(valueType))
    return choices.length > 0 ? choices.every(isYesOrNo) : kind === 'unknown';
  const fitting = FITTING[kind];
  if (fitting && !fitting.includes(valueType)) return false;
  // Answers of a list are names; they are numbers only where they look it.
  const isNumber = [...WHOLE, ...NUMBERS].includes(valueType);
  return kind !== 'choice' || !isNumber || choices.every(({ value }) => /^-?\d+(?:\.\d+)?$/.test(value));
}

function isYesOrNo({ value, labels }: Question['choices'][number]): boolean {
  return YES_OR_NO.test(value) || labels.some((label) => YES_OR_NO.test(label));
}
