import { failure, row } from './code-row.ts';

const PROXY =
  'Check the url of the connection and the path of the source, and whether a proxy stands before the server.';

/** What a connection of kind http says, and what comes of asking there. */
export const HTTP_CODES = {
  'http/bad-url': row<{ url: string }>({
    message: ({ url }) => `${url} is not the address of a server.`,
    hint: () => 'Write it with https:// and without a query: https://kf.kobotoolbox.org',
  }),
  'http/plain-http': row<{ url: string }>({
    message: ({ url }) => `${url} is plain http: secrets and answers would go over the network for all to read.`,
    hint: () => 'Use https://. Plain http is for a server on this very machine (localhost).',
  }),
  'http/credentials-in-url': row({
    message: () => 'The url of the connection holds a user name or password.',
    hint: () => 'Put them under username and password, from the environment: ${API_PASSWORD}.',
  }),
  'http/bad-header': row<{ name: string }>({
    message: ({ name }) =>
      `The header ${name} of the connection cannot be sent: its value is blank, or has a line end or another sign that no header can hold.`,
    hint: () => 'Copy the token again. Its variable may be empty.',
  }),
  'http/half-login': row({
    message: () => 'The connection has one of username and password, and not the other.',
    hint: () => 'Give both, or neither and a header: Authorization: Token ${API_TOKEN}',
  }),
  'http/two-logins': row({
    message: () => 'The connection has a header Authorization, and username and password as well.',
    hint: () => 'Give exactly one of the two.',
  }),

  'http/unreachable': failure<{ request: string; reason: string }>({
    exitCode: 3,
    message: ({ request, reason }) => `${request}: nothing answers there (${reason}).`,
    hint: () => 'Check the url of the connection, and that the server is up.',
  }),
  'http/unknown-host': failure<{ request: string }>({
    exitCode: 3,
    message: ({ request }) => `${request}: there is no such host.`,
    hint: () => 'Check the url of the connection, and the name server of this machine.',
  }),
  'http/tls': failure<{ request: string; reason: string }>({
    exitCode: 3,
    message: ({ request, reason }) => `${request}: no secure connection (${reason}).`,
    hint: () =>
      'The certificate of the server is not valid here. For an authority of your own set NODE_EXTRA_CA_CERTS.',
  }),
  'http/timeout': failure<{ request: string; seconds: number }>({
    exitCode: 3,
    message: ({ request, seconds }) => `${request}: no answer within ${seconds} s.`,
    hint: () =>
      'Try again later; raise timeoutSeconds of the connection, or ask for smaller pages (pageSize of the source).',
  }),
  'http/connection-lost': failure<{ request: string; reason: string }>({
    exitCode: 3,
    message: ({ request, reason }) => `${request}: the connection broke (${reason}).`,
    hint: () => 'Try again; if it goes on, ask for smaller pages (pageSize of the source).',
  }),
  'http/unauthorized': failure<{ request: string; message: string }>({
    exitCode: 3,
    message: ({ request, message }) => `${request}: the server does not let us in (401${message && `, ${message}`}).`,
    hint: () => 'Check the headers, or user name and password, of the connection: a token may have expired.',
  }),
  'http/forbidden': failure<{ request: string; message: string }>({
    exitCode: 3,
    message: ({ request, message }) => `${request}: this account may not read that (403${message && `, ${message}`}).`,
    hint: () => 'Ask whoever owns the data to share it with the account of the connection.',
  }),
  'http/redirected': failure<{ request: string; location: string; status: number; login?: boolean }>({
    exitCode: 3,
    message: ({ request, location, status }) => `${request}: the server sends us on to ${location} (${status}).`,
    hint: (_, { login }) =>
      login === true
        ? 'That is a login page: the login was not accepted.'
        : 'What is secret goes to no other server. If it is the right one, write its address as url of the connection.',
  }),
  'http/not-json': failure<{ request: string; status: number; looksLike: string }>({
    exitCode: 3,
    message: ({ request, status, looksLike }) => `${request}: the answer (${status}) is ${looksLike}, not JSON.`,
    hint: (_, { looksLike }) =>
      looksLike === 'a login page' ? 'The address is wrong, or the login was not accepted there.' : PROXY,
  }),
  'http/not-utf8': failure<{ request: string }>({
    exitCode: 3,
    message: ({ request }) => `${request}: the answer is not UTF-8, as JSON is, or was cut in the middle of a letter.`,
    hint: () => PROXY,
  }),
  'http/too-large': failure<{ request: string; limit: string }>({
    exitCode: 3,
    message: ({ request, limit }) => `${request}: the answer is larger than ${limit}.`,
    hint: () => 'Ask for smaller pages: pageSize of the source.',
  }),
  'http/bad-request': failure<{ request: string; status: number; message: string }>({
    exitCode: 3,
    message: ({ request, status, message }) =>
      `${request}: the server refuses that (${status}${message && `, ${message}`}).`,
    hint: () => 'Check path and query of the source.',
  }),
  'http/server-error': failure<{ request: string; status: number; message: string }>({
    exitCode: 3,
    message: ({ request, status, message }) => `${request}: the server failed (${status}${message && `, ${message}`}).`,
    hint: () => 'Try again later; its log knows more.',
  }),
  'http/unavailable': failure<{ request: string; status: number; message: string }>({
    exitCode: 3,
    message: ({ request, status, message }) =>
      `${request}: the server is not available now (${status}${message && `, ${message}`}).`,
    hint: () => 'Too much may have been asked of it, or it may be in maintenance. Try again later.',
  }),
};
