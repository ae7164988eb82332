import { failure, row } from './code-row.ts';

const READ_AGAIN = 'Run it again when nobody is at work there.';

/** Records that come as pages of JSON: complete, or not at all. */
export const SOURCE_JSON_CODES = {
  'source/incomplete': failure<{ location: string; read: number; total: number; tries: number }>({
    exitCode: 3,
    message: ({ location, read, total, tries }) =>
      `The source (${location}) says that it has ${total} records, and gives ${read} (tried ${tries} times). Nothing is sent.`,
    hint: () =>
      `Check next, total and pageSize of the source: the server may give fewer records at once than it is asked for. ${READ_AGAIN}`,
  }),
  'source/record-twice': failure<{ location: string; id: string; tries: number }>({
    exitCode: 3,
    message: ({ location, id, tries }) =>
      `The source (${location}) gives ${id ? `the record ${id}` : 'a whole page'} twice (tried ${tries} times): its pages overlap, and others may be left out. Nothing is sent.`,
    hint: () => `Have it sort by something that stays, such as an id, and check next of the source. ${READ_AGAIN}`,
  }),
  'source/keeps-changing': failure<{ location: string; tries: number }>({
    exitCode: 3,
    message: ({ location, tries }) =>
      `The source (${location}) changes while it is read (tried ${tries} times): what was read may lack records. Nothing is sent.`,
    hint: () => READ_AGAIN,
  }),
  'source/pages-without-end': failure<{ location: string; page: number }>({
    exitCode: 3,
    message: ({ location, page }) =>
      `The source (${location}) has pages without end: after page ${page} it leads to one that was read already, or on through empty ones.`,
    hint: () => 'Check next of the source: it must give nothing on the last page.',
  }),
  'source/maybe-capped': failure<{ location: string; read: number }>({
    exitCode: 3,
    message: ({ location, read }) =>
      `The source (${location}) gives as many records as it was asked for (${read}), and nothing says whether there are more.`,
    hint: () => 'Say under source where the answer has the next page (next), or the number of all records (total).',
  }),
  'source/next-elsewhere': failure<{ location: string; next: string }>({
    exitCode: 3,
    message: ({ location, next }) =>
      `The source (${location}) names a next page that is not on the same server: ${next}. What is secret goes to no other.`,
    hint: () => 'If it is the right one, write its address as url of the connection.',
  }),
  'source/not-as-declared': failure<{ location: string; what: string; expected: string; found: string }>({
    exitCode: 3,
    message: ({ location, what, expected, found }) =>
      `In an answer of the source (${location}), \`${what}\` should be ${expected}, and is ${found}.`,
    hint: ({ what }) => `Look at an answer of that address, and check ${what} of the source.`,
  }),
  'source/no-id': failure<{ location: string; id: string }>({
    exitCode: 3,
    message: ({ location, id }) =>
      `No record of the source (${location}) has the column "${id}", by which \`id\` is to tell them apart: one that comes twice would not be seen.`,
    hint: () => 'Look at an answer of that address, and check id of the source.',
  }),
  'source/no-records': failure<{ location: string }>({
    exitCode: 3,
    message: ({ location }) => `The source (${location}) has no record yet, so nobody knows its columns.`,
    hint: () =>
      'Wait for the first record, or list the columns under columns of the source. If it should have some, check path, query and records.',
  }),
  'source/formula-failed': failure<{ location: string; what: string; reason: string }>({
    exitCode: 3,
    message: ({ location, what, reason }) =>
      `With an answer of the source (${location}), \`${what}\` cannot be evaluated: ${reason}`,
    hint: ({ what }) => `Look at an answer of that address, and check ${what} of the source.`,
  }),
  'source/needs-key': row<{ key: string; because: string }>({
    message: ({ key, because }) => `The source needs ${key}: ${because}.`,
  }),
  'source/key-has-no-use': row<{ key: string; because: string }>({
    message: ({ key, because }) => `${key} has no use here: ${because}.`,
    hint: ({ key }) => `Take ${key} away.`,
  }),
  'source/max-age-unknown': row<{ kind: string }>({
    message: ({ kind }) =>
      `maxAge is not checked: a source of kind ${kind} is asked anew at each run, and does not say when it was last changed.`,
    hint: () => 'Take maxAge away, or leave it for the day on which the source is a file again.',
  }),

  // One record: it is rejected.
  'source/column-twice': row<{ column: string }>({
    who: 'source',
    message: ({ column }) =>
      `The record has two values for the column ${column}: a key with a slash in it, and an object.`,
    hint: () => 'Which one is meant cannot be told here: have records (of the source) give one of them another name.',
  }),
  'source/no-object': row<{ found: string }>({
    who: 'source',
    message: ({ found }) => `What should be a record is ${found}, and no object.`,
    hint: () => 'Check records of the source: it must give a list of objects.',
  }),
};
