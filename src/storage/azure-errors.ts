import type { RestError } from '@azure/storage-blob';
import { EtlError } from '../base/errors.ts';

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

/** What Azure says where a blob is not the expected one. Whoever replaces a blob throws away what others have sent of it. */
const CONFLICTS: ReadonlySet<string> = new Set([
  'ConditionNotMet',
  'BlobAlreadyExists',
  'BlobNotFound',
  'InvalidBlockList',
]);

export function isConflict(error: unknown): boolean {
  return CONFLICTS.has(azureCode(error));
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
  if (status === 0) return noAnswer(error, attempt);
  if (status === 401 || status === 403) return refusal(error, code, attempt);
  const of = { cause: withoutSecrets(error) };
  if (code === 'ContainerNotFound' || code === 'ContainerBeingDeleted')
    return new EtlError('storage/container-missing', { location }, of);
  if (LEASED.has(code)) return new EtlError('storage/leased', { location }, of);
  if (status === 429 || status >= 500)
    return new EtlError('storage/unavailable', { location, reason: code || String(status) }, of);
  return new EtlError(
    'storage/unexpected-answer',
    { location, reason: code ? `${status} ${code}` : String(status) },
    of,
  );
}

function noAnswer(error: unknown, { location, seconds }: Attempt): EtlError {
  const { name, cause } = error as Error;
  const of = { cause: withoutSecrets(error) };
  // What the SDK says to an answer without the headers of a blob.
  if (name === 'RangeError')
    return new EtlError('storage/unexpected-answer', { location, reason: 'something that is no blob' }, of);
  if (['TypeError', 'ReferenceError', 'SyntaxError'].includes(name)) throw error;
  const reason = (error as RestError).code ?? (cause as NodeJS.ErrnoException | undefined)?.code ?? name;
  if (name === 'AbortError' || reason === 'ETIMEDOUT')
    return new EtlError('storage/timeout', { location, seconds }, of);
  if (NO_SUCH_HOST.has(reason)) return new EtlError('storage/unknown-host', { location }, of);
  return new EtlError(TLS.test(reason) ? 'storage/tls' : 'storage/unreachable', { location, reason }, of);
}

function refusal(error: unknown, code: string, { location, right, sasToken }: Attempt): EtlError {
  const of = { cause: withoutSecrets(error) };
  const sas = new URLSearchParams(sasToken ?? '');
  const now = serverTime(error);
  const expiry = sas.get('se');
  const start = sas.get('st');
  if (expiry && Date.parse(expiry) <= now) return new EtlError('storage/sas-expired', { location, expiry }, of);
  if (start && Date.parse(start) > now) return new EtlError('storage/sas-not-yet-valid', { location, start }, of);
  // A forged or damaged token is refused for its signature, whatever it claims to allow.
  if (code === 'AuthenticationFailed' || /signature/i.test((error as Error).message))
    return new EtlError('storage/sas-refused', { location }, of);
  const letters = sas.get('sp');
  const has = letters === null ? '' : nameRights(letters);
  const lacks = letters !== null && !allows(letters, right);
  if (lacks || MISSING_RIGHT.has(code)) return new EtlError('storage/sas-missing-right', { location, right, has }, of);
  return new EtlError('storage/refused', { location, reason: code || String(statusOf(error)) }, of);
}

/** Whether the letters of `sp` give a right. */
export function allows(letters: string, right: Right): boolean {
  return LETTERS[right].split('').some((letter) => letters.includes(letter));
}

/** The rights of a token in words, by the letters of its `sp`. */
export function nameRights(letters: string): string {
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
