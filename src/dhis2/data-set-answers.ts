/** The shapes of what DHIS2 answers about data sets and their values; see `answer-schemas.ts`. */
import { flag, id, list, listOrNone, number, object, objectOrNone, text } from './answer-schemas.ts';

const reference = object({ id }, ['id']);
const referenceOrNone = objectOrNone({ id }, ['id']);

const OPTION_SET = objectOrNone({ id, name: text, options: listOrNone(object({ code: text, name: text })) }, ['id']);
const ELEMENT = object(
  {
    id,
    code: text,
    name: text,
    formName: text,
    valueType: text,
    aggregationType: text,
    zeroIsSignificant: flag,
    optionSet: OPTION_SET,
    categoryCombo: referenceOrNone,
  },
  ['id'],
);

/** `GET /api/dataSets/{uid}`. */
export const DATA_SET = object(
  {
    id,
    code: text,
    name: text,
    periodType: id,
    openFuturePeriods: number,
    openPeriodsAfterCoEndDate: number,
    expiryDays: number,
    workflow: objectOrNone({ id, name: text }, ['id']),
    access: objectOrNone({ data: objectOrNone({ read: flag, write: flag }) }),
    categoryCombo: referenceOrNone,
    organisationUnits: listOrNone(object({ id, path: text }, ['id'])),
    dataInputPeriods: listOrNone(
      object({
        period: { type: ['object', 'string', 'null'], expected: 'a period' },
        openingDate: text,
        closingDate: text,
      }),
    ),
    compulsoryDataElementOperands: listOrNone(
      object({ dataElement: referenceOrNone, categoryOptionCombo: referenceOrNone }),
    ),
    dataSetElements: list(object({ dataElement: ELEMENT, categoryCombo: referenceOrNone }, ['dataElement'])),
  },
  ['id', 'periodType', 'dataSetElements'],
);

const OPTION = object(
  {
    id,
    code: text,
    name: text,
    startDate: text,
    endDate: text,
    organisationUnits: listOrNone(reference),
    access: objectOrNone({ data: objectOrNone({ write: flag }) }),
  },
  ['id'],
);

/** `GET /api/categoryCombos`. */
export const CATEGORY_COMBOS = object(
  {
    categoryCombos: list(
      object(
        {
          id,
          code: text,
          name: text,
          isDefault: flag,
          categoryOptionCombos: list(
            object({ id, code: text, name: text, categoryOptions: listOrNone(OPTION) }, ['id']),
          ),
        },
        ['id', 'categoryOptionCombos'],
      ),
    ),
  },
  ['categoryCombos'],
);

const VALUE = object(
  {
    dataElement: id,
    period: text,
    orgUnit: text,
    categoryOptionCombo: text,
    attributeOptionCombo: text,
    value: text,
    comment: text,
    followup: flag,
    followUp: flag,
    deleted: flag,
    lastUpdated: text,
  },
  ['dataElement'],
);

/** `GET /api/dataValueSets`: period and unit stand in the rows or at the top, by release. */
export const DATA_VALUES = object({
  period: text,
  orgUnit: text,
  attributeOptionCombo: text,
  dataValues: listOrNone(VALUE),
});

/** `GET /api/completeDataSetRegistrations`. */
export const COMPLETIONS = object({
  completeDataSetRegistrations: listOrNone(
    object({ period: id, organisationUnit: id, attributeOptionCombo: text, date: text, completed: flag }, [
      'period',
      'organisationUnit',
    ]),
  ),
});

const count = { type: ['integer', 'null'], expected: 'a number' } as const;

/** An ImportSummary: what became of data values, or of completions. */
export const IMPORT_SUMMARY = object(
  {
    status: text,
    description: text,
    importCount: object({ imported: count, updated: count, ignored: count, deleted: count }),
    conflicts: listOrNone(
      object({
        object: text,
        value: text,
        errorCode: text,
        property: text,
        indexes: listOrNone({ type: 'integer', expected: 'a number' }),
      }),
    ),
    rejectedIndexes: listOrNone({ type: 'integer', expected: 'a number' }),
  },
  ['importCount'],
);
