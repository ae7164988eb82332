import type { FromSchema } from 'json-schema-to-ts';
import { ProblemsError } from '../base/errors.ts';
import { isLoopback } from '../base/loopback.ts';
import { HURRIED_MS } from '../base/patience.ts';
import { problem, type Problem } from '../base/problem.ts';
import { toCredential } from '../base/credential.ts';
import { defineServer } from '../contracts/component.ts';
import { HttpClient } from './client.ts';

const TEXTS = { type: ['string', 'number', 'boolean'] } as const;

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['url'],
  properties: {
    url: {
      type: 'string',
      minLength: 1,
      description: 'Address of the server; paths of sources are added to it.',
    },
    headers: {
      type: 'object',
      propertyNames: { pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$", expected: 'the name of a header' },
      additionalProperties: TEXTS,
      description: 'Headers of every request, as in Authorization: Token ${KOBO_TOKEN}. Their values are secret.',
    },
    query: {
      type: 'object',
      additionalProperties: TEXTS,
      description: 'What every query has, where a server takes its key there. The values are secret.',
    },
    username: { type: 'string', minLength: 1, description: 'Name of the account, for Basic authentication.' },
    password: { type: 'string', minLength: 1, description: 'Its password; from the environment.' },
    timeoutSeconds: {
      type: 'number',
      minimum: 1,
      maximum: 3600,
      default: 120,
      description: 'How long to wait for one answer.',
    },
  },
} as const;

type Config = FromSchema<typeof SCHEMA>;

/** A server that answers in JSON. */
export const httpConnection = defineServer<Config>({
  kind: 'http',
  role: 'server',
  summary: 'A server that answers in JSON, such as the API of KoboToolbox, ODK Central or CommCare.',
  secrets: ['headers', 'query', 'password'],
  schema: SCHEMA,
  example: `connections:
  kobo:
    kind: http
    url: https://kf.kobotoolbox.org
    headers:
      Authorization: Token \${KOBO_TOKEN}
`,
  build(config, { log, secrets, answerWithinMs }): HttpClient {
    const headers = toTexts(config.headers);
    const query = toTexts(config.query);
    const { url, problem: wrongUrl } = toServerUrl(config.url);
    const problems = [...(wrongUrl ? [wrongUrl] : []), ...checkHeaders(headers)];
    if ((config.username === undefined) !== (config.password === undefined))
      problems.push(problem('http/half-login', {}));
    if (config.username !== undefined && config.password !== undefined) {
      if (Object.keys(headers).some((name) => name.toLowerCase() === 'authorization'))
        problems.push(problem('http/two-logins', {}));
      secrets.add(config.password, `${config.username}:`);
      const login = Buffer.from(`${config.username}:${config.password}`, 'utf8').toString('base64');
      headers['authorization'] = `Basic ${login}`;
    }
    if (problems.length > 0) throw new ProblemsError(problems);
    for (const [name, value] of [...Object.entries(headers), ...Object.entries(query)]) {
      const secret = toCredential(name, value);
      if (secret !== undefined) secrets.add(secret);
    }
    const hide = (text: string): string => secrets.mask(text);
    const timeoutMs = Math.min(config.timeoutSeconds * 1000, answerWithinMs ?? Number.POSITIVE_INFINITY);
    const hurried = answerWithinMs !== undefined && { patienceMs: HURRIED_MS };
    return new HttpClient({ url, headers, query, timeoutMs, log, hide, ...hurried });
  },
  async *examine(_, examination) {
    const { examineAddress } = await import('./examine-address.ts');
    yield* examineAddress((examination.server as HttpClient).url, examination);
  },
});

/** The values of an object as texts without blanks around them: a token copied with a line end is the token. */
function toTexts(values: { readonly [name: string]: unknown } = {}): Record<string, string> {
  const texts = Object.entries(values).map(([name, value]) => [name, String(value).trim()] as const);
  return Object.assign(Object.create(null) as Record<string, string>, Object.fromEntries(texts));
}

function checkHeaders(headers: Readonly<Record<string, string>>): Problem[] {
  return Object.entries(headers)
    .filter(([, value]) => !/^[\x20-\x7e]+$/.test(value))
    .map(([name]) => problem('http/bad-header', { name }));
}

/**
 * The address of a server without a slash at its end. A problem where it is no web address, holds credentials or a query,
 * or would send secrets over plain http to another machine.
 */
export function toServerUrl(text: string): { readonly url: string; readonly problem: Problem | undefined } {
  const parsed = URL.parse(text.trim());
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol))
    return { url: text, problem: problem('http/bad-url', { url: parsed ? `${parsed.protocol}…` : 'The url' }) };
  if (parsed.username || parsed.password) return { url: '', problem: problem('http/credentials-in-url', {}) };
  const url = `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`;
  if (parsed.search || parsed.hash) return { url, problem: problem('http/bad-url', { url: `${url}?…` }) };
  const isSafe = parsed.protocol === 'https:' || isLoopback(parsed.hostname);
  return { url, problem: isSafe ? undefined : problem('http/plain-http', { url }) };
}
