/** Comparisons and conditions that cannot mean what they say. */
import { row } from './code-row.ts';

export const EXPRESSION_COMPARISON_CODES = {
  'expression/text-with-number': row<{ text: string; number: string; verdict: string; rewrite: string }>({
    message: ({ text, number, verdict }) => `${text} is text and ${number} a number: ${verdict}.`,
    hint: ({ rewrite }) => rewrite && `Write ${rewrite}`,
    explain: {
      meaning:
        'Every cell of a CSV is text, and JSONata never takes the text "12" for the number 12: `=` is false without a word, `<` stops with an error.',
      wrong: '=age = 12',
      right: '=age = "12"',
    },
  }),
  'expression/text-with-boolean': row<{ text: string; boolean: string; verdict: string; rewrite: string }>({
    message: ({ text, boolean, verdict }) => `${text} is text, and ${boolean} is not: ${verdict}.`,
    hint: ({ rewrite }) => rewrite && `Write ${rewrite}`,
    explain: {
      meaning: 'A cell is the text "true" or "1", never the value true. $yesNo reads it.',
      wrong: '=consent = true',
      right: '=$yesNo(consent) = true',
    },
  }),
  'expression/never-equal': row<{
    left: string;
    leftType: string;
    right: string;
    rightType: string;
    verdict: string;
    rewrite: string;
  }>({
    message: ({ left, leftType, right, rightType, verdict }) =>
      `${left} is ${leftType}, and ${right} is ${right === rightType ? 'not' : rightType}: ${verdict}.`,
    hint: ({ rewrite }) => rewrite && `Write ${rewrite}`,
    explain: {
      meaning: 'Values of different kinds are never equal. A blank cell is the empty text, not null.',
      wrong: '=age = null',
      right: '=age = ""',
    },
  }),
  'expression/validation-status': row<{ text: string; rewrite: string }>({
    message: ({ text }) =>
      `${text} is compared with a text, and the status has other words in another export: a label in some language, or JSON. Then a refused submission goes through.`,
    hint: ({ rewrite }) => `Write ${rewrite}`,
    explain: {
      meaning:
        'Kobo writes the validation status as a word of its own (validation_status_not_approved), as a label (Not Approved, Non approuvé) or as JSON, as the export is asked for. $validation knows them all, and rejects what it does not know.',
      wrong: 'where: =`_validation_status` != "validation_status_not_approved"',
      right: 'where: =$validation(`_validation_status`) != "not_approved"',
    },
  }),
  'expression/text-order': row<{ text: string; literal: string; rewrite: string }>({
    message: ({ text, literal }) => `${text} is compared as text with ${literal}: "10" comes before "9".`,
    hint: ({ rewrite }) => rewrite && `Write ${rewrite}`,
    explain: {
      meaning:
        'Texts are ordered letter by letter. Make numbers of them first. (Dates as yyyy-MM-dd are in order as text.)',
      wrong: '=age > "5"',
      right: '=$int(age) > 5',
    },
  }),
  'expression/text-as-condition': row<{ text: string }>({
    message: ({ text }) => `${text} is text, and text is true unless it is blank: "0", "no" and "false" too.`,
    hint: ({ text }) => `Write ${text} != "" for “not blank”, or $yesNo(${text}) for its answer.`,
    explain: {
      meaning: 'As a condition JSONata takes every text but the empty one for true.',
      wrong: '=consent ? "YES" : "NO"',
      right: '=$yesNo(consent) ? "YES" : "NO"',
    },
  }),
  'expression/never-true': row<{ reason: string; rewrite?: string }>({
    message: ({ reason }) => `This can never be true: ${reason}.`,
    hint: ({ rewrite }) => rewrite && `Did you mean ${rewrite}?`,
    explain: {
      meaning: 'A condition that no row can fulfil is a slip of the pen, mostly `and` for `or`, or a column in quotes.',
      wrong: '=sex = "m" and sex = "f"',
      right: '=sex = "m" or sex = "f"',
    },
  }),
  'expression/always-true': row<{ reason: string; rewrite?: string }>({
    message: ({ reason }) => `This is always true: ${reason}.`,
    hint: ({ rewrite }) => rewrite && `Did you mean ${rewrite}?`,
    explain: {
      meaning: 'A condition that every row fulfils decides nothing; mostly `or` stands for `and`.',
      wrong: '=sex != "m" or sex != "f"',
      right: '=sex != "m" and sex != "f"',
    },
  }),
  'expression/not-boolean': row<{ where: string; type: string; rewrite: string }>({
    message: ({ where, type }) => `${where} must be true or false; this is ${type}.`,
    hint: ({ rewrite }) => (rewrite ? `Write ${rewrite}` : 'Compare it with something: COLUMN = "1".'),
    explain: {
      meaning: 'where and when decide by exactly true. A column by itself is text, never true.',
      wrong: 'when: =consent',
      right: 'when: =consent = "1"',
    },
  }),
  'expression/in-text': row<{ text: string; rewrite: string }>({
    message: ({ text }) => `${text} is one text; \`in\` compares with all of it, not with each choice.`,
    hint: ({ rewrite }) => rewrite && `Write ${rewrite}`,
    explain: {
      meaning:
        'Kobo writes a select-multiple as one cell with blanks between the choices. $choices makes a list of it.',
      wrong: '="vaccination" in services',
      right: '="vaccination" in $choices(services)',
    },
  }),
};
