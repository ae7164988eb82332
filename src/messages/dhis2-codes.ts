import { failure, row } from './code-row.ts';

export const DHIS2_CODES = {
  // What a connection says.
  'dhis2/credentials': row({
    message: () => 'A dhis2 connection needs either username and password, or token.',
    hint: () => 'Give exactly one of the two. A token is made in DHIS2 under your profile, Personal access tokens.',
  }),
  'dhis2/bad-token': row({
    message: () => 'The token of the dhis2 connection holds a blank, or a character that no token has.',
    hint: () => 'Copy it again from DHIS2, where it was made: it starts with d2pat_ or d2p_.',
  }),
  'dhis2/plain-http': row<{ url: string }>({
    message: ({ url }) => `${url} is plain http: the password or token would go over the network for all to read.`,
    hint: () => 'Use https://. Plain http is for a server on this very machine (localhost).',
  }),
  'dhis2/bad-url': row<{ url: string; isVariable?: boolean }>({
    message: ({ url }) => `${url} is not the address of a DHIS2.`,
    hint: (_, { isVariable }) =>
      isVariable === true
        ? 'A variable stands in braces: ${DHIS2_URL}'
        : 'Write it as in the browser, up to the part before /api: https://dhis2.example.org/hmis',
  }),
  'dhis2/credentials-in-url': row({
    message: () => 'The url of the connection holds a user name or password.',
    hint: () => 'Put them under username and password, from the environment: ${DHIS2_PASSWORD}.',
  }),

  // The way to the server, and what answers there.
  'dhis2/unreachable': failure<{ request: string; reason: string }>({
    exitCode: 3,
    message: ({ request, reason }) => `${request}: nothing answers there (${reason}).`,
    hint: () => 'Check the url of the connection, and that DHIS2 is up.',
  }),
  'dhis2/unknown-host': failure<{ request: string }>({
    exitCode: 3,
    message: ({ request }) => `${request}: there is no such host.`,
    hint: () => 'Check the url of the connection, and the name server of this machine.',
  }),
  'dhis2/tls': failure<{ request: string; reason: string }>({
    exitCode: 3,
    message: ({ request, reason }) => `${request}: no secure connection (${reason}).`,
    hint: ({ reason }) =>
      reason === 'EPROTO'
        ? 'What answers there may not speak https: try http:// where DHIS2 is on this machine; else see address and port.'
        : 'The certificate of the server is not valid here. For an authority of your own set NODE_EXTRA_CA_CERTS.',
  }),
  'dhis2/timeout': failure<{ request: string; seconds: number }>({
    exitCode: 3,
    message: ({ request, seconds }) => `${request}: no answer within ${seconds} s.`,
    hint: () => 'Try again later; raise timeoutSeconds of the connection, or lower batchSize of the sink.',
  }),
  'dhis2/job-lost': failure<{ request: string; reason: string }>({
    exitCode: 3,
    message: ({ request, reason }) => `${request}: what came of the import is not known (${reason}).`,
    hint: () => 'The next run looks what is there. If it goes on, write import: sync under sink.',
  }),
  'dhis2/connection-lost': failure<{ request: string; reason: string }>({
    exitCode: 3,
    message: ({ request, reason }) => `${request}: the connection broke (${reason}).`,
    hint: () => 'Try again; if it goes on, look at the proxy in front of DHIS2.',
  }),
  'dhis2/unauthorized': failure<{ request: string; login: string; message: string }>({
    exitCode: 3,
    message: ({ request, login, message }) =>
      `${request}: DHIS2 does not let this ${login} in (401${message && `, ${message}`}).`,
    hint: () =>
      'Check user name and password, or the token (it may have expired). An account with two-factor login cannot be used.',
  }),
  'dhis2/forbidden': failure<{ request: string; message: string }>({
    exitCode: 3,
    message: ({ request, message }) => `${request}: this user may not do that (403${message && `, ${message}`}).`,
    hint: () => 'Ask the administrator of DHIS2 for the missing right.',
  }),
  'dhis2/not-found': failure<{ request: string; message: string }>({
    exitCode: 3,
    message: ({ request, message }) => `${request}: not found (404${message && `, ${message}`}).`,
    hint: () => 'Check the url of the connection: it ends before /api.',
  }),
  'dhis2/redirected': failure<{ request: string; location: string; status: number; login?: boolean }>({
    exitCode: 3,
    message: ({ request, location, status }) => `${request}: the server sends us on to ${location} (${status}).`,
    hint: (_, { login }) =>
      login === true
        ? 'That is a login page: the login was not accepted, or a single sign-on stands before DHIS2.'
        : 'Write the address that it names as url of the connection.',
  }),
  'dhis2/not-json': failure<{ request: string; status: number; looksLike: string }>({
    exitCode: 3,
    message: ({ request, status, looksLike }) => `${request}: the answer (${status}) is ${looksLike}, not JSON.`,
    hint: (_, { looksLike }) =>
      looksLike === 'a login page'
        ? 'The address is wrong, or the login was not accepted there.'
        : 'Check the url of the connection, and whether a proxy stands before DHIS2.',
  }),
  'dhis2/bad-request': failure<{ request: string; status: number; message: string }>({
    exitCode: 3,
    message: ({ request, status, message }) =>
      `${request}: DHIS2 cannot read that (${status}${message && `, ${message}`}).`,
    hint: ({ message }) =>
      /checksum/i.test(message)
        ? 'The token is no personal access token of DHIS2 (d2pat_… or d2p_…), or is cut. A password stands under password, with username.'
        : '',
  }),
  'dhis2/server-error': failure<{ request: string; status: number; message: string }>({
    exitCode: 3,
    message: ({ request, status, message }) => `${request}: DHIS2 failed (${status}${message && `, ${message}`}).`,
    hint: () => 'Try again later; the log of DHIS2 knows more.',
  }),
  'dhis2/unavailable': failure<{ request: string; status: number; message: string }>({
    exitCode: 3,
    message: ({ request, status, message }) =>
      `${request}: DHIS2 is not available now (${status}${message && `, ${message}`}).`,
    hint: () => 'It may be starting or in maintenance. Try again later.',
  }),
  'dhis2/unexpected-answer': failure<{ request: string; status: number; reason: string }>({
    exitCode: 3,
    message: ({ request, status, reason }) =>
      `${request}: the answer (${status}) is not one that DHIS2 gives there: ${reason}.`,
    hint: () => 'Check the url of the connection, and whether a proxy stands before DHIS2.',
  }),
  'dhis2/not-dhis2': failure<{ url: string }>({
    exitCode: 3,
    message: ({ url }) => `What answers at ${url} does not say which version of DHIS2 it is.`,
    hint: () => 'Check the url of the connection.',
  }),
  'dhis2/version-unsupported': failure<{ url: string; version: string }>({
    exitCode: 3,
    message: ({ url, version }) => `${url} is DHIS2 ${version}; the oldest that can be used is 2.38.`,
    hint: () => 'Have this DHIS2 updated, or name another one under `connections`.',
  }),

  // The program.
  'dhis2/program-not-found': failure<{ program: string; url: string }>({
    exitCode: 3,
    message: ({ program, url }) => `There is no program ${program} that this user may see, at ${url}.`,
    hint: () => 'Check program under sink, and that the program is shared with this user.',
  }),
  'dhis2/program-with-registration': failure<{ name: string; program: string }>({
    exitCode: 3,
    message: ({ name, program }) => `Program ${name} (${program}) registers people; it takes no single events.`,
    hint: () => 'Use an event program (without registration).',
  }),
  'dhis2/program-without-stage': failure<{ name: string; program: string }>({
    exitCode: 3,
    message: ({ name, program }) => `Program ${name} (${program}) has no program stage.`,
    hint: () => 'Add a program stage in DHIS2, or name another program under `sink`.',
  }),
  'dhis2/stage-not-in-program': failure<{ stage: string; name: string; program: string }>({
    exitCode: 3,
    message: ({ stage, name, program }) =>
      `Program stage ${stage} of the mapping is not one of program ${name} (${program}).`,
    hint: () => 'Fetch the metadata of the program again, and make the mapping from it.',
  }),
  'dhis2/program-read-only': failure<{ user: string; name: string; program: string }>({
    exitCode: 3,
    message: ({ user, name, program }) => `User ${user} may not write data to program ${name} (${program}).`,
    hint: () => 'Ask the administrator of DHIS2 for data write access to it.',
  }),
};
