import { isObject } from '../../base/json.ts';
import { readSchemes, type Schemes } from './data-value-parameters.ts';
import { scalarText } from '../loose-json.ts';
import { Refusal } from '../web.ts';

/** One row of a data value set, as it came. */
export interface IncomingCell {
  readonly dataElement: string | null;
  readonly period: string | null;
  readonly orgUnit: string | null;
  readonly categoryOptionCombo: string | null;
  /** Category options by category; from 2.43 on they are read where no data set is named, and never looked up. */
  readonly categoryOptions: Readonly<Record<string, string | null>> | null;
  readonly attributeOptionCombo: string | null;
  readonly value: string | null;
  readonly comment: string | null;
  readonly followUp: boolean | null;
  readonly deleted: boolean | null;
  readonly storedBy: string | null;
  readonly created: string | null;
}

/** A data value set as it came: what stands above its rows counts for all of them. */
export interface IncomingForm {
  readonly dataSet: string | null;
  readonly completeDate: string | null;
  readonly period: string | null;
  readonly orgUnit: string | null;
  readonly attributeOptionCombo: string | null;
  readonly schemes: Schemes;
  /** null stands for a row that is null. */
  readonly rows: readonly (IncomingCell | null)[];
}

/** How a release reads one property of an object. */
export interface Reader {
  /** Name of the property that marks a value for follow-up. */
  readonly followUp: string;
  text(object: Readonly<Record<string, unknown>>, property: string): string | null;
  flag(object: Readonly<Record<string, unknown>>, property: string): boolean | null;
}

/** A body that cannot be read; the message is a parser's. */
export class UnreadableForm extends Error {}

/** Up to 2.42: numbers and booleans are texts. */
export const LOOSE: Reader = {
  followUp: 'followup',
  text(object, property) {
    const value = object[property];
    if (value === undefined || value === null) return null;
    if (typeof value !== 'object') return scalarText(value);
    const token = Array.isArray(value) ? 'Array value (token `JsonToken.START_ARRAY`)' : 'Object value';
    throw new UnreadableForm(`Cannot deserialize value of type \`java.lang.String\` from ${token}`);
  },
  flag(object, property) {
    const text = LOOSE.text(object, property);
    return text === null ? null : text.toLowerCase() === 'true';
  },
};

/** From 2.43 on a property has its own type or ends the request. */
export const STRICT: Reader = {
  followUp: 'followUp',
  text(object, property) {
    const value = object[property] ?? null;
    if (value === null || typeof value === 'string') return value;
    throw wrongType(property, 'STRING', value);
  },
  flag(object, property) {
    const value = object[property] ?? null;
    if (value === null || typeof value === 'boolean') return value;
    throw wrongType(property, 'BOOLEAN', value);
  },
};

function wrongType(property: string, wanted: string, value: unknown): Refusal {
  const is = Array.isArray(value) ? 'ARRAY' : (typeof value).toUpperCase();
  const shown = JSON.stringify(value);
  return new Refusal(500, `Path \`$.${property}\` does not contain an ${wanted} but a(n) ${is}: ${shown}`);
}

/** Reads a parsed JSON object as a data value set. */
export function readForm(body: Readonly<Record<string, unknown>>, reader: Reader): IncomingForm {
  const text = (property: string): string | null => reader.text(body, property);
  const rows = body['dataValues'] ?? [];
  if (!Array.isArray(rows)) throw new UnreadableForm('Cannot deserialize the list of data values');
  return {
    dataSet: text('dataSet'),
    completeDate: text('completeDate'),
    period: text('period'),
    orgUnit: text('orgUnit'),
    attributeOptionCombo: text('attributeOptionCombo'),
    schemes: readSchemes(text),
    rows: rows.map((row: unknown) => readRow(row, reader)),
  };
}

function readRow(row: unknown, reader: Reader): IncomingCell | null {
  if (row === null) return null;
  if (!isObject(row)) throw new UnreadableForm('Cannot construct instance of a data value');
  const text = (property: string): string | null => reader.text(row, property);
  const options = row['categoryOptions'];
  return {
    dataElement: text('dataElement'),
    period: text('period'),
    orgUnit: text('orgUnit'),
    categoryOptionCombo: text('categoryOptionCombo'),
    categoryOptions: isObject(options) ? toTexts(options) : null,
    attributeOptionCombo: text('attributeOptionCombo'),
    value: text('value'),
    comment: text('comment'),
    followUp: reader.flag(row, reader.followUp),
    deleted: reader.flag(row, 'deleted'),
    storedBy: text('storedBy'),
    created: text('created'),
  };
}

function toTexts(options: Readonly<Record<string, unknown>>): Record<string, string | null> {
  const textOf = (option: unknown): string | null => (option === null ? null : scalarText(option));
  return Object.fromEntries(Object.entries(options).map(([category, option]) => [category, textOf(option)]));
}

/**
 * JSON in UTF-8, its numbers as they were written where they stand in the place of a text: `2.50` is not `2.5`.
 * Throws {@link UnreadableForm}.
 */
export function parseFormJson(body: Buffer, keepNumbers: boolean): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    return keepNumbers && /:\s*-?\d/.test(text) ? JSON.parse(text, asWritten) : JSON.parse(text);
  } catch (error) {
    throw new UnreadableForm(error instanceof Error ? error.message : 'Unexpected character');
  }
}

function asWritten(_: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' ? (context?.source ?? value) : value;
}
