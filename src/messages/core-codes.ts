import { didYouMean, type CodeText } from './code-row.ts';

export const CORE_CODES = {
  'codes/unknown': {
    message: (a) => `There is no code ${a('code')}.`,
    hint: (a, args) =>
      args['isServers'] === true
        ? 'It is one of the DHIS2 server: its text comes with each message.'
        : didYouMean(a, '`etl codes` lists them all.'),
    explain: {
      meaning:
        'A code is an area and what is wrong in it, as it stands in front of each message. The area may be left out where only one has the code.',
      wrong: 'etl codes unknown-colum',
      right: 'etl codes unknown-column',
    },
  },
  'file/not-found': {
    message: (a) => `There is no file ${a('path')}${a('usedBy') && ` (${a('usedBy')})`}.`,
    hint: () => 'Check the path. Paths in a spec are relative to the spec, those in flags to the working folder.',
  },
  'file/unreadable': {
    message: (a) => `${a('path')} cannot be read: ${a('reason')}.`,
    hint: () => 'Check that it is a regular file of at most 64 MiB, and that this user may read it.',
  },
  'file/not-writable': {
    message: (a) => `${a('path')} cannot be written: ${a('reason')}.`,
    hint: () => 'Name a file in a folder in which this user may write.',
  },
  'file/not-utf8': {
    message: (a) => `${a('path')} is not UTF-8 text.`,
    hint: () => 'Save it as UTF-8.',
  },
  'json/syntax': {
    message: (a) => `This is not valid JSON: ${a('reason')}.`,
    explain: {
      meaning:
        'The text stops being JSON where the caret stands, or just before. JSON has double quotes only, no comma after the last of a list, and no comments.',
      wrong: "{ 'North Hospital': 'OuNorthHosp', }",
      right: '{ "North Hospital": "OuNorthHosp" }',
    },
  },
  'sandbox/bad-metadata': {
    message: (a) => `The sandbox cannot use this metadata package: ${a('reason')}.`,
    hint: () => 'Give a package as GET /api/metadata or GET /api/programs/{uid}/metadata exports it, in JSON.',
  },
  'sandbox/bad-state': {
    message: (a) => `The events kept in ${a('path')} cannot be read: ${a('reason')}.`,
    hint: () => 'Name another file for the events of the sandbox, or remove this one to start without events.',
  },
  'sandbox/bad-user': {
    message: (a) => `The sandbox cannot make a user: ${a('reason')}.`,
    hint: () => 'Correct the user in the metadata package, or leave it out: there is always an admin.',
  },
  'sandbox/cannot-listen': {
    message: (a) => `The sandbox cannot listen on port ${a('port')}: ${a('reason')}.`,
    hint: () => 'Choose another port, or 0 for any that is free.',
  },
  'sandbox/port-in-use': {
    message: (a) => `Port ${a('port')} is in use by another program.`,
    hint: () => 'Choose another port, or 0 for any that is free.',
  },
  'sandbox/unknown-time-zone': {
    message: (a) => `There is no time zone "${a('timeZone')}".`,
    hint: () => 'Name one of the tz database, as Asia/Beirut.',
  },
  'sandbox/unknown-version': {
    message: (a) => `The sandbox cannot play DHIS2 ${a('version')}.`,
    hint: (a) => `It knows ${a('known')}.`,
  },
} satisfies Record<string, CodeText>;
