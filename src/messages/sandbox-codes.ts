/** What the sandbox is started with. */
import { failure } from './code-row.ts';

export const SANDBOX_CODES = {
  'sandbox/bad-metadata': failure<{ reason: string }>({
    exitCode: 2,
    message: ({ reason }) => `The sandbox cannot use this metadata package: ${reason}.`,
    hint: () =>
      'Give a package as GET /api/metadata, /api/programs/{uid}/metadata or /api/dataSets/{uid}/metadata exports it, in JSON.',
  }),
  'sandbox/bad-state': failure<{ path: string; reason: string }>({
    exitCode: 2,
    message: ({ path, reason }) => `The data kept in ${path} cannot be read: ${reason}.`,
    hint: () => 'Name another file for the data of the sandbox, or remove this one to start without any.',
  }),
  'sandbox/bad-user': failure<{ reason: string }>({
    exitCode: 2,
    message: ({ reason }) => `The sandbox cannot make a user: ${reason}.`,
    hint: () => 'Correct the user in the metadata package, or leave it out: there is always an admin.',
  }),
  'sandbox/cannot-listen': failure<{ port: number; reason: string }>({
    exitCode: 3,
    message: ({ port, reason }) => `The sandbox cannot listen on port ${port}: ${reason}.`,
    hint: () => 'Choose another port, or 0 for any that is free.',
  }),
  'sandbox/port-in-use': failure<{ port: number }>({
    exitCode: 3,
    message: ({ port }) => `Port ${port} is in use by another program.`,
    hint: () => 'Choose another port, or 0 for any that is free.',
  }),
  'sandbox/unknown-time-zone': failure<{ timeZone: string }>({
    exitCode: 2,
    message: ({ timeZone }) => `There is no time zone "${timeZone}".`,
    hint: () => 'Name one of the tz database, as Asia/Beirut.',
  }),
  'sandbox/unknown-version': failure<{ version: string; known: readonly string[] }>({
    exitCode: 2,
    message: ({ version }) => `The sandbox cannot play DHIS2 ${version}.`,
    hint: ({ known }) => `It knows ${known}.`,
  }),
};
