/** What only the server knows, asked of it in bulk. Where it does not say, nothing is known, and nothing is refused. */
import { findFault } from '../../base/data-schema.ts';
import { isObject } from '../../base/json.ts';
import type { Answer } from '../../http/answer.ts';
import { flag, id, list, listOrNone, object, objectOrNone, text } from '../answer-schemas.ts';
import type { Dhis2Client } from '../client.ts';
import type { Answered, OtherCombo, OtherElement, Unit } from './grounds.ts';

/** Ids that fit well into one address. */
const MOST_IDS = 200;

const answerOf = (collection: string, row: object): object => object({ [collection]: list(row) }, [collection]);

export const UNITS = answerOf('organisationUnits', object({ id, path: text }, ['id']));
export const UNIT_DAYS = answerOf('organisationUnits', object({ id, openingDate: text, closedDate: text }, ['id']));

/** From when to when a unit is open; no day: no limit. */
export interface UnitDays {
  readonly opens?: string;
  readonly closes?: string;
}

const ELEMENT = object(
  {
    id,
    name: text,
    valueType: text,
    optionSet: objectOrNone({ id, name: text, options: listOrNone(object({ code: text, name: text })) }, ['id']),
  },
  ['id'],
);
export const ELEMENTS = answerOf('dataElements', ELEMENT);
const COMBO = object({ id, categoryCombo: objectOrNone({ isDefault: flag }) }, ['id']);
export const COMBOS = answerOf('categoryOptionCombos', COMBO);

export function fetchUnits(client: Dhis2Client, ids: readonly string[]): Promise<ReadonlyMap<string, Answered<Unit>>> {
  return fetchByIds(client, { collection: 'organisationUnits', fields: 'id,path', schema: UNITS }, ids, ({ path }) => ({
    above: unitsIn(path),
  }));
}

/** The days on which units were opened and closed. */
export function fetchUnitDays(
  client: Dhis2Client,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Answered<UnitDays>>> {
  const asking = { collection: 'organisationUnits', fields: 'id,openingDate,closedDate', schema: UNIT_DAYS };
  return fetchByIds(client, asking, ids, ({ openingDate, closedDate }) => ({
    ...(typeof openingDate === 'string' && { opens: openingDate.slice(0, 10) }),
    ...(typeof closedDate === 'string' && { closes: closedDate.slice(0, 10) }),
  }));
}

/** Ids of a unit and of all above it. */
export function unitsIn(path: unknown): readonly string[] | undefined {
  return typeof path === 'string' ? path.split('/').filter((one) => one !== '') : undefined;
}

export function fetchElements(
  client: Dhis2Client,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Answered<OtherElement>>> {
  const fields = 'id,name,valueType,optionSet[id,name,options[code,name]]';
  return fetchByIds(
    client,
    { collection: 'dataElements', fields, schema: ELEMENTS },
    ids,
    (row) => row as unknown as OtherElement,
  );
}

export function fetchCombos(
  client: Dhis2Client,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Answered<OtherCombo>>> {
  const fields = 'id,categoryCombo[isDefault]';
  return fetchByIds(
    client,
    { collection: 'categoryOptionCombos', fields, schema: COMBOS },
    ids,
    ({ categoryCombo }) => ({
      isDefault: isObject(categoryCombo) && categoryCombo['isDefault'] === true,
    }),
  );
}

interface Asking {
  readonly collection: string;
  readonly fields: string;
  /** Of the whole answer. */
  readonly schema: object;
}

type Row = Readonly<Record<string, unknown>>;

async function fetchByIds<T>(
  client: Dhis2Client,
  { collection, fields, schema }: Asking,
  ids: readonly string[],
  toThing: (row: Row) => T,
): Promise<ReadonlyMap<string, Answered<T>>> {
  const found = new Map<string, Answered<T>>();
  for (let start = 0; start < ids.length; start += MOST_IDS) {
    const chunk = ids.slice(start, start + MOST_IDS);
    const query = { filter: `id:in:[${chunk.join(',')}]`, paging: false, fields };
    const { json } = await client.getAnswer(`/api/${collection}`, query, isRefusal);
    if (findFault(schema, json) !== undefined) continue;
    const rows = new Map((json as Record<string, Row[]>)[collection]?.map((row) => [String(row['id']), row]));
    for (const one of chunk) {
      const row = rows.get(one);
      found.set(one, row ? toThing(row) : 'none');
    }
  }
  return found;
}

/** The server does not answer that, to this user at least: nothing that is only asked for may end a run. */
function isRefusal({ status }: Answer): boolean {
  return status >= 400 && status < 600 && ![401, 429, 502, 503, 504].includes(status);
}
