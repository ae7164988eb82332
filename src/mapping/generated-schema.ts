import { defineSchema } from '../base/schema.ts';

/** A code as it stands in a file: a text, or what should have been one. */
export type OptionCode = string | number | boolean | null;

const nullable = (type: string, expected: string): object => ({ type: [type, 'null'], expected });

const UID = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9]{10}$' };

const DATA_ELEMENT = {
  type: 'object',
  required: ['id'],
  properties: {
    id: UID,
    name: nullable('string', 'text'),
    code: nullable('string', 'text'),
    valueType: nullable('string', 'text'),
    column: nullable('string', 'text'),
    optionSet: {
      type: ['object', 'null'],
      required: ['id'],
      properties: {
        id: { type: 'string' },
        name: nullable('string', 'text'),
        options: {
          type: ['array', 'null'],
          items: { type: 'object', properties: { code: nullable('string', 'text') } },
        },
      },
    },
    'optionSet-mapping': {
      type: ['object', 'null'],
      additionalProperties: { type: ['string', 'number', 'boolean', 'null'] },
    },
  },
};

/** The shape of a `mapping_generated.json` of a program, as far as it is read: what is absent may be null, as pandas writes it. */
export const GENERATED_PROGRAM = defineSchema({
  type: 'object',
  required: ['programStages'],
  properties: {
    programStages: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['programStageDataElements'],
        properties: {
          programStageDataElements: {
            type: 'array',
            items: {
              type: 'object',
              required: ['dataElement'],
              properties: { compulsory: nullable('boolean', 'true or false'), dataElement: DATA_ELEMENT },
            },
          },
        },
      },
    },
  },
});

/** The shape of a `mapping_generated.json` of a data set, as far as it is read. */
export const GENERATED_CELLS = defineSchema({
  type: 'object',
  required: ['dataSet', 'cells'],
  properties: {
    dataSet: { type: 'object', required: ['id'], properties: { id: UID } },
    cells: {
      type: 'array',
      items: {
        type: 'object',
        required: ['dataElement'],
        properties: {
          compulsory: nullable('boolean', 'true or false'),
          dataElement: DATA_ELEMENT,
          categoryOptionCombo: {
            type: ['object', 'null'],
            required: ['id'],
            properties: { id: UID, name: nullable('string', 'text'), code: nullable('string', 'text') },
          },
        },
      },
    },
  },
});

/** What the schema of a program has let through. */
export interface ProgramJson {
  readonly programStages: readonly {
    readonly id?: unknown;
    readonly validationStrategy?: unknown;
    readonly programStageDataElements: readonly ElementJson[];
  }[];
}

/** What the schema of a data set has let through. */
export interface CellsJson {
  readonly dataSet: { readonly id: string };
  readonly cells: readonly CellJson[];
}

export interface CellJson extends ElementJson {
  /** Absent where the element is not broken down. */
  readonly categoryOptionCombo?: CellPart | null;
}

/** A data element or a category option combo, by all that it is called. */
export interface CellPart {
  readonly id: string;
  readonly name?: string | null;
  readonly code?: string | null;
}

export interface ElementJson {
  readonly compulsory?: boolean | null;
  readonly dataElement: {
    readonly id: string;
    readonly name?: string | null;
    readonly code?: string | null;
    readonly valueType?: string | null;
    readonly column?: string | null;
    readonly optionSet?: {
      readonly id: string;
      readonly name?: string | null;
      readonly options?: readonly { readonly code?: string | null }[] | null;
    } | null;
    readonly 'optionSet-mapping'?: Readonly<Record<string, OptionCode>> | null;
  };
}
