import type { Log } from '../base/log.ts';
import type { Patience } from '../base/patience.ts';
import { isRedirect, looksLike, retryAfterMs, type Answer } from './answer.ts';
import { NoAnswerError } from './no-answer.ts';

/** Waits before each further try; the longest goes on for as long as patience lasts. Halved at most by chance. */
const WAITS_MS = [500, 1500, 4000, 10_000, 20_000];
const LONGEST_WAIT_MS = 30_000;
/** A server may ask for more (`Retry-After`); an hour is not for it to give away. */
export const MOST_WAIT_MS = 60_000;
/** `Retry-After: 0`, or a date that has passed, is no leave to ask again and again without a pause. */
const LEAST_ASKED_MS = 1000;
const PASSING = new Set([429, 500, 502, 503, 504]);

/** What one try came to: what was wanted, or an error that may pass or not. */
export type Try<T> =
  | { readonly value: T }
  | { readonly error: Error; readonly mayPass: boolean; readonly askedForMs?: number | null };

/** Whose patience it is, who hears of trouble, and what the server is called there. */
export interface Trying {
  readonly patience: Patience;
  readonly log: Log;
  readonly server: string;
}

/** Tries again where trouble may pass, with growing waits, for as long as patience lasts; then throws the last error. */
export async function tryAgain<T>({ patience, log, server }: Trying, attempt: () => Promise<Try<T>>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const began = patience.now();
    const made = await attempt();
    if ('value' in made) {
      if (tries > 1) log.info(`${server} answers again.`);
      return made.value;
    }
    const { error, mayPass, askedForMs } = made;
    patience.away(began);
    const { leftMs } = patience;
    if (!mayPass || leftMs <= 0) throw error;
    const wait = (WAITS_MS[tries] ?? LONGEST_WAIT_MS) * (1 - Math.random() / 2);
    const isAsked = typeof askedForMs === 'number' && askedForMs >= LEAST_ASKED_MS;
    const waitMs = Math.min(isAsked ? askedForMs : wait, MOST_WAIT_MS, leftMs);
    if (tries === 1) log.info(`${error.message} Waiting for it, at most ${inWords(leftMs)}.`);
    else log.debug(`${error.message} Trying again in ${Math.round(waitMs / 100) / 10} s.`);
    await patience.pause(waitMs);
  }
}

/** Whether an answer that cannot be used may be another one in a while. `isKnown`: what is asked has answered before. */
export function mayPass(answer: Answer, isKnown: boolean): boolean {
  if (PASSING.has(answer.status)) return true;
  if (isRedirect(answer) || answer.status >= 300 || answer.json !== undefined) return false;
  // JSON that was cut on its way; or, where the server has answered before, the page of whatever stands before it.
  return /^\s*[[{]/.test(answer.text) || (isKnown && looksLike(answer) !== 'a login page');
}

/** The try of a request that got no answer; every other error is thrown. */
export function toFailedTry(
  error: unknown,
  isKnown: boolean,
): { readonly error: NoAnswerError; readonly mayPass: boolean } {
  if (!(error instanceof NoAnswerError)) throw error;
  // The name of a host that answered a minute ago is right: its name server is in trouble.
  return { error, mayPass: error.transient || (isKnown && error.code.endsWith('/unknown-host')) };
}

/** The try of an answer that cannot be used. */
export function toRefusedTry(
  error: Error,
  answer: Answer,
  isKnown: boolean,
): { readonly error: Error; readonly mayPass: boolean; readonly askedForMs: number | null } {
  return { error, mayPass: mayPass(answer, isKnown), askedForMs: retryAfterMs(answer, Date.now()) };
}

function inWords(ms: number): string {
  return ms < 90_000 ? `${Math.ceil(ms / 1000)} seconds` : `${Math.ceil(ms / 60_000)} minutes`;
}
