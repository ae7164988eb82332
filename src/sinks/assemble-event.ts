import type { Assembled, Filled, Ignored, ObjectShape } from '../contracts/shape.ts';
import type { DataValue, EventObject } from '../dhis2/event-object.ts';
import { reason } from '../messages/reason.ts';
import { RecurringValues } from './recurring-values.ts';

/** What can be filled of an event. */
export const EVENT_SHAPE: ObjectShape = {
  name: 'event',
  properties: [
    { name: 'orgUnit', description: 'UID of the organisation unit of the event.', required: true, type: 'uid' },
    { name: 'occurredAt', description: 'Day of the event, with or without time.', required: true, type: 'date' },
    {
      name: 'completedAt',
      description: 'Day on which it was completed; counts when the event becomes COMPLETED, not later.',
      required: false,
      type: 'date',
    },
    {
      name: 'status',
      description: 'ACTIVE (also where it is left out) or COMPLETED.',
      required: false,
      type: ['ACTIVE', 'COMPLETED'],
    },
    { name: 'geometry', description: 'GeoJSON, of the type that the stage wants.', required: false, type: 'geometry' },
    {
      name: 'attributeOptionCombo',
      description: 'UID of the attribute option combo, where the program has a category combination.',
      required: false,
      type: 'uid',
    },
  ],
  values: {
    name: 'dataValues',
    description: 'Data elements, by UID, or by name where that is unique.',
    valueDescription:
      'The value that DHIS2 gets: of a data element with options one of their codes, as $option(COLUMN) gives it. null is always sent blank. Under `from`, a key of it, stands what replaces the cell instead.',
  },
};

/** Makes an event of what a record has for one. Most programs ask for compulsory values of completed events alone. */
export function assembleEvent({ properties, names, values, blanks }: Filled): Assembled<EventObject> {
  // Without a status DHIS2 takes an event to be ACTIVE.
  const isCompleted = properties['status'] === 'COMPLETED';
  const missing = blanks.filter(({ required }) => required === 'always' || isCompleted);
  if (missing.length > 0) return { reasons: missing.map((blank) => blank.why()) };
  const object = { ...properties, dataValues: valuesNamed(names).of(values) };
  const { occurredAt } = properties;
  if (typeof occurredAt !== 'string' || !isFar(occurredAt)) return { object };
  return { object, ignored: [{ ...FAR, sent: occurredAt, kept: occurredAt }] };
}

const FAR: Omit<Ignored, 'sent' | 'kept'> = { target: 'occurredAt', name: null, why: reason('dhis2/far-date', {}) };
const YEAR_MS = 366 * 24 * 3_600_000;

/** A day on which nothing can have happened: DHIS2 takes it all the same. Nearly always the year alone tells. */
function isFar(day: string): boolean {
  const year = Number(day.slice(0, 4));
  const now = Date.now();
  if (year <= new Date(now).getUTCFullYear()) return year < 1900;
  return day.slice(0, 10) > new Date(now + YEAR_MS).toISOString().slice(0, 10);
}

/** By the very list of names: there is one for each form version. */
const VALUES = new WeakMap<readonly string[], RecurringValues<DataValue>>();

function valuesNamed(names: readonly string[]): RecurringValues<DataValue> {
  let known = VALUES.get(names);
  if (!known) VALUES.set(names, (known = new RecurringValues(names, (dataElement, value) => ({ dataElement, value }))));
  return known;
}
