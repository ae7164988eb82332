/** Programs and data sets by what people call them, and the units to which they are assigned. */
import { EtlError } from '../base/errors.ts';
import { suggestionFor } from '../base/suggestion.ts';
import { checkAnswer, list, object, text } from './answer-schemas.ts';
import type { Dhis2Client } from './client.ts';

export type PlaceKind = 'program' | 'data set';

export interface FoundPlace {
  readonly id: string;
  readonly name: string;
}

export interface FoundUnit extends FoundPlace {
  readonly code?: string;
}

const COLLECTION = { program: 'programs', 'data set': 'dataSets' } as const;
const NAMED = object({ id: text, name: text, code: text }, ['id']);

/** All programs, or data sets, that this user sees. Throws EtlError `dhis2/*`. */
export async function fetchPlaces(client: Dhis2Client, of: PlaceKind): Promise<readonly FoundPlace[]> {
  const collection = COLLECTION[of];
  const answer = await client.get(`/api/${collection}`, { paging: false, fields: 'id,name' });
  checkAnswer(object({ [collection]: list(NAMED) }, [collection]), answer, `GET ${client.url}/api/${collection}`);
  const found = (answer as Record<string, readonly { readonly id: string; readonly name?: string | null }[]>)[
    collection
  ];
  return (found ?? []).map(({ id, name }) => ({ id, name: name ?? id })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The one that is meant by a UID or a name, whatever its case. Throws EtlError `init/unknown-place`. */
export function findPlace(places: readonly FoundPlace[], word: string, of: PlaceKind): FoundPlace {
  const fold = (name: string): string => name.normalize('NFC').trim().toLowerCase();
  const same = places.filter(({ id, name }) => id === word || fold(name) === fold(word));
  if (same.length === 1 && same[0]) return same[0];
  const names = places.map(({ name }) => name);
  throw new EtlError('init/unknown-place', {
    of,
    word,
    count: same.length,
    names: names.slice(0, 10),
    ...suggestionFor(word, names),
  });
}

/** The organisation units to which a place is assigned. Throws EtlError `dhis2/*`. */
export async function fetchAssignedUnits(
  client: Dhis2Client,
  of: PlaceKind,
  id: string,
): Promise<readonly FoundUnit[]> {
  const path = `/api/${COLLECTION[of]}/${encodeURIComponent(id)}`;
  const answer = await client.get(path, { fields: 'id,organisationUnits[id,name,code]' });
  checkAnswer(object({ organisationUnits: list(NAMED) }, []), answer, `GET ${client.url}${path}`);
  const { organisationUnits = [] } = answer as {
    readonly organisationUnits?: readonly {
      readonly id: string;
      readonly name?: string | null;
      readonly code?: string | null;
    }[];
  };
  return organisationUnits.map((unit) => ({
    id: unit.id,
    name: unit.name ?? unit.id,
    ...(unit.code && { code: unit.code }),
  }));
}
