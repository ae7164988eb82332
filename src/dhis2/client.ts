import { skipUndici } from '../base/skip-undici.ts';
import type { ArgsOf } from '../messages/code-table.ts';
import type { Patience } from '../base/patience.ts';
import { checkAnswer, ME } from './answer-schemas.ts';
import { leadsToLogin, toAnswer, type Answer } from '../http/answer.ts';
import { readTimeoutMs, toLibraryOptions, toPatience, type ExchangeOptions } from '../http/exchange.ts';
import { NoAnswerError, toRequestName } from '../http/no-answer.ts';
import { toFailedTry, toRefusedTry, tryAgain, type Trying } from '../http/retrying.ts';
import { toAnswerError, toNoAnswer } from './http-errors.ts';
import { SessionCookies } from './session-cookies.ts';

export type Login = { readonly username: string; readonly password: string } | { readonly token: string };

/** `url` goes up to, and is without, `/api`. */
export interface ClientOptions extends ExchangeOptions {
  readonly login: Login;
}

/** Query parameters; a list is one parameter several times. Commas and semicolons stay as they are: DHIS2 separates with them. */
export type Query = { readonly [name: string]: string | number | boolean | readonly string[] };

/** What `GET /api/me` tells of the user. */
export interface Me {
  readonly username: string;
  readonly authorities: readonly string[];
  /** UIDs of the programs that the user may use; undefined where the server does not say. */
  readonly programs: readonly string[] | undefined;
  /** UIDs of the units for which, and below which, the user may enter data; undefined where the server does not say. */
  readonly orgUnits: readonly string[] | undefined;
}

interface RawMe {
  readonly username?: string | null;
  readonly authorities?: readonly string[] | null;
  readonly programs?: readonly string[] | null;
  readonly organisationUnits?: readonly { readonly id: string }[] | null;
}

/**
 * Speaks HTTP with one DHIS2, as one user. With a password it logs in once and rides on the session (a password costs
 * the server some 75 ms a request, the session 5); a token goes with each request. Redirects are never followed: they
 * lead to login pages. Throws EtlError `dhis2/*`, exit code 3.
 */
export class Dhis2Client {
  readonly url: string;
  readonly #options: ClientOptions;
  #patience: Patience;
  readonly #cookies = new SessionCookies();
  #me: Promise<Me> | undefined;

  constructor(options: ClientOptions) {
    this.url = options.url;
    this.#options = options;
    this.#patience = toPatience(options);
  }

  /** Who we are, for people; no secrets. */
  get loginName(): string {
    return 'token' in this.#options.login ? 'token' : `user ${this.#options.login.username}`;
  }

  /** How long it goes on trying. */
  get patience(): Patience {
    return this.#patience;
  }

  /** How long it waits for one answer, milliseconds. */
  get timeoutMs(): number {
    return this.#options.timeoutMs;
  }

  /** From now on it goes on trying for as long as `patience` says. */
  bePatient(patience: Patience): void {
    this.#patience = patience;
  }

