import { didYouMean, row, type Near } from './code-row.ts';

export const SPEC_CODES = {
  'json/duplicate-key': row<{ key: string; line: string }>({
    message: ({ key, line }) => `The key "${key}" is already there, on line ${line}.`,
    hint: () => 'Keep one of the two.',
  }),
  'yaml/syntax': row<{ reason: string }>({
    message: ({ reason }) => `This is not valid YAML: ${reason}.`,
  }),
  'yaml/empty': row({
    message: () => 'There is nothing in this file.',
  }),
  'yaml/documents': row({
    message: () => 'A second document starts here; a file holds one.',
    hint: () => 'Make a file of its own of it, or leave the --- out.',
  }),
  'yaml/duplicate-key': row<{ key: string; line: string }>({
    message: ({ key, line }) => `The key "${key}" is already there, on line ${line}.`,
    hint: () => 'Keep one of the two.',
  }),
  'yaml/key': row({
    message: () => 'A key must be a word or a text.',
    hint: () => 'Write the key before the colon, on one line.',
  }),
  'yaml/merge-key': row({
    message: () => 'Merge keys (<<) are not taken.',
    hint: () => 'Write the keys out; an alias (*) may stand for a whole value.',
  }),
  'yaml/alias': row<{ name: string }>({
    message: ({ name }) => `The alias *${name} stands inside its own value, or for too much.`,
    hint: () => 'Write the value out.',
  }),
  'yaml/unknown-alias': row<{ name: string }>({
    message: ({ name }) => `The alias *${name} names no anchor &${name} before it.`,
    hint: () => 'Write the value out, or put the * in quotes if it is meant as text.',
  }),
  'yaml/tag': row({
    message: () => 'Tags (!) are not taken here.',
    hint: () => 'Write the value without it; quotes make a text of it.',
  }),
  'yaml/tab': row({
    message: () => 'There is a tab in the indentation.',
    hint: () => 'Indent with blanks.',
  }),
  'yaml/quotes': row<{ why: string; rewrite: string }>({
    message: ({ why }) => `YAML cannot read this value, as ${why}.`,
    hint: ({ rewrite }) => `Put it in quotes: ${rewrite}`,
  }),
  'yaml/reference-quotes': row<{ rewrite: string }>({
    message: () => 'Inside { } and [ ] YAML takes the braces of ${…} for its own.',
    hint: ({ rewrite }) => `Put it in quotes: ${rewrite}`,
  }),
  'yaml/expression-quotes': row<{ rewrite: string }>({
    message: () => 'YAML cannot read this expression: a colon and a blank, or "? … :", make a key of it.',
    hint: ({ rewrite }) => `Put it in quotes: ${rewrite}`,
    explain: {
      meaning: 'YAML takes a colon and a blank for the end of a key. In quotes they are part of the value.',
      wrong: 'Consent: =consent = "1" ? "YES" : "NO"',
      right: 'Consent: \'=consent = "1" ? "YES" : "NO"\'',
    },
  }),
  'yaml/expression-in-flow': row<{ rewrite: string }>({
    message: () => 'Inside { } and [ ] an expression needs quotes: YAML would cut it at a comma, a colon or a bracket.',
    hint: ({ rewrite }) => `Write ${rewrite}`,
    explain: {
      meaning:
        'Inside braces and brackets YAML ends a value at the first comma, whether or not the expression goes on.',
      wrong: 'Name: { from: =$substring(name, 0, 3) }',
      right: "Name: { from: '=$substring(name, 0, 3)' }",
    },
  }),
  'yaml/expression-folded': row<{ rewrite: string }>({
    message: () => 'An expression cannot stand in a folded block (>): its errors could not be shown where they are.',
    hint: ({ rewrite }) => `Write it with a bar:\n${rewrite}`,
    explain: {
      meaning: 'A folded block (>) joins its lines before anybody can tell where each of them stood. A bar keeps them.',
      wrong: 'Name: >\n  =first &\n  name',
      right: 'Name: |\n  =first &\n  name',
    },
  }),
  'yaml/expression-lines': row<{ rewrite: string }>({
    message: () => 'An expression over several lines needs a block: its errors could not be shown where they are.',
    hint: ({ rewrite }) => `Write it with a bar:\n${rewrite}`,
    explain: {
      meaning: 'Without a bar YAML joins the lines before anybody can tell where each of them stood.',
      wrong: 'Name: =first &\n  name',
      right: 'Name: |\n  =first &\n  name',
    },
  }),
  'yaml/expression-comment': row<{ rewrite: string }>({
    message: () => 'YAML takes what stands after the # for a comment, and with it this would be an expression too.',
    hint: ({ rewrite }) =>
      `If it belongs to the expression, write ${rewrite}; if not, put the comment on a line of its own.`,
    explain: {
      meaning: 'After a blank a # starts a comment of YAML. JSONata has a # of its own, which counts.',
      wrong: 'Name: =$join($split(name, " ") #$i.($i & $))',
      right: 'Name: \'=$join($split(name, " ") #$i.($i & $))\'',
    },
  }),
  'env/line': row({
    message: () => 'This line of the env file is not of the form KEY=VALUE, or a quote in it is not closed.',
    hint: () => 'Write KEY=value, KEY=\'value\' or KEY="value"; comments start with #.',
  }),
  'env/missing': row<{ name: string } & Near>({
    message: ({ name }) => `The variable ${name} is not set.`,
    hint: (texts) =>
      didYouMean(
        texts,
        `Set it in the environment or in the file given with --env-file, or write \${${texts.name}:-a default}.`,
      ),
  }),
  'ini/no-section': row<{ word: string; path: string } & Near>({
    message: ({ word, path }) => `There is no section [${word}] in ${path}.`,
    hint: (texts) => didYouMean(texts, 'Look into the file for its [section]; upper and lower case count.'),
  }),
  'ini/no-key': row<{ word: string; section: string; path: string } & Near>({
    message: ({ word, section, path }) => `There is no key "${word}" in section [${section}] of ${path}.`,
    hint: (texts) => didYouMean(texts, 'Look into the file for its keys: they stand before = or :, each on a line.'),
  }),
  'spec/bad-reference': row<{ written: string }>({
    message: ({ written }) => `${written} is not a reference that we know.`,
    hint: () => 'Write ${NAME}, ${NAME:-default} or ${ini:file.ini#section.key}.',
  }),
  'spec/reference-in-expression': row<{ reference: string }>({
    message: ({ reference }) => `${reference} is not replaced inside an expression.`,
    hint: () => 'Write the value itself, or make a look-up of it.',
  }),
  'spec/unknown-key': row<{ key: string; where: string; known: string } & Near>({
    message: ({ key, where }) => `There is no key "${key}"${inside(where)}.`,
    hint: (texts) => didYouMean(texts, texts.known && `Known keys: ${texts.known}.`),
  }),
  'spec/missing-key': row<{ key: string; where: string; expected: string }>({
    message: ({ key, where }) => `The key "${key}" is missing${inside(where)}.`,
    hint: ({ expected }) => expected && `It holds: ${expected.replace(/\.$/, '')}.`,
  }),
  'spec/one-of-keys': row<{ where: string; choices: readonly string[]; tooMany?: boolean }>({
    message: ({ where }, { choices, tooMany }) => {
      const list = choices.join(', or ');
      return tooMany === true
        ? `${subject(where)} takes only one of these: ${list}.`
        : `${subject(where)} needs ${list}.`;
    },
  }),
  'spec/wrong-value': row<{ where: string; expected: string; found: string; rewrite: string }>({
    message: ({ where, expected, found }) => `${subject(where)} must be ${expected}, and here is ${found}.`,
    hint: ({ rewrite }) => rewrite && `Write ${rewrite}`,
  }),
  'spec/wrong-name': row<{ name: string; where: string; expected: string }>({
    message: ({ name, where, expected }) => `The name "${name}"${inside(where)} must be ${expected}.`,
  }),
  'spec/not-one-of': row<{ where: string; value: string; known: string } & Near>({
    message: ({ where, value }) => `${subject(where)} cannot be ${value}.`,
    hint: (texts) => didYouMean(texts, `It is one of: ${texts.known}.`),
  }),
  'spec/unknown-kind': row<{ kind: string; where: string; known: string } & Near>({
    message: ({ kind, where }) => `There is no kind "${kind}" for ${where}.`,
    hint: (texts) => didYouMean(texts, `Known kinds: ${texts.known}.`),
  }),
  'spec/unknown-connection': row<{ name: string; known: string } & Near>({
    message: ({ name }) => `There is no connection "${name}".`,
    hint: (texts) => didYouMean(texts, texts.known ? `Declared are: ${texts.known}.` : 'Declare it under connections.'),
  }),
  'spec/connection-kind': row<{ where: string; name: string; kind: string; accepts: string; fitting: string }>({
    message: ({ where, name, kind, accepts }) =>
      `${where} cannot use "${name}", a connection of kind ${kind}: it takes ${accepts}.`,
    hint: ({ fitting }) => fitting && `That would be ${fitting}.`,
  }),
  'spec/unused-connection': row<{ name: string }>({
    message: ({ name }) => `Nothing uses the connection "${name}".`,
    hint: () => 'Leave it out, or name it where it is wanted.',
  }),
  'spec/time-zone': row<{ zone: string } & Near>({
    message: ({ zone }) => `There is no time zone "${zone}".`,
    hint: (texts) => didYouMean(texts, 'Names are as in Africa/Nairobi, Europe/Brussels or UTC.'),
  }),
  'spec/version-twice': row<{ name: string }>({
    message: ({ name }) => `There are two versions called "${name}".`,
    hint: () => 'Give each a name of its own.',
  }),
  'spec/no-expression': row<{ where: string }>({
    message: ({ where }) => `${where} cannot be an expression.`,
    hint: () => 'Expressions stand in where, in when, and under transform; write a value here.',
  }),
  'spec/nothing-written': row<{ name: string; nullable?: boolean }>({
    message: ({ name }) => `There is nothing after ${name}.`,
    hint: (_, { nullable }) =>
      nullable === true
        ? 'Write what it gets: an expression, a value, or null to always send it blank.'
        : 'Write what it gets: an expression or a value.',
  }),
  'spec/literal-secret': row<{ where: string; variable: string }>({
    message: ({ where }) => `${where} is a secret, and here it stands for all who read this file.`,
    hint: ({ variable }) => `Keep it in the environment and write \${${variable}}.`,
  }),
  'spec/not-yet': row<{ where: string; value: string; known: string }>({
    message: ({ where, value }) => `${where}${value && `: ${value}`} is part of the language, but not built yet.`,
    hint: ({ value, known }) => (value ? `Leave it out${known && `, or use ${known}`}.` : 'Leave it out.'),
  }),
};

function inside(where: string): string {
  return where && ` in ${where}`;
}

function subject(where: string): string {
  return where || 'This file';
}
