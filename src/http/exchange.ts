/** What every exchange with a server has in common, whoever the server is. */
import type { Log } from '../base/log.ts';
import { FIRST_WORD_MS, Patience } from '../base/patience.ts';
import type { Hide } from './answer.ts';

export interface ExchangeOptions {
  /** Address under which all paths are; no slash at its end. */
  readonly url: string;
  /** For one whole exchange. */
  readonly timeoutMs: number;
  readonly log: Log;
  /** Takes secrets out of what the server says. */
  readonly hide?: Hide;
  /** How long the server may be out of reach; left out: as long as a run bears it, but for its first word. */
  readonly patienceMs?: number;
  /** How to wait; tests give their own. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

const CONNECT_TIMEOUT_MS = 15_000;
/** What every read is given, however little patience is left. */
const LEAST_READ_MS = 10_000;

/** How long one goes on trying before a run says how long it bears. */
export function toPatience({ patienceMs, pause }: Pick<ExchangeOptions, 'patienceMs' | 'pause'>): Patience {
  const patience = patienceMs === undefined ? { firstWordMs: FIRST_WORD_MS } : { awayMs: patienceMs };
  return new Patience({ ...patience, ...(pause && { pause }) });
}

/** A read is not waited for beyond what patience is left: it can be done again. */
export function readTimeoutMs({ timeoutMs }: Pick<ExchangeOptions, 'timeoutMs'>, patience: Patience): number {
  return Math.min(timeoutMs, Math.max(patience.leftMs, LEAST_READ_MS));
}

/**
 * For the HTTP library: one exchange, no more. Redirects and errors come back as they are, and nothing is tried again
 * without our knowing. Connections are kept for the next exchange, by Node's own agent.
 */
export function toLibraryOptions<H extends Readonly<Record<string, string>>>(timeoutMs: number, headers: H) {
  return {
    headers: { accept: 'application/json', 'user-agent': 'dhis2-etl', ...headers },
    timeout: {
      lookup: CONNECT_TIMEOUT_MS,
      connect: CONNECT_TIMEOUT_MS,
      secureConnect: CONNECT_TIMEOUT_MS,
      request: timeoutMs,
    },
    followRedirect: false,
    throwHttpErrors: false,
    retry: { limit: 0 },
  } as const;
}
