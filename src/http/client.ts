import { skipUndici } from '../base/skip-undici.ts';
import { EtlError } from '../base/errors.ts';
import { parseExactJson } from '../base/exact-json.ts';
import type { Patience } from '../base/patience.ts';
import { headerOf, isRedirect, leadsToLogin, type Answer, type Hide } from './answer.ts';
import { readTimeoutMs, toLibraryOptions, toPatience, type ExchangeOptions } from './exchange.ts';
import { toHttpError, toNoHttpAnswer } from './http-answer-error.ts';
import { toRequestName } from './no-answer.ts';
import { toFailedTry, toRefusedTry, tryAgain } from './retrying.ts';

export interface HttpOptions extends ExchangeOptions {
  /** What goes with every request, and may be secret. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly hide: Hide;
  /** The largest answer that is taken, in bytes. */
  readonly mostBytes?: number;
}

const MOST_BYTES = 256 * 1024 * 1024;
const MOST_REDIRECTS = 5;

/**
 * Reads JSON from one server, and from no other: what is secret goes with each request, so addresses that the server
 * names (a next page, a redirect) are followed on its own origin alone. Throws EtlError `http/*` and `source/not-found`.
 */
export class HttpClient {
  readonly url: string;
  readonly #options: HttpOptions;
  readonly #patience: Patience;

  constructor(options: HttpOptions) {
    this.url = options.url;
    this.#options = options;
    this.#patience = toPatience(options);
  }

  /** The address of a path below the url of the connection. */
  at(path: string, query: Readonly<Record<string, string>> = {}): URL {
    const url = new URL(`${this.url}/${path.replace(/^\/+/, '')}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url;
  }

  /**
   * An address that the server names, seen from another. Undefined where it is no address, or one elsewhere; plain http
   * stands for https where that is what we came by: servers behind a proxy do not know better.
   */
  follow(named: string, from: URL): URL | undefined {
    const url = URL.parse(named, from.href);
    if (url?.protocol === 'http:' && from.protocol === 'https:' && url.port === '') url.protocol = 'https:';
    return url?.origin === from.origin && url.username === '' && url.password === '' ? url : undefined;
  }

  /** Waits, as long as patience lasts; false where there is none left. */
  async wait(ms: number): Promise<boolean> {
    if (this.#patience.leftMs <= 0) return false;
    await this.#patience.pause(ms);
    return true;
  }

  /** An address as people may see it: without its query, and without what is secret. */
  name(url: URL): string {
    return this.#options.hide(toRequestName('GET', url.href));
  }

  /** Reads JSON; tries again where the trouble may pass. Numbers that JavaScript cannot hold come as `ExactNumber`. */
  async get(url: URL): Promise<unknown> {
    const patience = this.#patience;
    const answer = await tryAgain({ patience, log: this.#options.log, server: 'The server' }, async () => {
      const isKnown = patience.hasAnswered;
      let answer: Answer;
      try {
        answer = await this.#exchange(url);
      } catch (error) {
        return toFailedTry(error, isKnown);
      }
      const error = toHttpError(answer, this.name(url));
      if (error) {
        const refused = toRefusedTry(error, answer, isKnown);
        // A request at which a server fails by itself makes it fail again.
        return answer.status === 500 ? { ...refused, mayPass: false } : refused;
      }
      patience.progressed();
      return { value: answer };
    });
    return answer.json;
  }

  /** One exchange, with the redirects that stay on this origin. */
  async #exchange(asked: URL): Promise<Answer> {
    let url = asked;
    for (let hops = 0; ; hops += 1) {
      const answer = await this.#send(url);
      if (!isRedirect(answer) || leadsToLogin(answer) || hops === MOST_REDIRECTS) return answer;
      const next = this.follow(headerOf(answer, 'location'), url);
      if (!next) return answer;
      url = next;
    }
  }

  async #send(asked: URL): Promise<Answer> {
    skipUndici();
    const { default: got } = await import('got');
    const { headers, query, hide, mostBytes = MOST_BYTES } = this.#options;
    const url = new URL(asked);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const timeoutMs = readTimeoutMs(this.#options, this.#patience);
    const request = got.stream(url, toLibraryOptions(timeoutMs, headers));
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > mostBytes) break;
        chunks.push(chunk);
      }
    } catch (error) {
      throw toNoHttpAnswer(error, this.name(asked), Math.round(timeoutMs / 100) / 10);
    }
    if (size > mostBytes) {
      request.destroy();
      throw new EtlError('http/too-large', { request: this.name(asked), limit: inMebibytes(mostBytes) });
    }
    const { statusCode = 0, headers: answered = {} } = request.response ?? {};
    const text = this.#decode(Buffer.concat(chunks, size), asked);
    return { status: statusCode, headers: answered, json: jsonOf(text), text, hide };
  }

  /** JSON is UTF-8: a letter in another encoding must not become the sign for “unknown”. */
  #decode(bytes: Buffer, asked: URL): string {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      throw new EtlError('http/not-utf8', { request: this.name(asked) });
    }
  }
}

/** An answer is an object or an array. */
function jsonOf(text: string): unknown {
  return /^\uFEFF?\s*[[{]/.test(text) ? parseExactJson(text) : undefined;
}

function inMebibytes(bytes: number): string {
  return `${Math.floor(bytes / 1024 / 1024)} MiB`;
}
