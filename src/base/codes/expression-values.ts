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
} satisfies Record<string, CodeText>;
