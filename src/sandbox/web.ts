import { STATUS_CODES, type IncomingHttpHeaders } from 'node:http';

/** One request, read completely. */
export interface Call {
  readonly method: string;
  /** Path below `/api`, decoded, without version number and without a `.json` suffix: `['programs', 'KobProgEv01']`. */
  readonly segments: readonly string[];
  /** The whole path as it came. */
  readonly path: string;
  /** Suffix that asked for a format: `json`, `csv`, or empty. */
  readonly suffix: string;
  readonly query: URLSearchParams;
  /** The query as it came, without `?`. */
  readonly rawQuery: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The database is going to refuse what an import writes: a fault that is not of the wire. */
  databaseRefuses?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A refusal on its way to the client as a WebMessage. */
export class Refusal extends Error {
  readonly status: number;
  readonly errorCode: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, errorCode?: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.headers = headers;
  }
}

export function json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
    body: JSON.stringify(value),
  };
}

export function empty(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers, body: '' };
}

/** The envelope in which DHIS2 speaks about a request as a whole. */
export function webMessage(
  status: number,
  about: { message?: string; errorCode?: string | undefined; response?: unknown },
): Answer {
  const body = {
    httpStatus: STATUS_CODES[status] ?? 'Unknown',
    httpStatusCode: status,
    status: status < 400 ? 'OK' : 'ERROR',
    ...about,
  };
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

export function refusalAnswer(refusal: Refusal): Answer {
  const answer = webMessage(refusal.status, { message: refusal.message, errorCode: refusal.errorCode });
  return { ...answer, headers: { ...answer.headers, ...refusal.headers } };
}

/** The page of the servlet container, which stands where DHIS2 itself never saw the request. */
export function containerPage(status: number, message: string): Answer {
  const title = `HTTP Status ${status} – ${STATUS_CODES[status] ?? ''}`;
  const body =
    `<!doctype html><html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1>` +
    `<hr class="line" /><p><b>Type</b> Status Report</p><p><b>Message</b> ${escapeHtml(message)}</p></body></html>`;
  return { status, headers: { 'content-type': 'text/html;charset=utf-8' }, body };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"'/]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** What a real server has and the sandbox does not: said plainly, so that nobody takes it for an answer of DHIS2. */
export function notInSandbox(what: string): Refusal {
  return new Refusal(501, `The sandbox does not have ${what}; a real DHIS2 server does.`);
}

/** `true`/`false` of a query parameter; the default where it is absent; 400 where it is neither. */
export function flag(query: URLSearchParams, name: string, byDefault: boolean): boolean {
  const text = query.get(name);
  if (text === null || text === '') return byDefault;
  const lower = text.toLowerCase();
  if (['true', 'on', 'yes', '1'].includes(lower)) return true;
  if (['false', 'off', 'no', '0'].includes(lower)) return false;
  throw new Refusal(400, `Value '${text}' is not valid for parameter ${name}. It should be of type boolean`);
}

/** A whole number of a query parameter; the default where it is absent; 400 where it is no number. */
export function wholeNumber(query: URLSearchParams, name: string, byDefault: number): number {
  const text = query.get(name);
  if (text === null || text === '') return byDefault;
  if (!/^-?\d{1,9}$/.test(text)) {
    throw new Refusal(400, `Value '${text}' is not valid for parameter ${name}. It should be of type integer`);
  }
  return Number(text);
}
