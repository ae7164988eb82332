/** The pages of an answer in JSON, one after the other, as the source's formulas take them apart. */
import { EtlError } from '../../base/errors.ts';
import { isObject } from '../../base/json.ts';
import type { Formula } from '../../contracts/formula.ts';
import type { HttpClient } from '../../http/client.ts';
import { toText } from './flat-record.ts';

/** How records are asked for. */
export interface Paging {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Parameter of the query that says how many records a page is to have, with its value. */
  readonly pageSize: readonly [parameter: string, size: number] | undefined;
  readonly records: Formula;
  readonly next: Formula | undefined;
  readonly total: Formula | undefined;
  /** Values of further variables, for formulas that a preset brings along. */
  readonly names?: Readonly<Record<string, unknown>>;
}

/** What formulas may name: records before this page, the number of this page, its last record. */
export const PAGE_NAMES = ['read', 'page', 'last'] as const;

export interface Page {
  readonly records: readonly unknown[];
  /** How many there are in all, by the server's own count; undefined where it does not say. */
  readonly total: number | undefined;
  readonly number: number;
  readonly isLast: boolean;
}

/** So many empty pages in a row are not yet a fault: some servers filter what they have cut. */
const MOST_EMPTY = 10;

export class Pages {
  readonly #client: HttpClient;
  readonly #paging: Paging;

  constructor(client: HttpClient, paging: Paging) {
    this.#client = client;
    this.#paging = paging;
  }

  /** The source as people know it. */
  get location(): string {
    return this.#client.name(this.#client.at(this.#paging.path)).replace(/^GET /, '');
  }

  /** All pages. Throws EtlError where one is not what it should be, or where there is no end to them. */
  async *read(): AsyncGenerator<Page, void> {
    const seen = new Set<string>();
    let url: URL | undefined = this.#first(this.#paging.pageSize?.[1]);
    let read = 0;
    let empty = 0;
    for (let number = 1; url !== undefined; number += 1) {
      seen.add(url.href);
      const page = await this.#page(url, read, number);
      empty = page.records.length === 0 ? empty + 1 : 0;
      const next = page.next;
      const location = this.location;
      if (next && (seen.has(next.href) || empty > MOST_EMPTY))
        throw new EtlError('source/pages-without-end', { location, page: number });
      yield { records: page.records, total: page.total, number, isLast: next === undefined };
      read += page.records.length;
      url = next;
    }
  }

  /** What the server counts now, by a page as small as may be. */
  async countNow(): Promise<number | undefined> {
    return (await this.#page(this.#first(1), 0, 1)).total;
  }

  #first(size: number | undefined): URL {
    const { path, query, pageSize } = this.#paging;
    const sized = pageSize && size !== undefined ? { [pageSize[0]]: String(size) } : {};
    return this.#client.at(path, { ...query, ...sized });
  }

  async #page(
    url: URL,
    read: number,
    page: number,
  ): Promise<Omit<Page, 'number' | 'isLast'> & { next: URL | undefined }> {
    const body = await this.#client.get(url);
    const before = { ...this.#paging.names, read, page };
    const records = this.#toRecords(await this.#evaluate('records', body, before), body);
    const names = { ...before, last: records.at(-1) };
    const total = this.#toTotal(await this.#evaluate('total', body, names), page);
    const next = this.#toNext(await this.#evaluate('next', body, names), url);
    return { records, total, next };
  }

  async #evaluate(
    what: 'records' | 'next' | 'total',
    body: unknown,
    names: Readonly<Record<string, unknown>>,
  ): Promise<unknown> {
    try {
      return await this.#paging[what]?.evaluate(body, names);
    } catch (error) {
      const { message } = error as Error;
      throw new EtlError('source/formula-failed', { location: this.location, what, reason: message });
    }
  }

  #toRecords(value: unknown, body: unknown): readonly unknown[] {
    if (Array.isArray(value)) return value;
    // JSONata gives a list of one as that one. An answer that is an object as a whole is no list of one record.
    return isObject(value) && value !== body ? [value] : this.#refuse('records', 'a list of objects', value);
  }

  /** The first page must have it where the source says that there is one; a later one may leave it out. */
  #toTotal(value: unknown, page: number): number | undefined {
    if (!this.#paging.total || (value === undefined && page > 1)) return undefined;
    const total = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
    const isCount = typeof total === 'number' && Number.isSafeInteger(total) && total >= 0;
    return isCount ? total : this.#refuse('total', 'the number of all records', value);
  }

  #toNext(value: unknown, url: URL): URL | undefined {
    if (value === undefined || value === null || value === '' || value === false) return undefined;
    if (typeof value === 'string') {
      const next = this.#client.follow(value, url);
      if (next) return next;
      const shown = this.#client.name(URL.parse(value, url.href) ?? url).replace(/^GET /, '');
      throw new EtlError('source/next-elsewhere', { location: this.location, next: shown });
    }
    if (!isObject(value) || Array.isArray(value))
      return this.#refuse('next', 'an address, or an object of parameters', value);
    const next = new URL(url);
    for (const [name, parameter] of Object.entries(value)) {
      if (parameter === null || parameter === undefined) next.searchParams.delete(name);
      else next.searchParams.set(name, toText(parameter));
    }
    return next;
  }

  #refuse(what: string, expected: string, value: unknown): never {
    throw new EtlError('source/not-as-declared', { location: this.location, what, expected, found: kindOf(value) });
  }
}

/** What a value is, without the value: it may be anybody's. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'not there';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value === 'string' ? 'text' : typeof value}`;
}
