import type { Place } from '../base/document.ts';
import type { JsonDocument } from '../base/json-document.ts';
import { toPath } from '../base/pointer.ts';
import type { Problem } from '../base/problem.ts';
import { checkSchema, defineSchema } from '../base/schema.ts';
import type { OptionCode } from '../mapping/generated-schema.ts';
import { metadataSchema } from './place-metadata.ts';

/** A line of `mapping_de.json`. */
export interface ColumnEntry {
  readonly column: string;
  /** UID of the data element, or name of the cell, as it is written or, where the metadata knows that for a name, as it is. */
  readonly uid: string;
  readonly columnPlace: Place;
  readonly uidPlace: Place;
}

/** The mapping of one option set, a member of `mapping_optionSet.json`. */
export interface OptionMap {
  readonly uid: string;
  readonly place: Place;
  /** As it stands in the file. */
  readonly json: { readonly [value: string]: OptionCode };
  readonly entries: readonly { readonly value: string; readonly code: OptionCode; readonly place: Place }[];
}

/** Columns by data element, and option maps by option set, that hold for one form version (or for all). */
export interface Resolved {
  readonly columns: ReadonlyMap<string, ColumnEntry>;
  readonly options: ReadonlyMap<string, OptionMap>;
}

export const COLUMNS = defineSchema({
  type: 'object',
  expected: 'an object of columns: { "<column in Kobo>": "<data element UID>", … }',
  additionalProperties: { type: 'string', expected: 'the UID of a data element, in double quotes' },
});

export const OPTIONS = defineSchema({
  type: 'object',
  expected: 'an object of option sets: { "<option set UID>": { "<value in Kobo>": "<option code>", … }, … }',
  additionalProperties: {
    type: 'object',
    expected: 'an object of options: { "<value in Kobo>": "<option code>", … }',
    additionalProperties: {
      type: ['string', 'number', 'boolean', 'null'],
      expected: 'an option code, in double quotes',
    },
  },
});

/** What is wrong with the text or the shape of a document; empty where it can be read. */
export function checkShape(document: JsonDocument, as: 'columns' | 'options' | 'metadata'): readonly Problem[] {
  if (document.value === undefined) return document.problems;
  const schema = { columns: COLUMNS, options: OPTIONS, metadata: metadataSchema(document) }[as];
  return [...document.problems, ...checkSchema(schema, document.value, document.placeOf, toPath)];
}

/** The lines of a column mapping, in the order of the file: where two name one data element, the last counts. */
export function readColumns(document: JsonDocument): readonly ColumnEntry[] {
  const entries = Object.entries(document.value as Record<string, string>).map(([column, uid]) => ({
    column,
    uid,
    columnPlace: document.placeOf([column], 'key'),
    uidPlace: document.placeOf([column]),
  }));
  // An object puts columns that look like numbers first; the file knows better.
  return entries.sort((a, b) => a.columnPlace.start - b.columnPlace.start);
}

/** The option maps of a file, by option set UID. */
export function readOptions(document: JsonDocument): ReadonlyMap<string, OptionMap> {
  const maps = Object.entries(document.value as Record<string, OptionMap['json']>).map(
    ([uid, json]): [string, OptionMap] => {
      const entries = Object.entries(json).map(([value, code]) => ({
        value,
        code,
        place: document.placeOf([uid, value]),
      }));
      return [uid, { uid, place: document.placeOf([uid], 'key'), json, entries }];
    },
  );
  return new Map(maps);
}
