/** Functions that a spec declares. */
import { didYouMean, row, type Near } from './code-row.ts';

export const USER_FUNCTION_CODES = {
  'function/not-a-function': row<{ name: string }>({
    message: ({ name }) => `${name} under \`functions\` must be a function.`,
    hint: () => 'Write it as function($a, $b) { $a & $b }',
    explain: {
      meaning: 'What stands under `functions:` is called with arguments, from any expression.',
      wrong: 'functions:\n  score: 1 + 2',
      right: 'functions:\n  score: function($a, $b) { $a + $b }',
    },
  }),
  'function/reads-column': row<{ function: string; name: string }>({
    message: (texts) => `${texts.function} reads ${texts.name}, but a function sees its arguments alone.`,
    hint: () => 'Hand it in as an argument.',
    explain: {
      meaning: 'A function is written once for all fields; what it works on comes with each call.',
      wrong: 'functions:\n  full: function() { first & last }',
      right: 'functions:\n  full: function($first, $last) { $first & " " & $last }',
    },
  }),
  'function/name-taken': row<{ name: string }>({
    message: ({ name }) => `There is a function $${name} already.`,
    hint: () => 'Give yours another name.',
    explain: {
      meaning: 'Who reads $date in a spec must be able to look it up.',
      wrong: 'functions:\n  date: function($x) { $x }',
      right: 'functions:\n  visitDate: function($x) { $date($x, "DD/MM/YYYY") }',
    },
  }),
  'function/bad-name': row<{ name: string } & Near>({
    message: ({ name }) => `"${name}" cannot be the name of a function.`,
    hint: (texts) => didYouMean(texts, 'Letters, digits and _, a letter first; without the dollar sign.'),
    explain: {
      meaning: 'A name that starts with $ or has a dash in it could not be called.',
      wrong: 'functions:\n  my-score: function($a) { $a }',
      right: 'functions:\n  myScore: function($a) { $a }',
    },
  }),
};
