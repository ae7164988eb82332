import { didYouMean, failure, row, type Near } from './code-row.ts';

/** What systems say by a name of their own. */
const WHY_NOT_WRITTEN: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'its folder is not there (ENOENT)'],
  ['EACCES', 'this user may not write there (EACCES)'],
  ['EROFS', 'nobody may write there (EROFS)'],
  ['ENOSPC', 'the disk is full (ENOSPC)'],
]);

export const CORE_CODES = {
  'codes/unknown': failure<{ code: string; isServers?: boolean } & Near>({
    exitCode: 2,
    message: ({ code }) => `There is no code ${code}.`,
    hint: (texts, { isServers }) =>
      isServers === true
        ? 'It is one of the DHIS2 server: its text comes with each message.'
        : didYouMean(texts, '`etl codes` lists them all.'),
    explain: {
      meaning:
        'A code is an area and what is wrong in it, as it stands in front of each message. The area may be left out where only one has the code.',
      wrong: 'etl codes expression/unknown-colum',
      right: 'etl codes expression/unknown-column',
    },
  }),
  'file/not-found': failure<{ path: string; usedBy?: string } & Near>({
    exitCode: 2,
    message: ({ path, usedBy }) => `There is no file ${path}${usedBy && ` (${usedBy})`}.`,
    hint: (texts) =>
      didYouMean(
        texts,
        'Check the path. Paths in a spec are relative to the spec, those in flags to the working folder.',
      ),
  }),
  'file/unreadable': failure<{ path: string; reason: string }>({
    exitCode: 2,
    message: ({ path, reason }) => `${path} cannot be read: ${reason}.`,
    hint: () => 'Check that it is a regular file of at most 64 MiB, and that this user may read it.',
  }),
  'file/not-writable': failure<{ path: string; reason: string }>({
    exitCode: 2,
    message: ({ path, reason }) => `${path} cannot be written: ${WHY_NOT_WRITTEN.get(reason) ?? reason}.`,
    hint: () => 'Name a file in a folder that is there, and in which this user may write.',
  }),
  'file/not-utf8': failure<{ path: string }>({
    exitCode: 2,
    message: ({ path }) => `${path} is not UTF-8 text.`,
    hint: () => 'Save it as UTF-8.',
  }),
  'json/syntax': row<{ reason: string }>({
    message: ({ reason }) => `This is not valid JSON: ${reason}.`,
    explain: {
      meaning:
        'The text stops being JSON where the caret stands, or just before. JSON has double quotes only, no comma after the last of a list, and no comments.',
      wrong: "{ 'North Hospital': 'OuNorthHosp', }",
      right: '{ "North Hospital": "OuNorthHosp" }',
    },
  }),
  'json/duplicate-key': row<{ key: string; line: number }>({
    message: ({ key, line }) => `The key "${key}" is already there, on line ${line}.`,
    hint: () => 'Keep one of the two.',
  }),
};
