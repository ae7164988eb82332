import type { IdScheme } from './model.ts';
import type { Traits } from './versions.ts';
import { flag, Refusal } from './web.ts';

/** Names of the schemes, as in a query and in the body. */
export const SCHEME_NAMES = [
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

/** Switches that are off unless the query says otherwise, in the order of the answer. */
const SWITCHES = [
  'dryRun',
  'async',
  'skipExistingCheck',
  'sharing',
  'skipNotifications',
  'skipAudit',
  'datasetAllowsPeriods',
  'strictPeriods',
  'strictDataElements',
  'strictCategoryOptionCombos',
  'strictAttributeOptionCombos',
  'strictOrganisationUnits',
  'strictDataSetApproval',
  'strictDataSetLocking',
  'strictDataSetInputPeriods',
  'requireCategoryOptionCombo',
  'requireAttributeOptionCombo',
  'skipPatternValidation',
  'ignoreEmptyCollection',
  'force',
  'skipLastUpdated',
  'mergeDataValues',
  'skipCache',
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
export function parseDataValueParameters(query: URLSearchParams, { dataValues }: Traits): DataValueParameters {
  const known = SWITCHES.filter((name) => name !== 'atomic' || dataValues.importer === 'body');
  const switches = SWITCHES.map((name) => [name, known.includes(name) && flag(query, name, false)] as const);
  const is = Object.fromEntries(switches) as Record<Switch, boolean>;
  const word = (query.get('importStrategy') || 'CREATE_AND_UPDATE').toUpperCase();
  const strategy = STRATEGIES.get(word);
  if (!strategy) throw wrong('importStrategy', word, `Valid values are: [${[...STRATEGIES.keys()].join(', ')}]`);
  const firstRowIsHeader = flag(query, 'firstRowIsHeader', true);
  const words = { importStrategy: word, mergeMode: 'REPLACE', reportMode: query.get('reportMode') ?? 'FULL' };
  const schemes = readSchemes((name) => query.get(name));
  const shown = {
    ...Object.fromEntries(switches.filter(([name]) => known.includes(name))),
    ...words,
    firstRowIsHeader,
  };
  return { is, strategy, schemes, shown };
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
