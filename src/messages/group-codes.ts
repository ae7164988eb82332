/** Rows that become groups: `source.group`. */
import { didYouMean, row, type Near } from './code-row.ts';

export const GROUP_CODES = {
  'group/not-in-source': row<{ column: string } & Near>({
    message: ({ column }) => `The source has no column "${column}" to group by.`,
    hint: (texts) => didYouMean(texts, 'Compare it with the header of the source; an expression starts with =.'),
  }),
  'group/unnamed': row<{ from: string }>({
    message: ({ from }) => `What ${from} gives has no name, and fields could not read it.`,
    hint: ({ from }) =>
      `Write { name: '=${from.replaceAll("'", "''")}' }; only one call, as in =$period(visit, "Monthly"), is named by itself.`,
  }),
  'group/name-twice': row<{ name: string }>({
    message: ({ name }) => `Two parts of a group are called ${name}.`,
    hint: () => 'Give each a name of its own: { month: \'=$period(visit, "Monthly")\' }',
  }),
  'group/not-with': row<{ key: string }>({
    message: ({ key }) => `source.${key} cannot stand beside source.group.`,
    hint: ({ key }) =>
      key === 'pair'
        ? 'An edited row changes the values of its group; it need not be known again.'
        : 'A group can have rows of several form versions: tell them apart in the expressions.',
  }),
  'group/no-value': row<{ name: string }>({
    who: 'source',
    message: ({ name }) => `The row has no ${name}, so it is of no group, and no total counts it.`,
    hint: () => 'Fill in what it is made of, or leave such rows out by `where`.',
  }),
  'group/not-a-value': row<{ name: string; type: string }>({
    who: 'analyst',
    message: ({ name, type }) =>
      `${name} of the group is ${type} for this row: it must be a text, a number, true or false.`,
    hint: () => 'Take one value out of a list with [0], or join it: $join(LIST, " ").',
  }),
  'group/row-twice': row<{ key: string; places: readonly string[] }>({
    who: 'source',
    message: ({ key, places }) =>
      `The rows on lines ${places} have the same key${key && ` ${key}`}, and say different things.`,
    hint: () =>
      'Which one is right cannot be told here: correct or delete the others. Until then none of their groups is sent.',
  }),
};
