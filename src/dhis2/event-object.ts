import type { Json } from '../base/json.ts';

/** The value of one data element; null clears it. */
export type DataValue = { readonly dataElement: string; readonly value: string | null };

/** What is sent of an event, without its UID: its properties by name, and its data values in the order of the mapping. */
export type EventObject = { readonly [property: string]: Json } & { readonly dataValues: readonly DataValue[] };

/** The shape of an event in a file that others may have changed. */
export const EVENT_OBJECT = {
  type: 'object',
  expected: 'an event',
  required: ['dataValues'],
  properties: {
    dataValues: {
      type: 'array',
      expected: 'a list of data values',
      items: {
        type: 'object',
        expected: 'a data value: dataElement and value',
        required: ['dataElement', 'value'],
        properties: {
          dataElement: { type: 'string', expected: 'text' },
          value: { type: ['string', 'null'], expected: 'text or null' },
        },
      },
    },
  },
} as const;

/** The shape of a UID there. */
export const EVENT_ADDRESS = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9]{10}$', expected: 'a UID' } as const;
