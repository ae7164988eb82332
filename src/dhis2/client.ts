import { setTimeout as sleep } from 'node:timers/promises';
import type { CookieJar } from 'tough-cookie';
import type { Log } from '../base/log.ts';
import { checkAnswer, ME } from './answer-schemas.ts';
import { leadsToLogin, retryAfterMs, toAnswer, type Answer, type Hide } from './answer.ts';
import { NoAnswerError, toAnswerError, toNoAnswer, toRequestName } from './http-errors.ts';

export type Login = { readonly username: string; readonly password: string } | { readonly token: string };

export interface ClientOptions {
  /** Address up to, and without, `/api`; no slash at its end. */
  readonly url: string;
  readonly login: Login;
  /** For one whole exchange. */
  readonly timeoutMs: number;
  readonly log: Log;
  /** Takes secrets out of what the server says. */
  readonly hide?: Hide;
  /** How to wait; tests give their own. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

/** Query parameters. Commas and semicolons stay as they are: DHIS2 separates with them. */
export type Query = { readonly [name: string]: string | number | boolean };

/** What `GET /api/me` tells of the user. */
export interface Me {
  readonly username: string;
  readonly authorities: readonly string[];
  /** UIDs of the programs that the user may use; undefined where the server does not say. */
  readonly programs: readonly string[] | undefined;
}

const CONNECT_TIMEOUT_MS = 15_000;
/** Waits before each further try of a GET, halved at most by chance. */
const RETRY_WAITS_MS = [500, 1500, 4000];
const MOST_WAIT_MS = 60_000;
const TRANSIENT = new Set([429, 502, 503, 504]);

/**
 * Speaks HTTP with one DHIS2, as one user. With a password it logs in once and rides on the session (a password costs
 * the server some 75 ms a request, the session 5); a token goes with each request. Redirects are never followed: they
 * lead to login pages. Throws EtlError `dhis2/*`, exit code 3.
 */
export class Dhis2Client {
  readonly url: string;
  readonly #options: ClientOptions;
  readonly #pause: (ms: number) => Promise<unknown>;
  #jar: CookieJar | undefined;
  #hasSession = false;
  #me: Promise<Me> | undefined;

  constructor(options: ClientOptions) {
    this.url = options.url;
    this.#options = options;
    this.#pause = options.pause ?? sleep;
  }

  /** Who we are, for people; no secrets. */
  get loginName(): string {
    return 'token' in this.#options.login ? 'token' : `user ${this.#options.login.username}`;
  }

  /** Waits, as between tries. */
  pause(ms: number): Promise<unknown> {
    return this.#pause(ms);
  }

