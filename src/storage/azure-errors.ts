import type { RestError } from '@azure/storage-blob';
import { EtlError } from '../base/errors.ts';
import type { FailureCode } from '../messages/code-table.ts';
import type { Args } from '../base/problem.ts';

/** What was to be done, as the right that it needs. */
export type Right = 'read' | 'write' | 'create';

/** Letters of `sp=` in a SAS token (Azure: “Permissions for a directory, container, or blob”). */
const RIGHTS: Readonly<Record<string, string>> = {
  r: 'read',
  a: 'add',
  c: 'create',
  w: 'write',
  d: 'delete',
  l: 'list',
};
/** A token with the right to write may create too. */
const LETTERS: Readonly<Record<Right, string>> = { read: 'r', write: 'w', create: 'cw' };

const NO_SUCH_HOST = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL']);
const TLS = /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|EPROTO|INVALID_CA)/;
const MISSING_RIGHT = new Set([
  'AuthorizationPermissionMismatch',
  'UnauthorizedBlobOverwrite',
  'InsufficientAccountPermissions',
]);
const LEASED = new Set(['LeaseIdMissing', 'LeaseIdMismatchWithBlobOperation']);

export interface Attempt {
  /** Where, for people. */
  readonly location: string;
  readonly right: Right;
  /** The token in use; its dates and rights explain a refusal. Its signature is never told. */
  readonly sasToken: string | undefined;
  /** How long an answer was waited for. */
  readonly seconds: number;
  /** The first wait before something is tried again. */
  readonly retryMs: number;
}

/** Status of an error of the SDK; 0 where no answer came. */
export function statusOf(error: unknown): number {
  return (error as Partial<RestError>).statusCode ?? 0;
}

/** Azure's own word for what is wrong, `BlobNotFound`; the header says it where an answer has no body. */
export function azureCode(error: unknown): string {
  const { code, response } = error as Partial<RestError>;
  return response?.headers.get('x-ms-error-code') ?? code ?? '';
}

/** Whether Azure says that there is no such blob; a 404 of any other server says nothing about it. */
export function isMissingBlob(error: unknown): boolean {
  return statusOf(error) === 404 && ['BlobNotFound', 'ResourceNotFound'].includes(azureCode(error));
}

/** What Azure, or the way to it, says, as one of our errors. A bug of ours is thrown as it is. */
export function toAzureError(error: unknown, attempt: Attempt): EtlError {
  if (error instanceof EtlError) return error;
  const { location } = attempt;
  const status = statusOf(error);
  const code = azureCode(error);
  const fail = (of: FailureCode, args: Args = {}): EtlError =>
    new EtlError(of, { location, ...args }, { cause: withoutSecrets(error) });
  if (status === 0) return fail(...noAnswer(error, attempt));
  if (status === 401 || status === 403) return fail(...refusal(error, code, attempt));
  if (code === 'ContainerNotFound' || code === 'ContainerBeingDeleted') return fail('storage/container-missing');
  if (LEASED.has(code)) return fail('storage/leased');
  if (status === 429 || status >= 500) return fail('storage/unavailable', { reason: code || String(status) });
  return fail('storage/unexpected-answer', { reason: code ? `${status} ${code}` : String(status) });
}

function noAnswer(error: unknown, { seconds }: Attempt): [FailureCode, Args] {
  const { name, cause } = error as Error;
  // What the SDK says to an answer without the headers of a blob.
  if (name === 'RangeError') return ['storage/unexpected-answer', { reason: 'something that is no blob' }];
  if (['TypeError', 'ReferenceError', 'SyntaxError'].includes(name)) throw error;
  const reason = (error as RestError).code ?? (cause as NodeJS.ErrnoException | undefined)?.code ?? name;
  if (name === 'AbortError' || reason === 'ETIMEDOUT') return ['storage/timeout', { seconds }];
  if (NO_SUCH_HOST.has(reason)) return ['storage/unknown-host', {}];
  return [TLS.test(reason) ? 'storage/tls' : 'storage/unreachable', { reason }];
}

function refusal(error: unknown, code: string, { right, sasToken }: Attempt): [FailureCode, Args] {
  const sas = new URLSearchParams(sasToken ?? '');
  const now = serverTime(error);
  const expiry = sas.get('se');
  const start = sas.get('st');
  if (expiry && Date.parse(expiry) <= now) return ['storage/sas-expired', { expiry }];
  if (start && Date.parse(start) > now) return ['storage/sas-not-yet-valid', { start }];
  // A forged or damaged token is refused for its signature, whatever it claims to allow.
  if (code === 'AuthenticationFailed' || /signature/i.test((error as Error).message))
    return ['storage/sas-refused', {}];
  const letters = sas.get('sp');
  const lacks = letters !== null && !LETTERS[right].split('').some((letter) => letters.includes(letter));
  if (lacks || MISSING_RIGHT.has(code))
    return ['storage/sas-missing-right', { right, has: letters === null ? '' : nameRights(letters) }];
  return ['storage/refused', { reason: code || String(statusOf(error)) }];
}

function nameRights(letters: string): string {
  return (
    letters
      .split('')
      .map((letter) => RIGHTS[letter] ?? letter)
      .join(', ') || 'none'
  );
}

/** The clock that counts is the server's. */
function serverTime(error: unknown): number {
  const date = Date.parse((error as RestError).response?.headers.get('date') ?? '');
  return Number.isNaN(date) ? Date.now() : date;
}

/** The SDK's errors carry the request, and with it the token; of the cause only name and code are kept. */
function withoutSecrets(error: unknown): Error {
  const { name } = error as Error;
  const cause = new Error(`${name} ${statusOf(error) || ''} ${azureCode(error)}`.trim());
  cause.name = name;
  delete cause.stack;
  return cause;
}
