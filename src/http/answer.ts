import { isObject } from '../base/json.ts';
import { isTooDeep } from '../base/parse-json.ts';

/** What a server answered, whatever it was. */
export interface Answer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined };
  /** The body where it is JSON, and not nested beyond what any server writes; else undefined. */
  readonly json: unknown;
  readonly text: string;
  /** Takes out of the server's words what it may only tell back; before they are cut, or half a secret would be left. */
  readonly hide: Hide;
}

export type Hide = (text: string) => string;

export function toAnswer(status: number, headers: Answer['headers'], text: string, hide: Hide = String): Answer {
  return { status, headers, json: parseOrUndefined(text), text, hide };
}

function parseOrUndefined(text: string): unknown {
  if (!/^\uFEFF?\s*[[{"]/.test(text) || isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

/** A header, its first value where there are several. */
export function headerOf(answer: Answer, name: string): string {
  return [answer.headers[name]].flat()[0] ?? '';
}

/** The message of an error body, as DHIS2 and many others write it, or `detail`, as Kobo does; '' where there is none. Database dumps are cut: they can hold data. */
export function messageOf(answer: Answer): string {
  const { message, detail } = isObject(answer.json) ? answer.json : {};
  const said = [message, detail].find((one) => typeof one === 'string');
  if (said === undefined) return '';
  const [firstLine = ''] = answer.hide(said).split('\n', 1);
  return firstLine.length > 300 ? `${firstLine.slice(0, 300)}…` : firstLine;
}

export function isRedirect(answer: Answer): boolean {
  return answer.status >= 300 && answer.status < 400;
}

/** Whether a redirect leads to a login page, or what looks like one. */
export function leadsToLogin(answer: Answer): boolean {
  return isRedirect(answer) && /login|signin|sso|auth/i.test(headerOf(answer, 'location'));
}

/** What a body that is not JSON looks like, in words for people. */
export function looksLike(answer: Answer): string {
  const { text } = answer;
  if (text.trim() === '') return 'empty';
  if (!/<(?:!doctype|html|head|body|h1)/i.test(text)) return 'plain text';
  if (/type=["']?password|j_username|dhis-web-login|<title>[^<]*(?:log ?in|sign ?in)/i.test(text))
    return 'a login page';
  if (/nginx|cloudflare|varnish|haproxy|squid|bad gateway|gateway time-?out|apache\/2|azure/i.test(text)) {
    return 'a page of a proxy';
  }
  return 'an HTML page';
}

/** Milliseconds that the server asks us to wait (`Retry-After`, seconds or a date); null where it does not say. */
export function retryAfterMs(answer: Answer, now: number): number | null {
  const wanted = headerOf(answer, 'retry-after').trim();
  if (wanted === '') return null;
  if (/^\d+$/.test(wanted)) return Number(wanted) * 1000;
  const until = Date.parse(wanted);
  return Number.isNaN(until) ? null : Math.max(0, until - now);
}