  /** Logs in, the first time, and tells who we are. */
  me(): Promise<Me> {
    this.#me ??= this.#fetchMe().catch((error: unknown) => {
      this.#me = undefined;
      throw error;
    });
    return this.#me;
  }

  async #fetchMe(): Promise<Me> {
    const me = await this.#getJson('/api/me', { fields: 'id,username,authorities,programs' });
    checkAnswer(ME, me, this.#name('GET', '/api/me'));
    const { username, authorities, programs } = me as { readonly [name in keyof Me]?: Me[name] | null };
    return { username: username ?? '', authorities: authorities ?? [], programs: programs ?? undefined };
  }

  /** Reads JSON; tries again, a few times, where the trouble may pass. */
  async get(path: string, query: Query = {}): Promise<unknown> {
    await this.me();
    return this.#getJson(path, query);
  }

  /**
   * Posts JSON, once, and gives back whatever the server made of it: 200, 400, 409, 5xx. Throws where nothing was done
   * (no login, no right, no such path, a page instead of an answer), and NoAnswerError where no answer came.
   */
  async post(path: string, query: Query, body: unknown): Promise<Answer> {
    await this.me();
    const answer = await this.#exchange('POST', path, query, JSON.stringify(body));
    const isVerdict = answer.status >= 400 && ![401, 403, 404].includes(answer.status);
    const error = isVerdict ? undefined : toAnswerError(answer, this.#name('POST', path), this.loginName);
    if (error) throw error;
    return answer;
  }

  async #getJson(path: string, query: Query): Promise<unknown> {
    for (let attempt = 0; ; attempt += 1) {
      const wait = RETRY_WAITS_MS[attempt];
      try {
        const answer = await this.#exchange('GET', path, query);
        const error = toAnswerError(answer, this.#name('GET', path), this.loginName);
        if (!error) return answer.json;
        if (wait === undefined || !TRANSIENT.has(answer.status)) throw error;
        await this.#pauseBefore(error, retryAfterMs(answer, Date.now()) ?? wait * (1 - Math.random() / 2));
      } catch (error) {
        if (!(error instanceof NoAnswerError && error.transient) || wait === undefined) throw error;
        // A time-out has cost minutes; it gets one more try.
        if (error.code === 'dhis2/timeout' && attempt > 0) throw error;
        await this.#pauseBefore(error, wait * (1 - Math.random() / 2));
      }
    }
  }

  async #pauseBefore(error: Error, ms: number): Promise<void> {
    const bounded = Math.min(ms, MOST_WAIT_MS);
    this.#options.log.debug(`${error.message} Trying again in ${Math.round(bounded / 100) / 10} s.`);
    await this.#pause(bounded);
  }

  /** One exchange, with a new login where the session has ended, and a token made known where the server forgot it. */
  async #exchange(method: 'GET' | 'POST', path: string, query: Query, body?: string): Promise<Answer> {
    const rodeOnSession = this.#hasSession;
    let answer = await this.#send(method, path, query, body);
    if (rodeOnSession && (answer.status === 401 || leadsToLogin(answer))) {
      await this.#forgetSession();
      answer = await this.#send(method, path, query, body);
    }
    // 2.42 answers a token that it has not seen for an hour with a page of its container, on /api/tracker alone. It has
    // not read the request then.
    const forgotToken = answer.status === 500 && answer.json === undefined && 'token' in this.#options.login;
    if (forgotToken && path.startsWith('/api/tracker')) {
      await this.#send('GET', '/api/me', { fields: 'id' });
      answer = await this.#send(method, path, query, body);
    }
    return answer;
  }

  async #forgetSession(): Promise<void> {
    this.#options.log.debug('The session with DHIS2 has ended; logging in again.');
    this.#hasSession = false;
    await this.#jar?.removeAllCookies();
  }

  async #send(method: 'GET' | 'POST', path: string, query: Query, body?: string): Promise<Answer> {
    const { default: got } = await import('got');
    const { timeoutMs } = this.#options;
    const jar = await this.#cookies();
    const url = `${this.url}${path}${toQueryText(query)}`;
    try {
      const {
        statusCode,
        headers,
        body: text,
      } = await got(url, {
        method,
        headers: {
          accept: 'application/json',
          'user-agent': 'dhis2-etl',
          'x-requested-with': 'XMLHttpRequest',
          ...(this.#hasSession ? {} : { authorization: this.#authorization() }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body }),
        ...(jar ? { cookieJar: jar, ignoreInvalidCookies: true } : {}),
        timeout: {
          lookup: CONNECT_TIMEOUT_MS,
          connect: CONNECT_TIMEOUT_MS,
          secureConnect: CONNECT_TIMEOUT_MS,
          request: timeoutMs,
        },
        followRedirect: false,
        throwHttpErrors: false,
        retry: { limit: 0 },
      });
      if (statusCode < 300) await this.#noteSession();
      return toAnswer(statusCode, headers, text, this.#options.hide);
    } catch (error) {
      throw toNoAnswer(error, this.#name(method, path), timeoutMs / 1000);
    }
  }

  /** A token makes no session: its cookies are not kept. */
  async #cookies(): Promise<CookieJar | undefined> {
    if ('token' in this.#options.login) return undefined;
    if (!this.#jar) {
      const { CookieJar } = await import('tough-cookie');
      this.#jar = new CookieJar();
    }
    return this.#jar;
  }

  async #noteSession(): Promise<void> {
    const cookies = (await this.#jar?.getCookies(`${this.url}/api/`)) ?? [];
    this.#hasSession = cookies.some((one) => one.key === 'JSESSIONID' || one.key === 'SESSION');
  }

  #authorization(): string {
    const { login } = this.#options;
    if ('token' in login) return `ApiToken ${login.token}`;
    return `Basic ${Buffer.from(`${login.username}:${login.password}`, 'utf8').toString('base64')}`;
  }

  #name(method: string, path: string): string {
    return toRequestName(method, `${this.url}${path}`);
  }
}

function toQueryText(query: Query): string {
  const pairs = Object.entries(query).map(
    ([name, value]) => `${name}=${encodeURIComponent(String(value)).replaceAll('%2C', ',').replaceAll('%3B', ';')}`,
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
