import { didYouMean, type CodeText } from './code-row.ts';

export const SPEC_CODES = {
  'json/duplicate-key': {
    message: (a) => `The key "${a('key')}" is already there, on line ${a('line')}.`,
    hint: () => 'Keep one of the two.',
  },
  'yaml/syntax': {
    message: (a) => `This is not valid YAML: ${a('reason')}.`,
  },
  'yaml/empty': {
    message: () => 'There is nothing in this file.',
  },
  'yaml/documents': {
    message: () => 'A second document starts here; a file holds one.',
    hint: () => 'Make a file of its own of it, or leave the --- out.',
  },
  'yaml/duplicate-key': {
    message: (a) => `The key "${a('key')}" is already there, on line ${a('line')}.`,
    hint: () => 'Keep one of the two.',
  },
  'yaml/key': {
    message: () => 'A key must be a word or a text.',
    hint: () => 'Write the key before the colon, on one line.',
  },
  'yaml/merge-key': {
    message: () => 'Merge keys (<<) are not taken.',
    hint: () => 'Write the keys out; an alias (*) may stand for a whole value.',
  },
  'yaml/alias': {
    message: (a) => `The alias *${a('name')} stands inside its own value, or for too much.`,
    hint: () => 'Write the value out.',
  },
  'yaml/unknown-alias': {
    message: (a) => `The alias *${a('name')} names no anchor &${a('name')} before it.`,
    hint: () => 'Write the value out, or put the * in quotes if it is meant as text.',
  },
  'yaml/tag': {
    message: () => 'Tags (!) are not taken here.',
    hint: () => 'Write the value without it; quotes make a text of it.',
  },
  'yaml/tab': {
    message: () => 'There is a tab in the indentation.',
    hint: () => 'Indent with blanks.',
  },
  'yaml/quotes': {
    message: (a) => `YAML cannot read this value, as ${a('why')}.`,
    hint: (a) => `Put it in quotes: ${a('rewrite')}`,
  },
  'yaml/reference-quotes': {
    message: () => 'Inside { } and [ ] YAML takes the braces of ${…} for its own.',
    hint: (a) => `Put it in quotes: ${a('rewrite')}`,
  },
  'yaml/expression-quotes': {
    message: () => 'YAML cannot read this expression: a colon and a blank, or "? … :", make a key of it.',
    hint: (a) => `Put it in quotes: ${a('rewrite')}`,
    explain: {
      meaning: 'YAML takes a colon and a blank for the end of a key. In quotes they are part of the value.',
      wrong: 'Consent: =consent = "1" ? "YES" : "NO"',
      right: 'Consent: \'=consent = "1" ? "YES" : "NO"\'',
    },
  },
  'yaml/expression-in-flow': {
    message: () => 'Inside { } and [ ] an expression needs quotes: YAML would cut it at a comma, a colon or a bracket.',
    hint: (a) => `Write ${a('rewrite')}`,
    explain: {
      meaning:
        'Inside braces and brackets YAML ends a value at the first comma, whether or not the expression goes on.',
      wrong: 'Name: { from: =$substring(name, 0, 3) }',
      right: "Name: { from: '=$substring(name, 0, 3)' }",
    },
  },
  'yaml/expression-folded': {
    message: () => 'An expression cannot stand in a folded block (>): its errors could not be shown where they are.',
    hint: (a) => `Write it with a bar:\n${a('rewrite')}`,
    explain: {
      meaning: 'A folded block (>) joins its lines before anybody can tell where each of them stood. A bar keeps them.',
      wrong: 'Name: >\n  =first &\n  name',
      right: 'Name: |\n  =first &\n  name',
    },
  },
  'yaml/expression-lines': {
    message: () => 'An expression over several lines needs a block: its errors could not be shown where they are.',
    hint: (a) => `Write it with a bar:\n${a('rewrite')}`,
    explain: {
      meaning: 'Without a bar YAML joins the lines before anybody can tell where each of them stood.',
      wrong: 'Name: =first &\n  name',
      right: 'Name: |\n  =first &\n  name',
    },
  },
  'yaml/expression-comment': {
    message: () => 'YAML takes what stands after the # for a comment, and with it this would be an expression too.',
    hint: (a) =>
      `If it belongs to the expression, write ${a('rewrite')}; if not, put the comment on a line of its own.`,
    explain: {
      meaning: 'After a blank a # starts a comment of YAML. JSONata has a # of its own, which counts.',
      wrong: 'Name: =$join($split(name, " ") #$i.($i & $))',
      right: 'Name: \'=$join($split(name, " ") #$i.($i & $))\'',
    },
  },
  'env/line': {
    message: () => 'This line of the env file is not of the form KEY=VALUE, or a quote in it is not closed.',
    hint: () => 'Write KEY=value, KEY=\'value\' or KEY="value"; comments start with #.',
  },
  'env/missing': {
    message: (a) => `The variable ${a('name')} is not set.`,
    hint: (a) =>
      didYouMean(
        a,
        `Set it in the environment or in the file given with --env-file, or write \${${a('name')}:-a default}.`,
      ),
  },
  'ini/no-section': {
    message: (a) => `There is no section [${a('word')}] in ${a('path')}.`,
    hint: (a) => didYouMean(a, 'Look into the file for its [section]; upper and lower case count.'),
  },
  'ini/no-key': {
    message: (a) => `There is no key "${a('word')}" in section [${a('section')}] of ${a('path')}.`,
    hint: (a) => didYouMean(a, 'Look into the file for its keys: they stand before = or :, each on a line.'),
  },
  'spec/bad-reference': {
    message: (a) => `${a('written')} is not a reference that we know.`,
    hint: () => 'Write ${NAME}, ${NAME:-default} or ${ini:file.ini#section.key}.',
  },
  'spec/reference-in-expression': {
    message: (a) => `${a('reference')} is not replaced inside an expression.`,
    hint: () => 'Write the value itself, or make a look-up of it.',
  },
  'spec/unknown-key': {
    message: (a) => `There is no key "${a('key')}"${inside(a('where'))}.`,
    hint: (a) => didYouMean(a, a('known') && `Known keys: ${a('known')}.`),
  },
  'spec/missing-key': {
    message: (a) => `The key "${a('key')}" is missing${inside(a('where'))}.`,
    hint: (a) => a('expected') && `It holds: ${a('expected').replace(/\.$/, '')}.`,
  },
  'spec/one-of-keys': {
    message: (a, { choices, tooMany }) => {
      const list = (choices as readonly string[]).join(', or ');
      return tooMany === true
        ? `${subject(a('where'))} takes only one of these: ${list}.`
        : `${subject(a('where'))} needs ${list}.`;
    },
  },
  'spec/wrong-value': {
    message: (a) => `${subject(a('where'))} must be ${a('expected')}, and here is ${a('found')}.`,
    hint: (a) => a('rewrite') && `Write ${a('rewrite')}`,
  },
  'spec/wrong-name': {
    message: (a) => `The name "${a('name')}"${inside(a('where'))} must be ${a('expected')}.`,
  },
  'spec/not-one-of': {
    message: (a) => `${subject(a('where'))} cannot be ${a('value')}.`,
    hint: (a) => didYouMean(a, `It is one of: ${a('known')}.`),
  },
  'spec/unknown-kind': {
    message: (a) => `There is no kind "${a('kind')}" for ${a('where')}.`,
    hint: (a) => didYouMean(a, `Known kinds: ${a('known')}.`),
  },
  'spec/unknown-connection': {
    message: (a) => `There is no connection "${a('name')}".`,
    hint: (a) => didYouMean(a, a('known') ? `Declared are: ${a('known')}.` : 'Declare it under connections.'),
  },
  'spec/connection-kind': {
    message: (a) =>
      `${a('where')} cannot use "${a('name')}", a connection of kind ${a('kind')}: it takes ${a('accepts')}.`,
    hint: (a) => a('fitting') && `That would be ${a('fitting')}.`,
  },
  'spec/unused-connection': {
    message: (a) => `Nothing uses the connection "${a('name')}".`,
    hint: () => 'Leave it out, or name it where it is wanted.',
  },
  'spec/time-zone': {
    message: (a) => `There is no time zone "${a('zone')}".`,
    hint: (a) => didYouMean(a, 'Names are as in Africa/Nairobi, Europe/Brussels or UTC.'),
  },
  'spec/version-twice': {
    message: (a) => `There are two versions called "${a('name')}".`,
    hint: () => 'Give each a name of its own.',
  },
  'spec/no-expression': {
    message: (a) => `${a('where')} cannot be an expression.`,
    hint: () => 'Expressions stand in where, in when, and under transform; write a value here.',
  },
  'spec/nothing-written': {
    message: (a) => `There is nothing after ${a('name')}.`,
    hint: (_, { nullable }) =>
      nullable === true
        ? 'Write what it gets: an expression, a value, or null to always send it blank.'
        : 'Write what it gets: an expression or a value.',
  },
  'spec/literal-secret': {
    message: (a) => `${a('where')} is a secret, and here it stands for all who read this file.`,
    hint: (a) => `Keep it in the environment and write \${${a('variable')}}.`,
  },
  'spec/not-yet': {
    message: (a) => `${a('where')}${a('value') && `: ${a('value')}`} is part of the language, but not built yet.`,
    hint: (a) => (a('value') ? `Leave it out${a('known') && `, or use ${a('known')}`}.` : 'Leave it out.'),
  },
} satisfies Record<string, CodeText>;

function inside(where: string): string {
  return where && ` in ${where}`;
}

function subject(where: string): string {
  return where || 'This file';
}
