import type { Json } from '../base/json.ts';

/** The value of one cell: `dataElement`, or `dataElement.categoryOptionCombo` where that is not the default; null clears it. */
export type FormValue = { readonly cell: string; readonly value: string | null };

/**
 * A form of a data set: what one organisation unit reports for one period (and one attribute option combo). Its
 * properties by name, and its cells in the order of the mapping.
 */
export type FormObject = { readonly [property: string]: Json } & { readonly dataValues: readonly FormValue[] };

/** Stands for the default in an address and nowhere else. */
const DEFAULT = 'default';

/** Where a form is: organisation unit, period and attribute option combo. */
export interface FormPlace {
  readonly orgUnit: string;
  readonly period: string;
  /** Undefined: the default. */
  readonly attributeOptionCombo: string | undefined;
}

export function toAddress({ orgUnit, period, attributeOptionCombo }: { readonly [property: string]: Json }): string {
  return [orgUnit ?? '', period ?? '', attributeOptionCombo ?? DEFAULT].map(String).join(':');
}

export function fromAddress(address: string): FormPlace {
  const [orgUnit = '', period = '', combo = DEFAULT] = address.split(':');
  return { orgUnit, period, attributeOptionCombo: combo === DEFAULT ? undefined : combo };
}

/** The name of a cell; `combo` undefined: the default. */
export function toCell(dataElement: string, combo: string | undefined): string {
  return combo === undefined ? dataElement : `${dataElement}.${combo}`;
}

export function fromCell(cell: string): { readonly dataElement: string; readonly combo: string | undefined } {
  const [dataElement = '', combo] = cell.split('.');
  return { dataElement, combo };
}

/** The shape of a form in a file that others may have changed. */
export const FORM_OBJECT = {
  type: 'object',
  expected: 'a form of a data set',
  required: ['orgUnit', 'period', 'dataValues'],
  properties: {
    orgUnit: { type: 'string', expected: 'text' },
    period: { type: 'string', expected: 'text' },
    dataValues: {
      type: 'array',
      expected: 'a list of data values',
      items: {
        type: 'object',
        expected: 'a data value: cell and value',
        required: ['cell', 'value'],
        properties: {
          cell: { type: 'string', expected: 'text' },
          value: { type: ['string', 'null'], expected: 'text or null' },
        },
      },
    },
  },
} as const;

/** The shape of an address there. */
export const FORM_ADDRESS = {
  type: 'string',
  pattern: '^[A-Za-z][A-Za-z0-9]{10}:[0-9A-Za-z]{4,12}:(?:default|[A-Za-z][A-Za-z0-9]{10})$',
  expected: 'organisation unit, period and attribute option combo, with colons between',
} as const;
