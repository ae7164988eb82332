import { EtlError } from '../base/errors.ts';
import { isObject } from '../base/json.ts';
import type { ArgsOf, FailureCode } from '../messages/code-table.ts';

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

/** What kept an answer from coming: also the last word of the code by which it is told. */
export type Hindrance = 'unknown-host' | 'tls' | 'unreachable' | 'timeout' | 'connection-lost';

const NO_SUCH_HOST = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL']);
const NOT_REACHED = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'EADDRNOTAVAIL']);
const TLS =
  /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|EPROTO|INVALID_CA|PATH_LENGTH)/;
const BEFORE_SENDING = new Set(['lookup', 'connect', 'secureConnect', 'socket']);

/** What the HTTP library throws, understood. */
export function toHindrance(error: unknown): {
  readonly is: Hindrance;
  /** The system's own word for it. */
  readonly reason: string;
  readonly maybeSent: boolean;
  readonly transient: boolean;
} {
  const { code, event, syscall } = fieldsOf(error);
  const reason = code || 'no reason given';
  if (NO_SUCH_HOST.has(code)) return { is: 'unknown-host', reason, maybeSent: false, transient: code === 'EAI_AGAIN' };
  if (TLS.test(code)) return { is: 'tls', reason, maybeSent: false, transient: false };
  // The same words are said of a connection that stood, and was cut while it was used: then the request may have arrived.
  if ((NOT_REACHED.has(code) && syscall !== 'read' && syscall !== 'write') || BEFORE_SENDING.has(event))
    return { is: 'unreachable', reason, maybeSent: false, transient: true };
  return { is: code === 'ETIMEDOUT' ? 'timeout' : 'connection-lost', reason, maybeSent: true, transient: true };
}

/** The library marks its errors with a code and, for time-outs, with the step that took too long. */
function fieldsOf(error: unknown): { readonly code: string; readonly event: string; readonly syscall: string } {
  const fields = isObject(error) ? error : {};
  // The system's own error, with the call that failed, is the cause of the library's.
  const cause = isObject(fields['cause']) ? fields['cause'] : fields;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return { code: text(fields['code']), event: text(fields['event']), syscall: text(cause['syscall']) };
}

/** `POST https://host/api/tracker`: queries stay out of messages. */
export function toRequestName(method: string, url: string): string {
  return `${method} ${url.split('?', 1)[0]}`;
}
