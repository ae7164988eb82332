import { EtlError } from '../base/errors.ts';
import { isObject } from '../base/json.ts';
import type { ArgsOf, FailureCode } from '../messages/code-table.ts';
import { headerOf, isRedirect, leadsToLogin, looksLike, messageOf, type Answer } from './answer.ts';

/**
 * No answer came. `maybeSent` is true where the request may have reached the server, and so may have been carried out.
 * It has no `cause`: the library's errors hold the headers that we sent, and with them the password.
 */
export class NoAnswerError<C extends FailureCode = FailureCode> extends EtlError<C> {
  readonly maybeSent: boolean;
  /** Whether trying again soon may help. */
  readonly transient: boolean;

  constructor(code: C, args: ArgsOf<C>, how: { maybeSent: boolean; transient: boolean }) {
    super(code, args);
    this.name = 'NoAnswerError';
    this.maybeSent = how.maybeSent;
    this.transient = how.transient;
  }
}

const NO_SUCH_HOST = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL']);
const NOT_REACHED = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'EADDRNOTAVAIL']);
const TLS =
  /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|EPROTO|INVALID_CA|PATH_LENGTH)/;
const BEFORE_SENDING = new Set(['lookup', 'connect', 'secureConnect', 'socket']);

/** `POST https://host/api/tracker`: queries stay out of messages. */
export function toRequestName(method: string, url: string): string {
  return `${method} ${url.split('?', 1)[0]}`;
}

/** Turns what the HTTP library throws into one of our errors. */
export function toNoAnswer(error: unknown, request: string, seconds: number): NoAnswerError {
  const { code, event, syscall } = fieldsOf(error);
  const args = { request, reason: code || 'no reason given' };
  if (NO_SUCH_HOST.has(code)) {
    return new NoAnswerError('dhis2/unknown-host', args, {
      maybeSent: false,
      transient: code === 'EAI_AGAIN',
    });
  }
  if (TLS.test(code)) {
    return new NoAnswerError('dhis2/tls', args, { maybeSent: false, transient: false });
  }
  // The same words are said of a connection that stood, and was cut while it was used: then the request may have arrived.
  if ((NOT_REACHED.has(code) && syscall !== 'read' && syscall !== 'write') || BEFORE_SENDING.has(event)) {
    return new NoAnswerError('dhis2/unreachable', args, { maybeSent: false, transient: true });
  }
  const how = { maybeSent: true, transient: true };
  return code === 'ETIMEDOUT'
    ? new NoAnswerError('dhis2/timeout', { ...args, seconds }, how)
    : new NoAnswerError('dhis2/connection-lost', args, how);
}

/** The library marks its errors with a code and, for time-outs, with the step that took too long. */
function fieldsOf(error: unknown): { readonly code: string; readonly event: string; readonly syscall: string } {
  const fields = isObject(error) ? error : {};
  // The system's own error, with the call that failed, is the cause of the library's.
  const cause = isObject(fields['cause']) ? fields['cause'] : fields;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return { code: text(fields['code']), event: text(fields['event']), syscall: text(cause['syscall']) };
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
