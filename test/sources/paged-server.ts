import { serve, type Reply, type TestServer } from '../dhis2/http-server.ts';

export interface Row {
  readonly id: string | number;
  readonly [key: string]: unknown;
}

/** What a server of pages does, right and wrong. */
export interface PagedOptions {
  /** Most records of a page, whatever is asked for. */
  readonly cap?: number;
  /** Called before the answer to request `at` (from 1) is made: whoever works there while we read. */
  readonly meanwhile?: (at: number, server: PagedServer) => void;
  /** Something else in the place of the answer to request `at`. */
  readonly instead?: (at: number, url: URL) => Reply | undefined;
  /** Changes the answer to request `at` before it is sent. */
  readonly spoil?: (body: Body, at: number, url: URL) => unknown;
  readonly headers?: Record<string, string>;
}

/** As Django answers: a count, the address of the next page, and records. */
export interface Body {
  count: number;
  next: string | null;
  results: readonly Row[];
}

/** Records in pages, by position (`start`) or behind an id (`after`): `/records/?start=10&limit=5`. */
export interface PagedServer extends Pick<TestServer, 'url' | 'received' | 'close'> {
  rows: Row[];
}

export async function servePages(rows: readonly Row[], options: PagedOptions = {}): Promise<PagedServer> {
  let at = 0;
  const server = await serve((request): Reply => {
    at += 1;
    options.meanwhile?.(at, paged);
    const url = new URL(request.url, paged.url);
    const other = options.instead?.(at, url);
    if (other !== undefined) return other;
    if (url.pathname !== '/records/') return { status: 404, body: { detail: 'Not found.' } };
    const body = toBody(url, paged.rows, options.cap);
    const headers = options.headers ?? {};
    return { status: 200, headers, body: options.spoil ? options.spoil(body, at, url) : body };
  });
  const paged: PagedServer = {
    url: server.url,
    received: server.received,
    close: () => server.close(),
    rows: [...rows],
  };
  return paged;
}

function toBody(url: URL, rows: readonly Row[], cap = 1000): Body {
  const { searchParams: query } = url;
  const limit = Math.min(Number(query.get('limit') ?? 10), cap);
  const after = query.get('after');
  if (after !== null) {
    const rest = rows.filter((row) => Number(row.id) > Number(after));
    return { count: rows.length, next: null, results: rest.slice(0, limit) };
  }
  const start = Number(query.get('start') ?? 0);
  const next = new URL(url);
  next.searchParams.set('limit', String(limit));
  next.searchParams.set('start', String(start + limit));
  const isLast = start + limit >= rows.length;
  return { count: rows.length, next: isLast ? null : next.href, results: rows.slice(start, start + limit) };
}
