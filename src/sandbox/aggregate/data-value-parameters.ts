import { importOptions } from './import-options.ts';
import type { IdScheme } from '../model.ts';
import type { Traits } from '../versions.ts';
import { flag, Refusal } from '../web.ts';

/** Names of the schemes, as in a query and in the body. */
const SCHEME_NAMES = [
  'idScheme',
  'dataSetIdScheme',
  'dataElementIdScheme',
  'orgUnitIdScheme',
  'categoryOptionComboIdScheme',
] as const;
export type SchemeName = (typeof SCHEME_NAMES)[number];

export type DataValueStrategy = 'CREATE' | 'UPDATE' | 'CREATE_AND_UPDATE' | 'DELETE';

/** Strategies by all their names, in the order in which the server lists them. */
const STRATEGIES: ReadonlyMap<string, DataValueStrategy> = new Map([
  ['CREATE', 'CREATE'],
  ['UPDATE', 'UPDATE'],
  ['CREATE_AND_UPDATE', 'CREATE_AND_UPDATE'],
  ['DELETE', 'DELETE'],
  ['SYNC', 'CREATE_AND_UPDATE'],
  ['NEW_AND_UPDATES', 'CREATE_AND_UPDATE'],
  ['NEW', 'CREATE'],
  ['UPDATES', 'UPDATE'],
  ['DELETES', 'DELETE'],
]);

/** Switches that make a difference; they are off unless the query says otherwise. */
const SWITCHES = [
  'async',
  'dryRun',
  'skipExistingCheck',
  'force',
  'strictPeriods',
  'strictDataElements',
  'strictCategoryOptionCombos',
  'strictAttributeOptionCombos',
  'strictOrganisationUnits',
  'requireCategoryOptionCombo',
  'requireAttributeOptionCombo',
  'atomic',
] as const;
type Switch = (typeof SWITCHES)[number];

/** How a `POST /api/dataValueSets` is to be done. */
export interface DataValueParameters {
  readonly is: Readonly<Record<Switch, boolean>>;
  readonly strategy: DataValueStrategy;
  readonly schemes: Schemes;
  /** What answers repeat of it; the body may add schemes. */
  readonly shown: Readonly<Record<string, unknown>>;
}

export type Schemes = Readonly<Partial<Record<SchemeName, IdScheme>>>;

/** Reads the query of an import; throws 400 on values that DHIS2 does not take. Unknown parameters are ignored. */
export function parseDataValueParameters(query: URLSearchParams, traits: Traits): DataValueParameters {
  const defaults = importOptions({}, traits);
  // A release that does not know a switch ignores it.
  const switches = Object.keys(defaults).filter((name) => defaults[name] === false);
  const flags = Object.fromEntries(switches.map((name) => [name, flag(query, name, false)]));
  const word = (query.get('importStrategy') || 'CREATE_AND_UPDATE').toUpperCase();
  const strategy = STRATEGIES.get(word);
  if (!strategy) throw wrong('importStrategy', word, `Valid values are: [${[...STRATEGIES.keys()].join(', ')}]`);
  const firstRowIsHeader = flag(query, 'firstRowIsHeader', true);
  const words = { importStrategy: word, mergeMode: 'REPLACE', reportMode: query.get('reportMode') ?? 'FULL' };
  const schemes = readSchemes((name) => query.get(name));
  const is = Object.fromEntries(SWITCHES.map((name) => [name, flags[name] === true])) as Record<Switch, boolean>;
  return { is, strategy, schemes, shown: { ...defaults, ...flags, ...words, firstRowIsHeader } };
}

/** The schemes that a query or a body names. Throws 400 where one is none. */
export function readSchemes(textOf: (name: SchemeName) => string | null): Schemes {
  const named = SCHEME_NAMES.flatMap((name) => {
    const text = textOf(name);
    return text === null || text === '' ? [] : [[name, schemeOf(name, text)] as const];
  });
  return Object.fromEntries(named);
}

/** Schemes as answers repeat them. */
export function shownSchemes(schemes: Schemes): Record<string, unknown> {
  return Object.fromEntries(Object.entries(schemes).map(([name, scheme]) => [name, { type: scheme.split(':')[0] }]));
}

function schemeOf(name: string, text: string): IdScheme {
  const [, kind = '', attribute] = /^(uid|code|name|attribute(?=:))(:[A-Za-z][A-Za-z0-9]{10})?$/i.exec(text) ?? [];
  const word = kind.toUpperCase();
  if (word === '' || (word === 'ATTRIBUTE') !== (attribute !== undefined)) {
    throw wrong(name, text, `No enum constant org.hisp.dhis.common.IdentifiableProperty.${text.toUpperCase()}`);
  }
  return word + (attribute ?? '');
}

function wrong(name: string, text: string, why: string): Refusal {
  return new Refusal(400, `Value '${text}' is not valid for parameter ${name}. ${why}`);
}
