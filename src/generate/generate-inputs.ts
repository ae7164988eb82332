import type { Place } from '../base/document.ts';
import type { JsonDocument } from '../base/json-document.ts';
import { toPath } from '../base/pointer.ts';
import type { Problem } from '../base/problem.ts';
import { checkSchema, defineSchema } from '../base/schema.ts';
import type { OptionCode } from '../mapping/generated-schema.ts';

/** A line of `mapping_de.json`. */
export interface ColumnEntry {
  readonly column: string;
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

/** A data element of a stage, as the metadata has it. */
export interface ProgramElement {
  readonly uid: string;
  readonly name: string;
  readonly compulsory: boolean;
  readonly optionSet: ProgramOptionSet | undefined;
  readonly place: Place;
}

/** An option set of a data element, as the metadata has it. */
export interface ProgramOptionSet {
  readonly uid: string;
  readonly name: string;
  /** Option names by code; undefined where the metadata does not list the options. */
  readonly names: ReadonlyMap<string, string> | undefined;
  readonly place: Place;
}

export interface ProgramStage {
  readonly name: string;
  readonly place: Place;
  readonly elements: readonly ProgramElement[];
}

/** Columns by data element, and option maps by option set, that hold for one form version (or for all). */
export interface Resolved {
  readonly columns: ReadonlyMap<string, ColumnEntry>;
  readonly options: ReadonlyMap<string, OptionMap>;
}

const COLUMNS = defineSchema({
  type: 'object',
  expected: 'an object of columns: { "<column in Kobo>": "<data element UID>", … }',
  additionalProperties: { type: 'string', expected: 'the UID of a data element, in double quotes' },
});

const OPTIONS = defineSchema({
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

const METADATA = defineSchema({
  type: 'object',
  expected: 'the program as DHIS2 gives it: { "programStages": [ … ] }',
  required: ['programStages'],
  properties: {
    name: { type: 'string' },
    programStages: {
      type: 'array',
      items: {
        type: 'object',
        required: ['programStageDataElements'],
        properties: {
          name: { type: 'string' },
          programStageDataElements: {
            type: 'array',
            items: {
              type: 'object',
              required: ['dataElement'],
              properties: {
                compulsory: { type: 'boolean' },
                dataElement: {
                  type: 'object',
                  required: ['id'],
                  properties: {
                    id: { type: 'string' },
                    name: { type: 'string' },
                    optionSet: {
                      type: 'object',
                      required: ['id'],
                      properties: {
                        id: { type: 'string' },
                        name: { type: 'string' },
                        options: {
                          type: 'array',
                          items: {
                            type: 'object',
                            required: ['code'],
                            properties: { code: { type: 'string' }, name: { type: 'string' } },
                          },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
});

/** What is wrong with the text or the shape of a document; empty where it can be read. */
export function checkShape(document: JsonDocument, as: 'columns' | 'options' | 'metadata'): readonly Problem[] {
  if (document.value === undefined) return document.problems;
  const schema = { columns: COLUMNS, options: OPTIONS, metadata: METADATA }[as];
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

interface MetadataJson {
  readonly programStages: readonly {
    readonly name?: string;
    readonly programStageDataElements: readonly {
      readonly compulsory?: boolean;
      readonly dataElement: {
        readonly id: string;
        readonly name?: string;
        readonly optionSet?: {
          readonly id: string;
          readonly name?: string;
          readonly options?: readonly { readonly code: string; readonly name?: string }[];
        };
      };
    }[];
  }[];
}

/** The stages of a retrieved program, with where everything stands. */
export function readStages(document: JsonDocument): readonly ProgramStage[] {
  const { programStages } = document.value as unknown as MetadataJson;
  return programStages.map((stage, stageAt) => ({
    name: stage.name ?? `number ${stageAt + 1}`,
    place: document.placeOf(['programStages', stageAt]),
    elements: stage.programStageDataElements.map(({ compulsory, dataElement }, at): ProgramElement => {
      const pointer = ['programStages', stageAt, 'programStageDataElements', at, 'dataElement'];
      const { optionSet } = dataElement;
      return {
        uid: dataElement.id,
        name: dataElement.name ?? dataElement.id,
        compulsory: compulsory === true,
        optionSet: optionSet && {
          uid: optionSet.id,
          name: optionSet.name ?? optionSet.id,
          names: optionSet.options && new Map(optionSet.options.map(({ code, name }) => [code, name ?? code])),
          place: document.placeOf([...pointer, 'optionSet', 'id']),
        },
        place: document.placeOf([...pointer, 'id']),
      };
    }),
  }));
}
