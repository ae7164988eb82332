import { didYouMean, failure, row, type Near } from './code-row.ts';

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
      wrong: 'etl codes unknown-colum',
      right: 'etl codes unknown-column',
    },
  }),
  'file/not-found': failure<{ path: string; usedBy: string }>({
    exitCode: 2,
    message: ({ path, usedBy }) => `There is no file ${path}${usedBy && ` (${usedBy})`}.`,
    hint: () => 'Check the path. Paths in a spec are relative to the spec, those in flags to the working folder.',
  }),
  'file/unreadable': failure<{ path: string; reason: string }>({
    exitCode: 2,
    message: ({ path, reason }) => `${path} cannot be read: ${reason}.`,
    hint: () => 'Check that it is a regular file of at most 64 MiB, and that this user may read it.',
  }),
  'file/not-writable': failure<{ path: string; reason: string }>({
    exitCode: 2,
    message: ({ path, reason }) => `${path} cannot be written: ${reason}.`,
    hint: () => 'Name a file in a folder in which this user may write.',
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
  'sandbox/bad-metadata': failure<{ reason: string }>({
    exitCode: 2,
    message: ({ reason }) => `The sandbox cannot use this metadata package: ${reason}.`,
    hint: () => 'Give a package as GET /api/metadata or GET /api/programs/{uid}/metadata exports it, in JSON.',
  }),
  'sandbox/bad-state': failure<{ path: string; reason: string }>({
    exitCode: 2,
    message: ({ path, reason }) => `The events kept in ${path} cannot be read: ${reason}.`,
    hint: () => 'Name another file for the events of the sandbox, or remove this one to start without events.',
  }),
  'sandbox/bad-user': failure<{ reason: string }>({
    exitCode: 2,
    message: ({ reason }) => `The sandbox cannot make a user: ${reason}.`,
    hint: () => 'Correct the user in the metadata package, or leave it out: there is always an admin.',
  }),
  'sandbox/cannot-listen': failure<{ port: string; reason: string }>({
    exitCode: 3,
    message: ({ port, reason }) => `The sandbox cannot listen on port ${port}: ${reason}.`,
    hint: () => 'Choose another port, or 0 for any that is free.',
  }),
  'sandbox/port-in-use': failure<{ port: string }>({
    exitCode: 3,
    message: ({ port }) => `Port ${port} is in use by another program.`,
    hint: () => 'Choose another port, or 0 for any that is free.',
  }),
  'sandbox/unknown-time-zone': failure<{ timeZone: string }>({
    exitCode: 2,
    message: ({ timeZone }) => `There is no time zone "${timeZone}".`,
    hint: () => 'Name one of the tz database, as Asia/Beirut.',
  }),
  'sandbox/unknown-version': failure<{ version: string; known: string }>({
    exitCode: 2,
    message: ({ version }) => `The sandbox cannot play DHIS2 ${version}.`,
    hint: ({ known }) => `It knows ${known}.`,
  }),
};
