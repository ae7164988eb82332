import { STATUS_CODES } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { cutOff, give, giveAndCutOff, giveSlowly, partOf, type Exchange, type WireAnswer } from './exchange.ts';

/** What a fault says beside its kind: which requests it hits, and the keys of all kinds. */
interface Settings {
  readonly method?: string;
  readonly path?: string;
  readonly nth?: number;
  readonly times?: number;
  readonly probability?: number;
  readonly carriedOut?: boolean;
  readonly status?: number;
  readonly retryAfter?: number;
  readonly bytes?: number;
  readonly bytesPerSecond?: number;
  readonly delayMs?: number;
  readonly downMs?: number;
  readonly lateMs?: number | 'next';
}

interface Declared {
  /** What the client sees, in one sentence. */
  readonly summary: string;
  /** Whether the request is carried out all the same: as `carriedOut` says, or by its nature. */
  readonly carriedOut: 'choice' | 'always' | 'never';
  /** JSON Schemas of the keys that only this kind has. */
  readonly keys: Readonly<Record<string, object>>;
  play(fault: Settings, exchange: Exchange): void | Promise<void>;
}

const BYTES = { type: 'integer', minimum: 0, description: 'After so many bytes of the body; left out: half of it.' };

/** What can go wrong on the wire. A kind is a line here: the schema, the help and the reference are made from it. */
export const FAULT_KINDS = {
  hang: {
    summary: 'No answer ever comes; the connection stays open.',
    carriedOut: 'choice',
    keys: {},
    play: carryOutIf,
  },
  reset: {
    summary: 'The connection is reset before an answer.',
    carriedOut: 'choice',
    keys: {},
    async play(fault, exchange) {
      await carryOutIf(fault, exchange);
      cutOff(exchange);
    },
  },
  cut: {
    summary: 'The connection breaks in the middle of the answer.',
    carriedOut: 'always',
    keys: { bytes: BYTES },
    play: async ({ bytes }, exchange) => giveAndCutOff(exchange, await exchange.carryOut(), bytes),
  },
  truncated: {
    summary: 'The answer arrives as if complete, but its body ends in the middle.',
    carriedOut: 'always',
    keys: { bytes: BYTES },
    async play({ bytes }, exchange) {
      const answer = await exchange.carryOut();
      give(exchange, { ...answer, body: partOf(Buffer.from(answer.body), bytes) });
    },
  },
  slow: {
    summary: 'The answer drips.',
    carriedOut: 'always',
    keys: {
      bytesPerSecond: { type: 'integer', minimum: 1, default: 100, description: 'How fast.' },
    },
    play: async ({ bytesPerSecond = 100 }, exchange) => giveSlowly(exchange, await exchange.carryOut(), bytesPerSecond),
  },
  delay: {
    summary: 'The answer comes later, whole, as from a server far away or at work: others are answered meanwhile.',
    carriedOut: 'always',
    keys: {
      delayMs: { type: 'integer', minimum: 1, default: 100, description: 'How many milliseconds later.' },
    },
    async play({ delayMs = 100 }, exchange) {
      const answer = await exchange.carryOut();
      await sleep(delayMs, undefined, { ref: false });
      give(exchange, answer);
    },
  },
  status: {
    summary: 'A page of a proxy with a status of its own, as 500, 502, 503, 504, 413 or 429.',
    carriedOut: 'choice',
    keys: {
      status: { type: 'integer', minimum: 400, maximum: 599, default: 503, description: 'The status.' },
      retryAfter: { type: 'integer', minimum: 0, description: 'Seconds to say in Retry-After.' },
    },
    async play({ status = 503, retryAfter, ...fault }, exchange) {
      await carryOutIf(fault, exchange);
      const page = pageOf(status, `${status} ${STATUS_CODES[status] ?? ''}`.trim());
      const headers = { ...page.headers, ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }) };
      give(exchange, { ...page, headers });
    },
  },
  page: {
    summary: 'An HTML page with status 200, as a gateway shows one.',
    carriedOut: 'choice',
    keys: {},
    async play(fault, exchange) {
      await carryOutIf(fault, exchange);
      give(exchange, pageOf(200, 'Down for maintenance'));
    },
  },
  'login-page': {
    summary: 'A redirect (302) to a login page.',
    carriedOut: 'choice',
    keys: {},
    async play(fault, exchange) {
      await carryOutIf(fault, exchange);
      give(exchange, { status: 302, headers: { location: `${exchange.origin}/login/` }, body: '' });
    },
  },
  unauthorized: {
    summary: 'Status 401, as if the account had been locked.',
    carriedOut: 'never',
    keys: {},
    play: (_, exchange) => give(exchange, UNAUTHORIZED),
  },
  'other-answer': {
    summary:
      'The answer of another request: of the last one of the same method and path, or else of the last one of all.',
    carriedOut: 'choice',
    keys: {},
    async play(fault, exchange) {
      const { earlierAnswer } = exchange;
      await carryOutIf(fault, exchange);
      give(exchange, earlierAnswer ?? pageOf(502, '502 Bad Gateway'));
    },
  },
  restart: {
    summary: 'The server is restarted: connections are refused for a while, and sessions and tokens are forgotten.',
    carriedOut: 'choice',
    keys: {
      downMs: { type: 'integer', minimum: 0, default: 1000, description: 'For how many milliseconds it is away.' },
    },
    async play({ downMs = 1000, ...fault }, exchange) {
      await carryOutIf(fault, exchange);
      cutOff(exchange);
      exchange.restart(downMs);
    },
  },
  database: {
    summary:
      "The server's database refuses an import, as when two write the same at once: nothing of it is stored, and the server answers as its release does.",
    carriedOut: 'never',
    keys: {},
    play: async (_, exchange) => give(exchange, await exchange.carryOut('refuses')),
  },
  late: {
    summary: 'The connection is reset at once, and the request carried out later.',
    carriedOut: 'always',
    keys: {
      lateMs: {
        anyOf: [{ type: 'integer', minimum: 0 }, { const: 'next' }],
        default: 'next',
        expected: 'a number of milliseconds, or next',
        description:
          'How many milliseconds later; next: after the next request of the same method and path that is carried out.',
      },
    },
    play({ lateMs = 'next' }, exchange) {
      const run = (): void => void Promise.resolve(exchange.carryOut()).catch(() => undefined);
      if (lateMs === 'next') exchange.afterNext(run);
      else exchange.later(run, lateMs);
      cutOff(exchange);
    },
  },
} satisfies Record<string, Declared>;

export type FaultKind = keyof typeof FAULT_KINDS;

/** A fault as a person writes it: what goes wrong, and which requests it hits. */
export type Fault = { readonly kind: FaultKind } & Settings;

/** A kind, seen as any of them. */
export function declaredAs(kind: FaultKind): Declared {
  return FAULT_KINDS[kind];
}

async function carryOutIf({ carriedOut }: Settings, exchange: Exchange): Promise<void> {
  if (carriedOut) await exchange.carryOut();
}

function pageOf(status: number, title: string): WireAnswer {
  const body = `<html><head><title>${title}</title></head><body><center><h1>${title}</h1></center><hr><center>nginx</center></body></html>`;
  return { status, headers: { 'content-type': 'text/html' }, body };
}

const UNAUTHORIZED: WireAnswer = {
  status: 401,
  headers: { 'content-type': 'application/json;charset=UTF-8' },
  body: '{"httpStatus":"Unauthorized","httpStatusCode":401,"status":"ERROR","message":"Unauthorized"}',
};
