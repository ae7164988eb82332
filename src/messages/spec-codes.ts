import { didYouMean, row, type Near } from './code-row.ts';

export const SPEC_CODES = {
  'env/line': row({
    message: () => 'This line of the env file is not of the form KEY=VALUE, or a quote in it is not closed.',
    hint: () => 'Write KEY=value, KEY=\'value\' or KEY="value"; comments start with #.',
  }),
  'env/missing': row<{ name: string } & Near>({
    message: ({ name }) => `The variable ${name} is not set.`,
    hint: (texts) =>
      didYouMean(
        texts,
        `Set it in the environment, in a file .env beside the spec or in the file given with --env-file, or write \${${texts.name}:-a default}.`,
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
    hint: ({ reference }) =>
      /^\$\{[a-z]/.test(reference)
        ? `A column stands by its name alone, without \${ }: ${reference.slice(2, -1)}`
        : 'Write the value itself, or make a look-up of it.',
  }),
  'spec/no-spec': row<{ wanted: readonly string[]; isCases?: boolean }>({
    message: ({ wanted }) => `This file is no spec: it has none of ${wanted}.`,
    hint: (_, { isCases }) =>
      isCases === true
        ? 'It has cases: `etl test` reads them, and takes the spec beside them.'
        : 'Name the YAML file that says where the records come from, what becomes of them, and where that goes.',
  }),
  'spec/unknown-key': row<
    {
      key: string;
      where: string;
      known: readonly string[];
      others?: readonly string[];
      isOfSpec?: boolean;
      kinds?: readonly string[];
    } & Near
  >({
    message: ({ key, where, others }) => `There is no key "${key}"${inside(where)}${others && `, nor ${others}`}.`,
    hint: (texts, { isOfSpec }) => {
      if (isOfSpec === true) return `${texts.key}: is a part of the spec itself, and begins at the left margin.`;
      const known = texts.known && `Known keys: ${texts.known}.`;
      return didYouMean(texts, texts.kinds ? `That is a key of kind: ${texts.kinds}. ${known}` : known);
    },
    rareArgs: ['others', 'isOfSpec', 'kinds'],
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
  'spec/wrong-value': row<{ where: string; expected: string; found: string; rewrite?: string; wantsQuotes?: boolean }>({
    message: ({ where, expected, found }) => `${subject(where)} must be ${expected}, and here is ${found}.`,
    hint: ({ rewrite, expected, found }) => {
      if (rewrite) return `Write ${rewrite}`;
      if (found === 'a list' && expected.startsWith('a set of keys'))
        return 'Write each on a line of its own as key: value, without a dash.';
      return expected === 'a list' && found.startsWith('"') ? `Write [${found}]` : '';
    },
  }),
  'spec/wrong-name': row<{ name: string; where: string; expected: string }>({
    message: ({ name, where, expected }) => `The name "${name}"${inside(where)} must be ${expected}.`,
  }),
  'spec/not-one-of': row<{ where: string; value: string; known: readonly string[] } & Near>({
    message: ({ where, value }) => `${subject(where)} cannot be ${value}.`,
    hint: (texts) => didYouMean(texts, `It is one of: ${texts.known}.`),
  }),
  'spec/unknown-kind': row<{ kind: string; where: string; known: readonly string[] } & Near>({
    message: ({ kind, where }) => `There is no kind "${kind}" for ${where}.`,
    hint: (texts) => didYouMean(texts, `Known kinds: ${texts.known}.`),
  }),
  'spec/unknown-connection': row<{ name: string; known: readonly string[] } & Near>({
    message: ({ name }) => `There is no connection "${name}".`,
    hint: (texts) => didYouMean(texts, texts.known ? `Declared are: ${texts.known}.` : 'Declare it under connections.'),
  }),
  'spec/connection-kind': row<{
    where: string;
    name: string;
    kind: string;
    accepts: readonly string[];
    fitting: readonly string[];
  }>({
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
    message: ({ where }) => `${where} is a secret, and whoever reads this file can see it.`,
    hint: ({ variable }) => `Keep it in the environment and write \${${variable}}.`,
  }),
  'spec/not-yet': row<{ where: string; value: string; known: readonly string[] }>({
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
