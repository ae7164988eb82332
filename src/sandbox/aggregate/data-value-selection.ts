import { parsePeriod, type Period } from '../../base/periods.ts';
import { parseInstant } from '../instants.ts';
import { referencesOf } from '../item.ts';
import type { Metadata } from '../metadata.ts';
import { indexBy, type DataSetModel, type IdScheme, type Identified, type OrgUnitModel } from '../model.ts';
import type { ServerZone } from '../server-zone.ts';
import { anyScheme } from '../tracker-parameters.ts';
import type { Traits } from '../versions.ts';
import { flag, Refusal, wholeNumber } from '../web.ts';

/** What `GET /api/dataValueSets` asks for, with what of it exists. */
export interface Selection {
  readonly dataSets: Asked<DataSetModel>;
  readonly orgUnits: Asked<OrgUnitModel>;
  readonly attributeOptionCombos: Asked<Identified>;
  /** Uids of all data elements whose values are asked for. */
  readonly elements: ReadonlySet<string>;
  readonly periods: readonly Period[];
  /** First and last day, as `yyyy-MM-dd`. */
  readonly days: { readonly start: string; readonly end: string } | null;
  readonly children: boolean;
  readonly includeDeleted: boolean;
  /** Milliseconds of the server's clock. */
  readonly updatedSince: number | null;
  /** null: all. */
  readonly limit: number | null;
}

/** Objects as the query names them, and those that there are. */
export interface Asked<T> {
  readonly texts: readonly string[];
  readonly found: readonly T[];
}

interface World {
  readonly metadata: Metadata;
  readonly traits: Traits;
  readonly zone: ServerZone;
  readonly now: number;
}

/** Reads the query; throws 409 with the code that the server has for what is missing, 400 for what cannot be read. */
export function parseSelection(query: URLSearchParams, world: World): Selection {
  const { metadata, traits, zone } = world;
  const { model } = metadata;
  const find = <T extends Identified>(name: string, objects: ReadonlyMap<string, T>, scheme?: string): Asked<T> => {
    const texts = query
      .getAll(name)
      .flatMap((text) => text.split(','))
      .filter((text) => text !== '');
    const index = indexBy(objects, inputScheme(query, scheme));
    return { texts, found: texts.map((text) => index.get(text)).filter((object) => object !== undefined) };
  };
  const dataSets = find('dataSet', model.dataSets, 'inputDataSetIdScheme');
  const groups = find('dataElementGroup', identified(metadata, 'dataElementGroups'), 'inputDataElementGroupIdScheme');
  const elements = find('dataElement', model.dataElements, 'inputDataElementIdScheme');
  const unitGroups = find('orgUnitGroup', identified(metadata, 'organisationUnitGroups'), 'inputOrgUnitGroupIdScheme');
  const inGroups = unitGroups.found.flatMap(({ item }) => referencesOf(item, 'organisationUnits'));
  const named = find('orgUnit', model.orgUnits, 'inputOrgUnitIdScheme');
  const fromGroups = inGroups.map(({ id }) => model.orgUnits.get(id)).filter((unit) => unit !== undefined);
  const periods = query
    .getAll('period')
    .flatMap((text) => text.split(','))
    .map(parsePeriod);
  const [start, end] = [dayOf(query, 'startDate', zone), dayOf(query, 'endDate', zone)];
  const selection: Selection = {
    dataSets,
    orgUnits: { texts: [...named.texts, ...unitGroups.texts], found: [...named.found, ...fromGroups] },
    attributeOptionCombos: find('attributeOptionCombo', model.optionCombos),
    elements: new Set([
      ...dataSets.found.flatMap((dataSet) => [...dataSet.elements.keys()]),
      ...groups.found.flatMap(({ item }) => referencesOf(item, 'dataElements').map(({ id }) => id)),
      ...elements.found.map(({ uid }) => uid),
    ]),
    periods: periods.filter((period) => period !== undefined),
    days: periods.length === 0 && start !== null && end !== null ? { start, end } : null,
    children: flag(query, 'children', false),
    includeDeleted: flag(query, 'includeDeleted', false),
    updatedSince: updatedSince(query, world),
    limit: query.get('limit') ? wholeNumber(query, 'limit', 0) : null,
  };
  const whatFor = [dataSets, groups, elements];
  // Up to 2.42 what does not exist counts as not asked for.
  const asks =
    traits.dataValues.importer === 'body' ? whatFor.some(({ texts }) => texts.length > 0) : whatFor.some(isFound);
  check(selection, {
    asks,
    mayAskByUpdate: traits.dataValues.importer === 'rows',
    inGroups: unitGroups.texts.length > 0,
  });
  return selection;
}

/** The scheme in which a query names objects: its own one, or `inputIdScheme`. */
function inputScheme(query: URLSearchParams, name: string | undefined): IdScheme {
  const general = anyScheme(query, 'inputIdScheme', 'UID');
  return name === undefined ? general : anyScheme(query, name, general);
}

function identified(metadata: Metadata, collection: string): ReadonlyMap<string, Identified> {
  return new Map(metadata.all(collection).map((item) => [item.id, { uid: item.id, item }]));
}

function isFound({ found }: Asked<unknown>): boolean {
  return found.length > 0;
}

function dayOf(query: URLSearchParams, name: string, zone: ServerZone): string | null {
  const instant = instantOf(query, name, zone);
  return instant === null ? null : new Date(instant).toISOString().slice(0, 10);
}

function instantOf(query: URLSearchParams, name: string, zone: ServerZone): number | null {
  const text = query.get(name);
  if (text === null || text === '') return null;
  const instant = parseInstant(text, zone);
  if (instant !== null) return instant;
  throw new Refusal(400, `Value '${text}' is not valid for parameter ${name}. It should be of type date`);
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function updatedSince(query: URLSearchParams, { zone, now }: World): number | null {
  const duration = query.get('lastUpdatedDuration');
  if (duration === null || duration === '') return instantOf(query, 'lastUpdated', zone);
  const [, number, unit = ''] = /^(\d{1,9})([dhms])$/.exec(duration) ?? [];
  if (number === undefined) throw new Refusal(409, `Duration is not valid: \`${duration}\``, 'E2005');
  return now - Number(number) * (UNIT_MS[unit] ?? 0);
}

/** The last of several faults is the one that the server tells. */
function check(
  { periods, days, updatedSince: updated, orgUnits, children, limit }: Selection,
  about: { asks: boolean; mayAskByUpdate: boolean; inGroups: boolean },
): void {
  const faults: [string, string][] = [];
  if (!about.asks)
    faults.push(['E2001', 'At least one data element, data set or data element group must be specified']);
  if (periods.length === 0 && days === null && !(about.mayAskByUpdate && updated !== null)) {
    const times = 'period, start/end dates, last updated or last updated duration';
    faults.push(['E2002', `At least one ${times} must be specified`]);
  }
  if (days !== null && days.start > days.end) faults.push(['E2004', 'Start date must be before end date']);
  if (about.mayAskByUpdate ? !isFound(orgUnits) : orgUnits.texts.length === 0) {
    faults.push(['E2006', 'At least one organisation unit or organisation unit group must be specified']);
  }
  if (children && about.inGroups) {
    faults.push(['E2007', 'Organisation unit children cannot be included for organisation unit groups']);
  }
  if (limit !== null && limit < 0) faults.push(['E2009', `Limit cannot be less than zero: \`${limit}\``]);
  const [code, message] = faults.at(-1) ?? [];
  if (message !== undefined) throw new Refusal(409, message, code);
}
