import { EtlError } from '../base/errors.ts';
import { headerOf, isRedirect, leadsToLogin, looksLike, messageOf, type Answer } from '../http/answer.ts';
import { NoAnswerError, toHindrance } from '../http/no-answer.ts';

/** Turns what the HTTP library throws into one of our errors. */
export function toNoAnswer(error: unknown, request: string, seconds: number): NoAnswerError {
  const { is, reason, ...how } = toHindrance(error);
  const args = { request, reason };
  return is === 'timeout'
    ? new NoAnswerError('dhis2/timeout', { ...args, seconds }, how)
    : new NoAnswerError(`dhis2/${is}`, args, how);
}

/**
 * Why an answer cannot be used; undefined where it is JSON with a status below 400. `login` says for people how we log
 * in: `user sipca`, `token`.
 */
export function toAnswerError(answer: Answer, request: string, login: string): EtlError | undefined {
  const { status } = answer;
  const args = { request, status, message: messageOf(answer), login };
  if (isRedirect(answer)) {
    const [location = ''] = answer.hide(headerOf(answer, 'location')).split('?', 1);
    return new EtlError('dhis2/redirected', { request, status, location, login: leadsToLogin(answer) });
  }
  if (status === 401) return new EtlError('dhis2/unauthorized', args);
  if (status === 403) return new EtlError('dhis2/forbidden', args);
  if (status === 404) return new EtlError('dhis2/not-found', args);
  if ([429, 502, 503, 504].includes(status)) return new EtlError('dhis2/unavailable', args);
  if (status >= 500) return new EtlError('dhis2/server-error', args);
  if (answer.json === undefined)
    return new EtlError('dhis2/not-json', { request, status, looksLike: looksLike(answer) });
  return status >= 400 ? new EtlError('dhis2/bad-request', args) : undefined;
}
