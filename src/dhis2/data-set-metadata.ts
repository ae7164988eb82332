import { EtlError } from '../base/errors.ts';
import { checkAnswer } from './answer-schemas.ts';
import type { Dhis2Client } from './client.ts';
import { CATEGORY_COMBOS, DATA_SET } from './data-set-answers.ts';
import { toCategoryCombo, toDataSet, type RawCombo, type RawDataSet } from './to-data-set.ts';

/** A data set with all that a mapping, and whoever sends, may want to know. Plain JSON, in an order of its own. */
export interface DataSet {
  readonly id: string;
  readonly code?: string;
  readonly name: string;
  /** As DHIS2 calls it: `Monthly`, `WeeklySunday`, `FinancialApril`. */
  readonly periodType: string;
  /** Periods that are open from the running one on; 0: the running one is not. */
  readonly openFuturePeriods: number;
  /** Days after its end for which a period stays open; 0: for ever. */
  readonly expiryDays: number;
  /** Periods after the end of an attribute option in which it can still be used. */
  readonly openPeriodsAfterOptionEnd: number;
  /** Values are approved, and locked by that. */
  readonly workflow?: { readonly id: string; readonly name: string };
  /** What this user may do with its data; absent where the server does not say. */
  readonly access?: { readonly read?: boolean; readonly write?: boolean };
  /** Where there are any, no other period is open. */
  readonly inputPeriods: readonly InputPeriod[];
  /** Id of the combo of its attributes. */
  readonly categoryCombo: string;
  /** By name. */
  readonly elements: readonly DataSetElement[];
  /** Cells that a form should have, for people. */
  readonly compulsory: readonly { readonly dataElement: string; readonly categoryOptionCombo?: string }[];
  /** Units that report it, by id. */
  readonly orgUnits: readonly { readonly id: string; readonly path?: string }[];
  /** All combos that are named above, by name. */
  readonly categoryCombos: readonly CategoryCombo[];
}

/** A period in which values may be entered, and the days from and to which they may be; no day: no limit. */
export interface InputPeriod {
  readonly period: string;
  readonly opens?: string;
  readonly closes?: string;
}

export interface DataSetElement {
  readonly id: string;
  readonly code?: string;
  readonly name: string;
  readonly valueType: string;
  readonly aggregationType: string;
  /** Where it is not, DHIS2 up to 2.42 drops zeros, and a zero deletes what is there. */
  readonly zeroIsSignificant: boolean;
  readonly optionSet?: {
    readonly id: string;
    readonly name?: string;
    readonly options: readonly { readonly code: string; readonly name: string }[];
  };
  /** Id of its combo in this data set, which may have one of its own for it. */
  readonly categoryCombo: string;
}

export interface CategoryCombo {
  readonly id: string;
  readonly code?: string;
  readonly name: string;
  /** The one that has nothing but `default`. */
  readonly isDefault: boolean;
  /** By name. */
  readonly optionCombos: readonly OptionCombo[];
}

/** One combination of options. Most have no code: the server makes them, with other ids on every server. */
export interface OptionCombo {
  readonly id: string;
  readonly code?: string;
  readonly name: string;
  readonly options: readonly CategoryOption[];
}

export interface CategoryOption {
  readonly id: string;
  readonly code?: string;
  readonly name: string;
  /** First and last day on which it can be used, as an attribute. */
  readonly starts?: string;
  readonly ends?: string;
  /** The units, with all below them, that may use it as an attribute; absent: all. */
  readonly orgUnits?: readonly string[];
  /** False where this user may not enter data for it. */
  readonly mayWrite?: boolean;
}

const DATA_SET_FIELDS =
  'id,code,name,periodType,openFuturePeriods,openPeriodsAfterCoEndDate,expiryDays,workflow[id,name],' +
  'access[data[read,write]],categoryCombo[id],organisationUnits[id,path],' +
  'dataInputPeriods[period,openingDate,closingDate],' +
  'compulsoryDataElementOperands[dataElement[id],categoryOptionCombo[id]],' +
  'dataSetElements[categoryCombo[id],dataElement[id,code,name,valueType,aggregationType,zeroIsSignificant,' +
  'optionSet[id,name,options[code,name]],categoryCombo[id]]]';

const COMBO_FIELDS = 'id,code,name,isDefault,categoryOptionCombos[id,code,name,categoryOptions[id,code,name]]';
/** Of attributes, whose options can have days and units of their own. */
const ATTRIBUTE_FIELDS = COMBO_FIELDS.replace(
  'categoryOptions[id,code,name]',
  'categoryOptions[id,code,name,startDate,endDate,organisationUnits[id],access[data[write]]]',
);
/** Ids that fit well into one address. */
const MOST_IDS = 100;

/**
 * Fetches a data set with its elements, combos and units. Throws EtlError `dhis2/data-set-not-found` and other
 * `dhis2/*`.
 */
export async function fetchDataSet(client: Dhis2Client, id: string): Promise<DataSet> {
  const path = `/api/dataSets/${encodeURIComponent(id)}`;
  const answer = await client.get(path, { fields: DATA_SET_FIELDS }).catch((error: unknown) => {
    if (!(error instanceof EtlError && error.code === 'dhis2/not-found')) throw error;
    throw new EtlError('dhis2/data-set-not-found', { dataSet: id, url: client.url }, { cause: error });
  });
  checkAnswer(DATA_SET, answer, `GET ${client.url}${path}`);
  const raw = answer as RawDataSet;
  const attributes = raw.categoryCombo?.id;
  const ofAttributes = attributes ? await fetchCombos(client, [attributes], ATTRIBUTE_FIELDS) : [];
  const known = new Set(ofAttributes.map((combo) => combo.id));
  const used = raw.dataSetElements.map((one) => one.categoryCombo?.id ?? one.dataElement.categoryCombo?.id);
  const missing = [...new Set(used)].filter((combo) => combo !== undefined && !known.has(combo)) as string[];
  return toDataSet(raw, [...ofAttributes, ...(await fetchCombos(client, missing, COMBO_FIELDS))]);
}

async function fetchCombos(client: Dhis2Client, ids: readonly string[], fields: string): Promise<CategoryCombo[]> {
  const combos: CategoryCombo[] = [];
  for (let start = 0; start < ids.length; start += MOST_IDS) {
    const filter = `id:in:[${ids.slice(start, start + MOST_IDS).join(',')}]`;
    const answer = await client.get('/api/categoryCombos', { filter, paging: false, fields });
    checkAnswer(CATEGORY_COMBOS, answer, `GET ${client.url}/api/categoryCombos`);
    combos.push(...(answer as { categoryCombos: RawCombo[] }).categoryCombos.map(toCategoryCombo));
  }
  return combos;
}

/** The combo of an element, or of the data set itself. Throws where the server did not give it: that is its fault. */
export function comboOf(dataSet: DataSet, { categoryCombo }: { readonly categoryCombo: string }): CategoryCombo {
  const found = dataSet.categoryCombos.find((combo) => combo.id === categoryCombo);
  if (!found) throw new EtlError('dhis2/combo-not-readable', { dataSet: dataSet.name, combo: categoryCombo });
  return found;
}
