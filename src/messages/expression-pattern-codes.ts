/** What can be told wrong about patterns before a text has been seen. */
import { row } from './code-row.ts';

export const EXPRESSION_PATTERN_CODES = {
  'expression/pattern-explodes': row<{ part: string }>({
    message: ({ part }) => `This pattern can take for ever: it may read the same text in many ways (${part}).`,
    hint: () => 'Give the inner and the outer repetition nothing in common: (\\d+,)* instead of (\\d+)*',
    explain: {
      meaning:
        'A repetition inside a repetition makes a search double its time with every further letter, until the record is stopped.',
      wrong: '=$contains(name, /^(a+)+$/)',
      right: '=$contains(name, /^a+$/)',
    },
  }),
  'expression/pattern-slow': row<{ part: string }>({
    message: ({ part }) =>
      `This pattern gets slow on long texts: two repetitions can share the same letters (${part}).`,
    hint: () => 'Let something stand between them that neither takes, or leave one of them out.',
    explain: {
      meaning: 'The time grows with the square of the length of the text. In short cells nobody notices.',
      wrong: '=$contains(name, /^\\s*\\s*x$/)',
      right: '=$contains(name, /^\\s*x$/)',
    },
  }),
  'expression/pattern-too-slow': row<{ part: string }>({
    message: ({ part }) =>
      `This pattern takes too long on long texts: too many repetitions can share the same letters (${part}).`,
    hint: () =>
      'Leave out .* at its ends, begin it with ^ unless it does, or let something stand between that no repetition takes.',
    explain: {
      meaning:
        'The time grows with the cube of the length of the text, or faster. A pattern that does not begin with ^ is tried from every letter, which is as good as one more repetition.',
      wrong: '=$contains(name, /^.*fever.*cough.*$/)',
      right: '=$contains(name, /fever.*cough/)',
    },
  }),
  'expression/pattern-not-understood': row<{ what: string }>({
    message: ({ what }) => `This pattern ${what}: it cannot be shown that it ends in time.`,
    hint: () => 'Write it without, or as several patterns, or take the text apart with $split or $match first.',
    explain: {
      meaning:
        'Whether a pattern can take for ever is found out from all the ways in which it can read a text. Back-references, look-around and flags inside a group are not looked at in this way.',
      wrong: '=$contains(name, /(a+)\\1/)',
      right: '=$contains(name, /aa/)',
    },
  }),
  'expression/pattern-in-quotes': row<{ text: string; pattern: string }>({
    message: ({ text }) => `${text} is looked for as it stands, sign by sign: in quotes it is a text, no pattern.`,
    hint: ({ pattern }) => `Write ${pattern}`,
    explain: {
      meaning: 'A pattern stands between two slashes. In quotes ^, [ ] and * are signs like others.',
      wrong: '=$contains(name, "^K")',
      right: '=$contains(name, /^K/)',
    },
  }),
  'expression/pattern-misread': row<{ part: string; meaning: string; rewrite?: string }>({
    message: ({ part, meaning }) => `In a pattern ${part} is ${meaning}.`,
    hint: ({ rewrite }) => rewrite && `Write ${rewrite}`,
    explain: {
      meaning:
        'Patterns are those of JavaScript, without the flag u. What other languages know is taken letter by letter.',
      wrong: '=$contains(name, /[[:digit:]]/)',
      right: '=$contains(name, /[0-9]/)',
    },
  }),
  'expression/pattern-fits-all': row<{ effect: string; rewrite?: string }>({
    message: ({ effect }) => `This pattern may be empty, so ${effect}.`,
    hint: ({ rewrite }) => (rewrite ? `Write ${rewrite}` : 'Let it want one letter at least: x+ instead of x*'),
    explain: {
      meaning:
        'A pattern that may be empty is found in every text. $replace, $split and $match stop with an error there, and reject the record.',
      wrong: '=$replace(name, /x*/, "-")',
      right: '=$replace(name, /x+/, "-")',
    },
  }),
  'expression/replacement': row<{ part: string; reason: string; rewrite?: string }>({
    message: ({ part, reason }) => `${part} stands for nothing: ${reason}.`,
    hint: ({ rewrite }) => rewrite && `Write ${rewrite}`,
    explain: {
      meaning:
        'In the third argument of $replace, $1 is what the first brackets of the pattern found, and $0 all of it.',
      wrong: '=$replace(name, /(.+) (.+)/, "$3, $1")',
      right: '=$replace(name, /(.+) (.+)/, "$2, $1")',
    },
  }),
};
