/** What the values in an expression, and those that it gives, can never be. */
import { didYouMean, type CodeText } from './code-text.ts';

export const EXPRESSION_VALUE_CODES = {
  'expression/literal-as-condition': {
    message: (a) => `${a('text')} is compared with nothing: as a condition it is ${a('verdict')} for every row.`,
    hint: (a) =>
      a('rewrite')
        ? `Write ${a('rewrite')}`
        : a('text') === 'null'
          ? 'For a blank cell write COLUMN = ""'
          : `Say what is compared with it: COLUMN = ${a('text')}`,
    explain: {
      meaning:
        '`and` and `or` join whole conditions. A text by itself is true unless it is empty, so the rows are not looked at.',
      wrong: '=sex = "f" or "m"',
      right: '=sex in ["f", "m"]',
    },
  },
  'expression/never-this': {
    message: (a) => `${a('text')} ${a('verdict')} ${a('value')}: ${a('known')}.`,
    hint: (a) => didYouMean(a),
    explain: {
      meaning:
        'Of a column with options the mapping knows the choices, of $option and $table all results; a helper writes its results in one form. A comparison with any other text holds for no row.',
      wrong: '=consent = "Yes"           # choices 1 and 0',
      right: '=consent = "1"',
    },
  },
  'expression/result-shape': {
    message: (a) => `${a('field')} (${a('wanted')}) cannot be ${a('name')}.${a('reason') && ` ${a('reason')}`}`,
    hint: (a) => (a('rewrite') ? `Write ${a('rewrite')}` : ''),
    explain: {
      meaning:
        'What a helper gives has one form, and of a column with options the mapping knows the choices: no row can give a value that the data element takes. Written directly, the expression is the value that DHIS2 gets; behind `from` it replaces the cell, and the option map applies.',
      wrong: 'Consent: =consent      # choices 1 and 0, options YES and NO',
      right: 'Consent: { from: =consent }',
    },
  },
} satisfies Record<string, CodeText>;