  get #trying(): Trying {
    return { patience: this.#patience, log: this.#options.log, server: 'DHIS2' };
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
    const me = await this.#getJson('/api/me', { fields: 'id,username,authorities,programs,organisationUnits[id]' });
    checkAnswer(ME, me, this.#name('GET', '/api/me'));
    const { username, authorities, programs, organisationUnits } = me as RawMe;
    return {
      username: username ?? '',
      authorities: authorities ?? [],
      programs: programs ?? undefined,
      orgUnits: organisationUnits?.map(({ id }) => id),
    };
  }

  /** Reads JSON; tries again where the trouble may pass. */
  async get(path: string, query: Query = {}): Promise<unknown> {
    return (await this.getAnswer(path, query, () => false)).json;
  }

  /** The same, but gives an answer that is no JSON, or an error, back as it is where that `means` something. */
  async getAnswer(path: string, query: Query, means: (answer: Answer) => boolean): Promise<Answer> {
    await this.me();
    return this.#read('GET', path, query, means);
  }

  /** Posts JSON to have it checked alone: nothing changes by that, so it is tried again as a read is. */
  async check(path: string, query: Query, body: unknown, means: (answer: Answer) => boolean): Promise<Answer> {
    await this.me();
    return this.#read('POST', path, query, means, JSON.stringify(body));
  }

  /**
   * Posts JSON and gives back whatever the server made of it: 200, 400, 409, 5xx. Sent once: only where it surely never
   * left is it tried again. Throws where nothing was done (no login, no right, no such path), and NoAnswerError where no
   * answer came, or one from which nothing can be read.
   */
  async post(path: string, query: Query, body: unknown): Promise<Answer> {
    await this.me();
    const text = JSON.stringify(body);
    return tryAgain(this.#trying, async () => {
      try {
        return { value: this.#usablePost(await this.#exchange('POST', path, query, text), path) };
      } catch (error) {
        const { hasAnswered } = this.#patience;
        if (!(error instanceof NoAnswerError) || error.maybeSent) throw error;
        return toFailedTry(error, hasAnswered);
      }
    });
  }

  #usablePost(answer: Answer, path: string): Answer {
    const isVerdict = answer.status >= 400 && ![401, 403, 404].includes(answer.status);
    const error = isVerdict ? undefined : toAnswerError(answer, this.#name('POST', path), this.loginName);
    // A page, or JSON that was cut: whoever wrote it, the request may have come through.
    if (error?.code === 'dhis2/not-json') {
      throw new NoAnswerError('dhis2/not-json', error.args as unknown as ArgsOf<'dhis2/not-json'>, {
        maybeSent: true,
        transient: true,
      });
    }
    if (error) throw error;
    return answer;
  }

  async #getJson(path: string, query: Query): Promise<unknown> {
    return (await this.#read('GET', path, query, () => false)).json;
  }

  async #read(
    method: 'GET' | 'POST',
    path: string,
    query: Query,
    means: (answer: Answer) => boolean,
    body?: string,
  ): Promise<Answer> {
    const patience = this.#patience;
    return tryAgain(this.#trying, async () => {
      const isKnown = patience.hasAnswered;
      let answer: Answer;
      try {
        answer = await this.#exchange(method, path, query, body);
      } catch (error) {
        return toFailedTry(error, isKnown);
      }
      const error = toAnswerError(answer, this.#name(method, path), this.loginName);
      if (error && !means(answer)) return toRefusedTry(error, answer, isKnown);
      patience.answered();
      return { value: answer };
    });
  }

  /** One exchange, with a new login where the session has ended, and a token made known where the server forgot it. */
  async #exchange(method: 'GET' | 'POST', path: string, query: Query, body?: string): Promise<Answer> {
    const rodeOnSession = this.#cookies.isLoggedIn;
    let answer = await this.#send(method, path, query, body);
    if (rodeOnSession && (answer.status === 401 || leadsToLogin(answer))) {
      this.#options.log.debug('The session with DHIS2 has ended; logging in again.');
      this.#cookies.forget();
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

  async #send(method: 'GET' | 'POST', path: string, query: Query, body?: string): Promise<Answer> {
    skipUndici();
    const { default: got } = await import('got');
    const timeoutMs = method === 'GET' ? readTimeoutMs(this.#options, this.#patience) : this.#options.timeoutMs;
    const cookie = this.#cookies.header;
    const url = `${this.url}${path}${toQueryText(query)}`;
    try {
      const {
        statusCode,
        headers,
        body: text,
      } = await got(url, {
        method,
        ...toLibraryOptions(timeoutMs, {
          'x-requested-with': 'XMLHttpRequest',
          ...(this.#cookies.isLoggedIn ? {} : { authorization: this.#authorization() }),
          ...(cookie === undefined ? {} : { cookie }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        }),
        ...(body === undefined ? {} : { body }),
      });
      // A token makes no session: its cookies are not kept.
      if (!('token' in this.#options.login)) this.#cookies.keep(headers['set-cookie'] ?? [], statusCode < 300);
      return toAnswer(statusCode, headers, text, this.#options.hide);
    } catch (error) {
      throw toNoAnswer(error, this.#name(method, path), Math.round(timeoutMs / 100) / 10);
    }
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
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value]
      .flat()
      .map((one) => `${name}=${encodeURIComponent(String(one)).replaceAll('%2C', ',').replaceAll('%3B', ';')}`),
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
