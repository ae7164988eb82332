import { completeAggregates } from './aggregate/aggregate-metadata.ts';
import { objectsOf } from './loose-json.ts';
import { isObject } from '../base/json.ts';
import { badMetadata, DEFAULT_COMBO, referenceOf, referencesOf, type Item, type ItemStore } from './item.ts';

/** A data set of which nothing is said. */
const DATA_SET = {
  version: 0,
  categoryCombo: { id: DEFAULT_COMBO.combo },
  periodType: 'Monthly',
  openFuturePeriods: 0,
  openPeriodsAfterCoEndDate: 0,
  expiryDays: 0,
  timelyDays: 15,
  formType: 'DEFAULT',
  mobile: false,
  fieldCombinationRequired: false,
  validCompleteOnly: false,
  noValueRequiresComment: false,
  compulsoryFieldsCompleteOnly: false,
  notifyCompletingUser: false,
  skipOffline: false,
  dataElementDecoration: false,
  renderAsTabs: false,
  renderHorizontally: false,
  dataSetElements: [],
  organisationUnits: [],
  dataInputPeriods: [],
  compulsoryDataElementOperands: [],
  indicators: [],
  sections: [],
};

/** What the server sets where a package says nothing. */
const DEFAULTS: ReadonlyMap<string, Readonly<Record<string, unknown>>> = new Map<string, Record<string, unknown>>([
  ['categoryCombos', { dataDimensionType: 'DISAGGREGATION', skipTotal: false }],
  ['categoryOptionCombos', { ignoreApproval: false }],
  ['dataElements', { categoryCombo: { id: DEFAULT_COMBO.combo }, domainType: 'TRACKER', zeroIsSignificant: false }],
  ['dataSets', DATA_SET],
  ['optionSets', { version: 0, valueType: 'TEXT' }],
  ['programs', { version: 0, categoryCombo: { id: DEFAULT_COMBO.combo }, programType: 'WITHOUT_REGISTRATION' }],
  [
    'programStages',
    { repeatable: false, validationStrategy: 'ON_COMPLETE', blockEntryForm: false, enableUserAssignment: false },
  ],
]);

/** Collections whose objects carry data access beside metadata access. */
const WITH_DATA_ACCESS = new Set(['programs', 'programStages', 'categoryOptions', 'dataSets', 'trackedEntityTypes']);

const COMPLETED = [
  'categories',
  'categoryCombos',
  'categoryOptionCombos',
  'categoryOptions',
  'dataElements',
  'dataSets',
  'optionSets',
  'options',
  'programs',
  'programStages',
  'organisationUnits',
];

/**
 * Completes freshly loaded metadata: defaults, links in both directions (stage and program, option and option set),
 * paths of org units, and what aggregate data rest on. Throws
 * EtlError `sandbox/bad-metadata` where a program or a data set cannot work.
 */
export function complete(metadata: ItemStore, firstOption: number): void {
  for (const collection of COMPLETED) {
    for (const item of metadata.all(collection)) fillIn(item, collection);
  }
  for (const option of metadata.all('options')) linkOption(metadata, option);
  for (const set of metadata.all('optionSets')) numberOptions(metadata, set, firstOption);
  for (const element of metadata.all('dataElements')) element['optionSetValue'] = isObject(element['optionSet']);
  for (const owner of [...metadata.all('programs'), ...metadata.all('dataSets')]) standInForOrgUnits(metadata, owner);
  completeAggregates(metadata);
  for (const program of metadata.all('programs')) linkProgram(metadata, program);
  for (const stage of metadata.all('programStages')) linkStage(metadata, stage);
  for (const unit of metadata.all('organisationUnits')) locate(metadata, unit);
}

function fillIn(item: Item, collection: string): void {
  for (const [name, value] of Object.entries(DEFAULTS.get(collection) ?? {})) {
    item[name] ??= structuredClone(value);
  }
  if (typeof item['name'] === 'string') item['displayName'] ??= item['name'];
  // A package made by hand rarely says who may do what: then everybody may, or nothing could be tried out.
  item['sharing'] ??= { public: WITH_DATA_ACCESS.has(collection) ? 'rwrw----' : 'rw------' };
}

function linkOption(metadata: ItemStore, option: Item): void {
  const set = metadata.get('optionSets', referenceOf(option, 'optionSet') ?? '');
  if (!set) return;
  const options = referencesOf(set, 'options');
  if (!options.some((known) => known.id === option.id)) set['options'] = [...options, { id: option.id }];
}

/** Options are numbered by their place in the set, from 0 (up to 2.40 from 1), whatever the package says. */
function numberOptions(metadata: ItemStore, set: Item, firstOption: number): void {
  referencesOf(set, 'options').forEach(({ id }, index) => {
    const option = metadata.get('options', id);
    if (!option) throw badMetadata(`option set ${set.id} names the option ${id}, which is not in the package`);
    option['sortOrder'] = firstOption + index;
    option['optionSet'] ??= { id: set.id };
  });
}

function linkProgram(metadata: ItemStore, program: Item): void {
  const stages = referencesOf(program, 'programStages');
  for (const { id } of stages) {
    const stage = metadata.get('programStages', id);
    if (!stage) throw badMetadata(`program ${program.id} names the stage ${id}, which is not in the package`);
    stage['program'] ??= { id: program.id };
  }
}

/** Exports leave org units out: each then stands in as a root of its own, so that the data have a place. */
function standInForOrgUnits(metadata: ItemStore, owner: Item): void {
  for (const { id } of referencesOf(owner, 'organisationUnits')) {
    if (metadata.get('organisationUnits', id)) continue;
    const standIn = { id, name: id, displayName: id, shortName: id, openingDate: '1970-01-01' };
    metadata.put('organisationUnits', { ...standIn, sharing: { public: 'rw------' } });
  }
}

function linkStage(metadata: ItemStore, stage: Item): void {
  const program = metadata.get('programs', referenceOf(stage, 'program') ?? '');
  if (!program) throw badMetadata(`the stage ${stage.id} belongs to no program of the package`);
  const stages = referencesOf(program, 'programStages');
  if (!stages.some((known) => known.id === stage.id)) program['programStages'] = [...stages, { id: stage.id }];
  const elements = objectsOf(stage['programStageDataElements']);
  for (const entry of elements) {
    entry['compulsory'] ??= false;
    entry['allowFutureDate'] ??= false;
    entry['allowProvidedElsewhere'] ??= false;
    entry['displayInReports'] ??= false;
    const uid = referenceOf(entry, 'dataElement') ?? '';
    const element = metadata.get('dataElements', uid);
    if (!element) throw badMetadata(`the stage ${stage.id} names the data element ${uid}, which is not in the package`);
    const set = referenceOf(element, 'optionSet');
    if (set !== null && !metadata.get('optionSets', set)) {
      throw badMetadata(`the data element ${uid} names the option set ${set}, which is not in the package`);
    }
  }
  stage['programStageDataElements'] = elements.toSorted((a, b) => orderOf(a) - orderOf(b));
}

function orderOf(entry: Record<string, unknown>): number {
  return typeof entry['sortOrder'] === 'number' ? entry['sortOrder'] : 0;
}

function locate(metadata: ItemStore, unit: Item): void {
  const uids: string[] = [];
  let current: Item | undefined = unit;
  while (current && !uids.includes(current.id)) {
    uids.unshift(current.id);
    current = metadata.get('organisationUnits', referenceOf(current, 'parent') ?? '');
  }
  unit['path'] = `/${uids.join('/')}`;
  unit['level'] = uids.length;
}
