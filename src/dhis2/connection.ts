import type { FromSchema } from 'json-schema-to-ts';
import { ProblemsError } from '../base/errors.ts';
import { isLoopback } from '../base/loopback.ts';
import { HURRIED_MS } from '../base/patience.ts';
import { problem, type Problem } from '../base/problem.ts';
import { defineServer } from '../contracts/component.ts';
import { Dhis2Client, type Login } from './client.ts';

const KEYS = {
  type: 'object',
  additionalProperties: false,
  required: ['url'],
  properties: {
    url: {
      type: 'string',
      minLength: 1,
      description: 'Address of DHIS2, as in the browser; with or without /api behind it.',
    },
    username: { type: 'string', minLength: 1, description: 'Name of the account. It cannot use two-factor login.' },
    password: { type: 'string', minLength: 1, description: 'Its password; from the environment.' },
    token: { type: 'string', minLength: 1, description: 'A personal access token, in place of name and password.' },
    timeoutSeconds: {
      type: 'number',
      minimum: 1,
      maximum: 3600,
      default: 120,
      description: 'How long to wait for one answer.',
    },
  },
} as const;

/** The choice is left out of the type: it would only make the two ways of login harder to read. */
const LOGIN = { oneOf: [{ required: ['username', 'password'] }, { required: ['token'] }] };
const SCHEMA = { ...KEYS, ...LOGIN };

type Config = FromSchema<typeof KEYS>;

/** A DHIS2 to send to, with the account to use. */
export const dhis2Connection = defineServer<Config>({
  kind: 'dhis2',
  role: 'server',
  summary:
    'A DHIS2 (2.38 or later; several choices in one value from 2.41 on), with a user name and password or a personal access token.',
  secrets: ['password', 'token'],
  schema: SCHEMA,
  example: `connections:
  hmis:
    kind: dhis2
    url: \${DHIS2_URL}
    username: \${DHIS2_USER}
    password: \${DHIS2_PASSWORD}
`,
  build(config, { log, secrets, answerWithinMs }): Dhis2Client {
    const { login, problems } = toLogin(config);
    const { url, problem: urlProblem } = toBaseUrl(config.url);
    if (urlProblem) problems.push(urlProblem);
    if (!login || problems.length > 0) throw new ProblemsError(problems);
    if ('token' in login) secrets.add(login.token);
    else secrets.add(login.password, `${login.username}:`);
    const hide = (text: string): string => secrets.mask(text);
    const timeoutMs = Math.min(config.timeoutSeconds * 1000, answerWithinMs ?? Number.POSITIVE_INFINITY);
    const hurried = answerWithinMs !== undefined && { patienceMs: HURRIED_MS };
    return new Dhis2Client({ url, login, timeoutMs, log, hide, ...hurried });
  },
  async *examine(_, examination) {
    const { examineServer } = await import('./examine-server.ts');
    yield* examineServer(examination.server as Dhis2Client, examination);
  },
});

function toLogin({ username, password, token }: Config): { login: Login | undefined; problems: Problem[] } {
  const hasBoth = Boolean(token) && Boolean(username ?? password);
  // It goes into a header, which takes nothing else; of a token copied with a line end the line end goes.
  if (token && !hasBoth && !/^[\x21-\x7e]+$/.test(token.trim()))
    return { login: undefined, problems: [problem('dhis2/bad-token', {})] };
  if (token && !hasBoth) return { login: { token: token.trim() }, problems: [] };
  if (username && password && !token) return { login: { username, password }, problems: [] };
  return { login: undefined, problems: [problem('dhis2/credentials', {})] };
}

/**
 * The address of a DHIS2 without slash or `/api` at its end. A problem where it is no web address, holds credentials,
 * or would send them over plain http to another machine.
 */
export function toBaseUrl(text: string): { readonly url: string; readonly problem: Problem | undefined } {
  const parsed = URL.parse(text.trim());
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) {
    return {
      url: text,
      problem: problem('dhis2/bad-url', {
        url: parsed ? `${parsed.protocol}…` : 'The url',
        isVariable: /^\$\w/.test(text),
      }),
    };
  }
  if (parsed.username || parsed.password) return { url: '', problem: problem('dhis2/credentials-in-url', {}) };
  const url = `${parsed.origin}${parsed.pathname.replace(/\/+$/, '').replace(/\/api(?:\/\d+)?$/, '')}`;
  const isSafe = parsed.protocol === 'https:' || isLoopback(parsed.hostname);
  return { url, problem: isSafe ? undefined : problem('dhis2/plain-http', { url }) };
}
