import { objectsOf, scalarText } from './loose-json.ts';
import { isObject } from '../base/json.ts';
import { DEFAULT_COMBO, referenceOf, referencesOf, type Item, type ItemStore } from './item.ts';

/** What imports need of an object, whatever its kind. */
export interface Identified {
  readonly uid: string;
  readonly item: Item;
}

export interface OrgUnitModel extends Identified {
  /** `/root/…/uid` */
  readonly path: string;
}

export interface OptionSetModel extends Identified {
  readonly codes: ReadonlySet<string>;
  readonly codesInLowerCase: ReadonlySet<string>;
}

export interface DataElementModel extends Identified {
  readonly valueType: string;
  readonly optionSet: OptionSetModel | null;
  /** By which its values are broken down, unless a data set says otherwise. */
  readonly comboUid: string;
  readonly zeroIsSignificant: boolean;
}

export interface DataSetModel extends Identified {
  readonly periodType: string;
  /** Periods that are open beyond the last one that is over; 0: none. */
  readonly openFuturePeriods: number;
  /** Days after its end for which a period is open; 0: for ever. */
  readonly expiryDays: number;
  /** The days in which periods may be filled in; where there are any, no other period may. */
  readonly inputPeriods: readonly InputPeriod[];
  /** By which its data are approved. */
  readonly workflow: string | null;
  /** Of the attributes of its forms. */
  readonly comboUid: string;
  readonly orgUnits: ReadonlySet<string>;
  /** The category combo of each data element in this set. */
  readonly elements: ReadonlyMap<string, string>;
}

/** Empty days: no limit. */
export interface InputPeriod {
  readonly period: string;
  readonly opens: string;
  readonly closes: string;
}

export interface StageModel extends Identified {
  readonly programUid: string;
  readonly elements: ReadonlySet<string>;
  readonly compulsory: readonly DataElementModel[];
  /** Compulsory values are asked for on completion only. */
  readonly onCompleteOnly: boolean;
  readonly featureType: string | null;
  readonly userAssignment: boolean;
}

export interface ProgramModel extends Identified {
  readonly registration: boolean;
  readonly orgUnits: ReadonlySet<string>;
  readonly stages: readonly string[];
  readonly comboUid: string;
  readonly expiryDays: number;
  readonly expiryPeriodType: string | null;
  readonly completeExpiryDays: number;
}

export interface OptionComboModel extends Identified {
  readonly comboUid: string;
  readonly options: ReadonlySet<string>;
}

/** The metadata as imports see it. All maps are by uid. */
export interface Model {
  readonly orgUnits: ReadonlyMap<string, OrgUnitModel>;
  readonly dataElements: ReadonlyMap<string, DataElementModel>;
  readonly dataSets: ReadonlyMap<string, DataSetModel>;
  readonly programs: ReadonlyMap<string, ProgramModel>;
  readonly stages: ReadonlyMap<string, StageModel>;
  readonly optionCombos: ReadonlyMap<string, OptionComboModel>;
  readonly categoryOptions: ReadonlyMap<string, Identified>;
}

export function buildModel(metadata: ItemStore): Model {
  const optionSets = byUid(metadata.all('optionSets'), (item) => {
    const codes = referencesOf(item, 'options').map(({ id }) => String(metadata.get('options', id)?.['code']));
    const codesInLowerCase = new Set(codes.map((code) => code.toLowerCase()));
    return { uid: item.id, item, codes: new Set(codes), codesInLowerCase };
  });
  const dataElements = byUid(metadata.all('dataElements'), (item) => ({
    uid: item.id,
    item,
    valueType: text(item['valueType']) ?? 'TEXT',
    optionSet: optionSets.get(referenceOf(item, 'optionSet') ?? '') ?? null,
    comboUid: referenceOf(item, 'categoryCombo') ?? DEFAULT_COMBO.combo,
    zeroIsSignificant: item['zeroIsSignificant'] === true,
  }));
  return {
    dataElements,
    dataSets: byUid(metadata.all('dataSets'), (item) => dataSetModel(item, dataElements)),
    orgUnits: byUid(metadata.all('organisationUnits'), (item) => ({ uid: item.id, item, path: String(item['path']) })),
    programs: byUid(metadata.all('programs'), programModel),
    stages: byUid(metadata.all('programStages'), (item) => stageModel(item, dataElements)),
    optionCombos: byUid(metadata.all('categoryOptionCombos'), (item) => ({
      uid: item.id,
      item,
      comboUid: referenceOf(item, 'categoryCombo') ?? '',
      options: new Set(referencesOf(item, 'categoryOptions').map(({ id }) => id)),
    })),
    categoryOptions: byUid(metadata.all('categoryOptions'), (item) => ({ uid: item.id, item })),
  };
}

