import { html, type Html, type Shown } from '../../pages/html.ts';
import { toPage, type Page } from '../../pages/page.ts';
import type { CompletionStore } from '../aggregate/completion-store.ts';
import type { DataValueStore } from '../aggregate/data-value-store.ts';
import type { EventStore } from '../event-store.ts';
import type { ImportLog } from '../import-log.ts';
import { toServerText } from '../instants.ts';
import type { Metadata } from '../metadata.ts';
import type { ServerZone } from '../server-zone.ts';
import type { Traits } from '../versions.ts';
import type { Answer } from '../web.ts';
import type { Names } from './names.ts';

/** What the pages show; they change nothing of it. */
export interface Shelf {
  readonly metadata: Metadata;
  readonly events: EventStore;
  readonly dataValues: DataValueStore;
  readonly completions: CompletionStore;
  readonly imports: ImportLog;
  readonly traits: Traits;
  readonly zone: ServerZone;
  readonly names: Names;
}

/** Nobody frames a page, or keeps it: what is in it may be about people. */
const HEADERS = {
  'content-type': 'text/html;charset=utf-8',
  'cache-control': 'no-store',
  'x-frame-options': 'DENY',
} as const;

export type PageParts = Pick<Page, 'title' | 'body' | 'script'> & { readonly status?: number };

/** A page of the sandbox, with the way to the others above it. */
export function answerPage({ status = 200, ...parts }: PageParts, { traits, zone }: Shelf): Answer {
  const ways = [
    ['/', `Sandbox of DHIS2 ${traits.version}`],
    ['/sandbox/units', 'Units'],
    ['/sandbox/events', 'Events'],
    ['/sandbox/imports', 'Imports'],
  ] as const;
  const above = ways.map(([to, name], at) => html`${at > 0 && ' · '}${link(to, name)}`);
  const footer = html`<p>
    What is in this sandbox now; it can only be read here. Times are those of the server's clock (${zone.id}).
  </p>`;
  return { status, headers: HEADERS, body: toPage({ ...parts, language: 'en', above, footer }) };
}

export function notFound(what: string, shelf: Shelf): Answer {
  const body = html`<p>${what} Nothing of that name has arrived here. ${link('/', 'What there is')}.</p>`;
  return answerPage({ status: 404, title: 'Not in this sandbox', body }, shelf);
}

export function link(to: string, name: Shown): Html {
  return html`<a href="${to}">${name}</a>`;
}

export function number(count: number): string {
  return count.toLocaleString('en-GB');
}

/** To the minute; nothing for none. */
export function time(instant: number | null | undefined): string {
  return instant === null || instant === undefined ? '' : toServerText(instant).slice(0, 16).replace('T', ' ');
}

/** Columns by their titles; a title that starts with `#` is one of numbers. */
export function columns(...titles: readonly string[]): { title: string; isNumber: boolean }[] {
  return titles.map((title) => ({ title: title.replace('#', ''), isNumber: title.startsWith('#') }));
}

const ROWS_OF_A_PAGE = 100;

/** One page of a long list: its rows, and the ways to the page before and the one after. */
export function leaf<T>(
  all: readonly T[],
  query: URLSearchParams,
): { readonly rows: readonly T[]; readonly ways: Html } {
  const last = Math.max(1, Math.ceil(all.length / ROWS_OF_A_PAGE));
  const asked = Number(query.get('page') ?? '1');
  const page = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), last) : 1;
  const from = (page - 1) * ROWS_OF_A_PAGE;
  const rows = all.slice(from, from + ROWS_OF_A_PAGE);
  if (last === 1) return { rows, ways: html`` };
  const way = (to: number, name: string): Html | false =>
    to >= 1 && to <= last && html`<li>${link(`?page=${to}`, name)}</li> `;
  const ways = html`<nav aria-label="Pages of the list">
    <p class="soft">${number(from + 1)} to ${number(from + rows.length)} of ${number(all.length)}</p>
    <ul>
      ${page > 2 && way(1, 'First page')}${way(page - 1, 'Page before')}${way(page + 1, 'Next page')}
      ${page < last - 1 && way(last, 'Last page')}
    </ul>
  </nav>`;
  return { rows, ways };
}
