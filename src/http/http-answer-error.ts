import { EtlError } from '../base/errors.ts';
import { headerOf, isRedirect, leadsToLogin, looksLike, messageOf, type Answer } from './answer.ts';
import { NoAnswerError, toHindrance } from './no-answer.ts';

/** Turns what the HTTP library throws into an error of the connection `http`. */
export function toNoHttpAnswer(error: unknown, request: string, seconds: number): NoAnswerError {
  const { is, reason, ...how } = toHindrance(error);
  const args = { request, reason };
  return is === 'timeout'
    ? new NoAnswerError('http/timeout', { ...args, seconds }, how)
    : new NoAnswerError(`http/${is}`, args, how);
}

/** Why an answer cannot be used; undefined where it is JSON with a status below 300. */
export function toHttpError(answer: Answer, request: string): EtlError | undefined {
  const { status } = answer;
  const args = { request, status, message: messageOf(answer) };
  if (isRedirect(answer)) {
    const [location = ''] = answer.hide(headerOf(answer, 'location')).split('?', 1);
    return new EtlError('http/redirected', { request, status, location, login: leadsToLogin(answer) });
  }
  if (status === 401) return new EtlError('http/unauthorized', args);
  if (status === 403) return new EtlError('http/forbidden', args);
  if (status === 404 || status === 410) return new EtlError('source/not-found', { location: request });
  if ([429, 502, 503, 504].includes(status)) return new EtlError('http/unavailable', args);
  if (status >= 500) return new EtlError('http/server-error', args);
  if (status >= 400) return new EtlError('http/bad-request', args);
  return answer.json === undefined
    ? new EtlError('http/not-json', { request, status, looksLike: looksLike(answer) })
    : undefined;
}