function dataSetModel(item: Item, dataElements: ReadonlyMap<string, DataElementModel>): DataSetModel {
  const entries = objectsOf(item['dataSetElements']);
  const comboOf = (entry: Record<string, unknown>): string =>
    referenceOf(entry, 'categoryCombo') ?? dataElements.get(elementOf(entry))?.comboUid ?? DEFAULT_COMBO.combo;
  return {
    uid: item.id,
    item,
    periodType: text(item['periodType']) ?? 'Monthly',
    openFuturePeriods: Number(item['openFuturePeriods'] ?? 0),
    expiryDays: Number(item['expiryDays'] ?? 0),
    inputPeriods: objectsOf(item['dataInputPeriods']).map((one) => ({
      period: referenceOf(one, 'period') ?? '',
      opens: scalarText(one['openingDate']).slice(0, 10),
      closes: scalarText(one['closingDate']).slice(0, 10),
    })),
    workflow: referenceOf(item, 'workflow'),
    comboUid: referenceOf(item, 'categoryCombo') ?? DEFAULT_COMBO.combo,
    orgUnits: new Set(referencesOf(item, 'organisationUnits').map(({ id }) => id)),
    elements: new Map(entries.map((entry) => [elementOf(entry), comboOf(entry)])),
  };
}

function programModel(item: Item): ProgramModel {
  return {
    uid: item.id,
    item,
    registration: item['programType'] === 'WITH_REGISTRATION',
    orgUnits: new Set(referencesOf(item, 'organisationUnits').map(({ id }) => id)),
    stages: referencesOf(item, 'programStages').map(({ id }) => id),
    comboUid: referenceOf(item, 'categoryCombo') ?? DEFAULT_COMBO.combo,
    expiryDays: Number(item['expiryDays'] ?? 0),
    expiryPeriodType: text(item['expiryPeriodType']),
    completeExpiryDays: Number(item['completeEventsExpiryDays'] ?? 0),
  };
}

function stageModel(item: Item, dataElements: ReadonlyMap<string, DataElementModel>): StageModel {
  const entries = objectsOf(item['programStageDataElements']);
  const compulsory = entries.filter((entry) => entry['compulsory'] === true);
  return {
    uid: item.id,
    item,
    programUid: referenceOf(item, 'program') ?? '',
    elements: new Set(entries.map(elementOf)),
    compulsory: compulsory.map((entry) => dataElements.get(elementOf(entry))).filter((entry) => entry !== undefined),
    onCompleteOnly: item['validationStrategy'] !== 'ON_UPDATE_AND_INSERT',
    featureType: text(item['featureType']),
    userAssignment: item['enableUserAssignment'] === true,
  };
}

function elementOf(entry: Record<string, unknown>): string {
  return referenceOf(entry, 'dataElement') ?? '';
}

/** How a request names metadata: `UID`, `CODE`, `NAME`, or `ATTRIBUTE:{uid}`. */
export type IdScheme = string;

/** Identifier of an object in a scheme; null where it has none. */
export function identifierOf(object: Identified, scheme: IdScheme): string | null {
  if (scheme === 'UID') return object.uid;
  if (scheme === 'CODE') return text(object.item['code']);
  if (scheme === 'NAME') return text(object.item['name']);
  const attribute = scheme.slice('ATTRIBUTE:'.length);
  const values = Array.isArray(object.item['attributeValues']) ? object.item['attributeValues'] : [];
  const entry = values.find((value) => isObject(value) && referenceOf(value, 'attribute') === attribute) as unknown;
  return isObject(entry) ? text(entry['value']) : null;
}

/** Objects by their identifier in a scheme. */
export function indexBy<T extends Identified>(
  objects: ReadonlyMap<string, T>,
  scheme: IdScheme,
): ReadonlyMap<string, T> {
  if (scheme === 'UID') return objects;
  const index = new Map<string, T>();
  for (const object of objects.values()) {
    const identifier = identifierOf(object, scheme);
    if (identifier !== null) index.set(identifier, object);
  }
  return index;
}

function byUid<T>(items: readonly Item[], make: (item: Item) => T): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.id, make(item)]));
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
