import { EtlError } from '../base/errors.ts';
import { checkAnswer } from './answer-schemas.ts';
import type { Dhis2Client } from './client.ts';
import { CATEGORY_COMBOS, DATA_SET } from './data-set-answers.ts';
import type { CategoryCombo, DataSet } from './data-set-metadata.ts';
import { toCategoryCombo, toDataSet, type RawCombo, type RawDataSet } from './to-data-set.ts';

const DATA_SET_FIELDS =
  'id,code,name,periodType,openFuturePeriods,openPeriodsAfterCoEndDate,expiryDays,workflow[id,name],' +
  'access[data[read,write]],categoryCombo[id],organisationUnits[id,path],' +
  'dataInputPeriods[period,openingDate,closingDate],' +
  'compulsoryDataElementOperands[dataElement[id],categoryOptionCombo[id]],' +
  'dataSetElements[categoryCombo[id],dataElement[id,code,name,formName,valueType,aggregationType,zeroIsSignificant,' +
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
