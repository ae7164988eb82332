import { isObject } from '../base/json.ts';
import { parseFields, pick } from './field-choice.ts';
import type { Item } from './item.ts';
import { parseFilters } from './list-filters.ts';
import { maintain } from './maintenance-api.ts';
import { COLLECTIONS, type Metadata } from './metadata.ts';
import { inScope, may, type Person, type Right } from './people.ts';
import type { Traits } from './versions.ts';
import { flag, json, Refusal, webMessage, wholeNumber, type Answer, type Call } from './web.ts';

const LIST_FIELDS = 'id,displayName';

/** Reading metadata: `GET /api/{collection}` and `GET /api/{collection}/{uid}`. */
export class MetadataApi {
  readonly #metadata: Metadata;
  readonly #traits: Traits;

  constructor(metadata: Metadata, traits: Traits) {
    this.#metadata = metadata;
    this.#traits = traits;
  }

  one(collection: string, uid: string, call: Call, person: Person): Answer {
    const item = this.#metadata.get(collection, uid);
    if (!item || !(this.#traits.showsHidden || this.#mayRead(collection, item, person))) {
      const kind = COLLECTIONS.get(collection)?.split('.').at(-1) ?? 'Object';
      throw new Refusal(404, `${kind} with id ${uid} could not be found.`, 'E1005');
    }
    return json(this.#show(item, call.query.get('fields') ?? '*', person));
  }

  list(collection: string, call: Call, person: Person, origin: string): Answer {
    const { query } = call;
    const items = this.#chosen(collection, query, person);
    const fields = query.get('fields') ?? LIST_FIELDS;
    const paging = flag(query, 'paging', !flag(query, 'skipPaging', false));
    if (!paging) return json({ [collection]: items.map((item) => this.#show(item, fields, person)) });
    const page = Math.max(1, wholeNumber(query, 'page', 1));
    const pageSize = Math.max(1, wholeNumber(query, 'pageSize', 50));
    const pageCount = Math.max(1, Math.ceil(items.length / pageSize));
    const rows = items.slice((page - 1) * pageSize, page * pageSize);
    const link = (to: number): string => pageLink(collection, query, origin, to);
    const pager = {
      page,
      total: items.length,
      pageSize,
      pageCount,
      ...(page < pageCount ? { nextPage: link(page + 1) } : {}),
      ...(page > 1 ? { prevPage: link(page - 1) } : {}),
    };
    return json({ pager, [collection]: rows.map((item) => this.#show(item, fields, person)) });
  }

  /** `GET /api/programs/orgUnits?programs=…`: the org units of programs that the user may see. */
  orgUnitsOfPrograms(query: URLSearchParams, person: Person): Answer {
    const { programs, orgUnits } = this.#metadata.model;
    const asked = (query.get('programs') ?? '').split(',').filter((uid) => programs.has(uid));
    const visible = (uid: string): boolean => {
      const path = orgUnits.get(uid)?.path;
      return path !== undefined && (person.superuser || inScope(person, path));
    };
    return json(
      Object.fromEntries(asked.map((uid) => [uid, [...(programs.get(uid)?.orgUnits ?? [])].filter(visible)])),
    );
  }

  /** `POST /api/metadata`: takes a package in. */
  load(call: Call, person: Person): Answer {
    let metadata: unknown;
    try {
      metadata = JSON.parse(call.body.toString('utf8'));
    } catch (error) {
      throw new Refusal(400, `JSON parse error: ${error instanceof Error ? error.message : ''}`);
    }
    const holdsSomething = Object.values(metadata ?? {}).some((list) => Array.isArray(list) && list.length > 0);
    if (!person.superuser && holdsSomething)
      throw new Refusal(403, 'You do not have the authority to import metadata.');
    const counts = this.#metadata.load(metadata).filter(({ created, updated }) => created + updated > 0);
    const sum = (pick: (count: (typeof counts)[number]) => number): number =>
      counts.reduce((total, count) => total + pick(count), 0);
    const typeReports = counts.map(({ collection, created, updated }) => ({
      klass: `org.hisp.dhis.${COLLECTIONS.get(collection)}`,
      stats: stats(created, updated),
      objectReports: [],
    }));
    const total = stats(
      sum(({ created }) => created),
      sum(({ updated }) => updated),
    );
    return webMessage(200, { response: { status: 'OK', typeReports, stats: total, responseType: 'ImportReport' } });
  }

  /** `POST /api/maintenance/…`. */
  maintain(operation: string, person: Person): Answer {
    return maintain(operation, person, { metadata: this.#metadata, traits: this.#traits });
  }

  #chosen(collection: string, query: URLSearchParams, person: Person): readonly Item[] {
    const either = query.get('rootJunction')?.toUpperCase() === 'OR';
    const matches = parseFilters(query.getAll('filter'), either, this.#metadata.resolve, this.#traits);
    const words = query.get('query')?.toLowerCase() ?? '';
    const inHierarchy = collection === 'organisationUnits' && flag(query, 'withinUserHierarchy', false);
    const items = this.#metadata.all(collection).filter((item) => {
      if (!this.#mayRead(collection, item, person) || !matches(item)) return false;
      if (inHierarchy && !inScope(person, String(item['path']))) return false;
      return (
        words === '' || [item.id, item['code'], item['name']].some((text) => String(text).toLowerCase().includes(words))
      );
    });
    const [property = 'name', direction = 'asc'] = (query.get('order') ?? 'name:asc').split(':');
    const sign = direction.toLowerCase().endsWith('desc') ? -1 : 1;
    const key = (item: Item): string => String(Object.hasOwn(item, property) ? item[property] : '').toLowerCase();
    return items.toSorted((a, b) => (key(a) < key(b) ? -sign : key(a) > key(b) ? sign : 0));
  }

  #mayRead(collection: string, item: Item, person: Person): boolean {
    const shared = ['programs', 'programStages', 'dataElements', 'optionSets', 'dataSets', 'trackedEntityTypes'];
    return !shared.includes(collection) || may(person, 'readMetadata', item);
  }

  #show(item: Item, fields: string, person: Person): Record<string, unknown> {
    const { resolve } = this.#metadata;
    if (!fields.includes('access')) return pick(item, parseFields(fields), resolve);
    return pick(item, parseFields(fields), (object) => withAccess(resolve(object), person));
  }
}

/** What this user may do with an object and its data, which the server adds to whatever is shared. */
function withAccess(object: Record<string, unknown>, person: Person): Record<string, unknown> {
  const { sharing, id } = object;
  if (!isObject(sharing) || typeof id !== 'string') return object;
  const has = (right: Right): boolean => may(person, right, { ...object, id });
  const [read, update] = [has('readMetadata'), has('writeMetadata')];
  const data = { read: has('readData'), write: has('writeData') };
  return {
    ...object,
    access: { manage: update, externalize: false, write: update, read, update, delete: update, data },
  };
}

function stats(created: number, updated: number): Record<string, number> {
  return { created, updated, deleted: 0, ignored: 0, total: created + updated };
}

/** Links name their parameters in an order of their own. */
function pageLink(collection: string, query: URLSearchParams, origin: string, page: number): string {
  const order = ['pageSize', 'totalPages', 'order', 'query', 'filter', 'fields'];
  const rank = (name: string): number => (order.indexOf(name) + order.length) % order.length;
  const others = [...query].filter(([name]) => name !== 'page').toSorted(([a], [b]) => rank(a) - rank(b));
  const first: [string, string][] = page > 1 ? [['page', String(page)]] : [];
  return `${origin}/api/${collection}?${new URLSearchParams([...first, ...others]).toString()}`;
}
