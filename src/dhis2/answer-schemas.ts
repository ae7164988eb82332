/**
 * The shapes of DHIS2's answers, as far as we read them. A proxy, another release or a fault may answer anything: what
 * has another shape is refused as a whole, with the place in it, and nothing is concluded from the rest. Absent may be
 * null.
 */
import { findFault } from '../base/data-schema.ts';
import { EtlError } from '../base/errors.ts';

export const text = { type: ['string', 'null'], expected: 'text' } as const;
export const flag = { type: ['boolean', 'null'], expected: 'true or false' } as const;
export const number = { type: ['number', 'null'], expected: 'a number' } as const;
export const id = { type: 'string', minLength: 1, expected: 'text' } as const;

export const object = (properties: object, required: readonly string[] = []): object => ({
  type: 'object',
  expected: 'an object',
  properties,
  required,
});
export const objectOrNone = (properties: object, required: readonly string[] = []): object => ({
  ...object(properties, required),
  type: ['object', 'null'],
});
export const list = (items: object): object => ({ type: 'array', expected: 'a list', items });
export const listOrNone = (items: object): object => ({ ...list(items), type: ['array', 'null'] });

/** `GET /api/me`. */
export const ME = object({
  username: text,
  authorities: listOrNone(id),
  programs: listOrNone(id),
  organisationUnits: listOrNone(object({ id }, ['id'])),
});

const OPTION_SET = objectOrNone({ id, name: text, options: listOrNone(object({ id: text, code: text, name: text })) }, [
  'id',
]);
const ELEMENT = object({ id, name: text, formName: text, valueType: text, optionSet: OPTION_SET }, ['id']);
const STAGE = object(
  {
    id,
    name: text,
    sortOrder: number,
    validationStrategy: text,
    featureType: text,
    programStageDataElements: list(object({ compulsory: flag, dataElement: ELEMENT }, ['dataElement'])),
  },
  ['id', 'programStageDataElements'],
);

const ATTRIBUTE_OPTION = object(
  { id, name: text, startDate: text, endDate: text, access: objectOrNone({ data: objectOrNone({ write: flag }) }) },
  ['id'],
);
const ATTRIBUTE_COMBO = object({ id, name: text, categoryOptions: listOrNone(ATTRIBUTE_OPTION) }, ['id']);

/** `GET /api/programs/{uid}`, whichever fields were asked for. */
export const PROGRAM = object(
  {
    name: text,
    programType: text,
    completeEventsExpiryDays: number,
    expiryDays: number,
    expiryPeriodType: text,
    openDaysAfterCoEndDate: number,
    organisationUnits: listOrNone(object({ id, path: text }, ['id'])),
    categoryCombo: objectOrNone({ isDefault: flag, categoryOptionCombos: listOrNone(ATTRIBUTE_COMBO) }),
    access: objectOrNone({ data: objectOrNone({ read: flag, write: flag }) }),
    programStages: list(STAGE),
  },
  ['programStages'],
);

const EVENT = object(
  {
    event: id,
    deleted: flag,
    status: text,
    orgUnit: text,
    occurredAt: text,
    completedAt: text,
    geometry: { type: ['object', 'null'], expected: 'an object' },
    attributeOptionCombo: text,
    dataValues: listOrNone(object({ dataElement: id, value: text }, ['dataElement'])),
  },
  ['event'],
);

/** `GET /api/tracker/events`; the list has another name in each release. */
export const eventsIn = (name: string): object => EVENT_LISTS.get(name) ?? addEventList(name);

const EVENT_LISTS = new Map<string, object>();

function addEventList(name: string): object {
  const schema = object({ [name]: list(EVENT) }, [name]);
  EVENT_LISTS.set(name, schema);
  return schema;
}

/** What is read of an answer to `POST /api/tracker`, where it has this shape at all. */
const REPORT = object({ uid: text, errorCode: text, message: text, args: { type: ['array', 'null'] } });

/** An ImportReport. */
export const IMPORT_REPORT = object(
  {
    status: text,
    message: text,
    validationReport: object({ errorReports: listOrNone(REPORT), warningReports: listOrNone(REPORT) }),
    stats: object({ created: number, updated: number, ignored: number, deleted: number, total: number }),
    bundleReport: objectOrNone({
      typeReportMap: objectOrNone({ EVENT: objectOrNone({ objectReports: listOrNone(object({ uid: text })) }) }),
    }),
  },
  ['validationReport', 'stats'],
);

/** Throws EtlError `dhis2/unexpected-answer` (exit 3) where an answer has another shape. */
export function checkAnswer(schema: object, answer: unknown, request: string): void {
  const fault = findFault(schema, answer);
  if (!fault) return;
  const reason = fault.path === '' ? 'it is not an object' : `${fault.path.slice(0, 200)} is not ${fault.expected}`;
  throw new EtlError('dhis2/unexpected-answer', { request, status: 200, reason });
}
