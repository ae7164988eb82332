import { defineSchema } from '../base/schema.ts';

/** A code as it stands in a file: a text, or what should have been one. */
export type OptionCode = string | number | boolean | null;

const nullable = (type: string, expected: string): object => ({ type: [type, 'null'], expected });

/** The shape of `mapping_generated.json`, as far as it is read: what is absent may be null, as pandas writes it. */
export const GENERATED = defineSchema({
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
              properties: {
                compulsory: nullable('boolean', 'true or false'),
                dataElement: {
                  type: 'object',
                  required: ['id'],
                  properties: {
                    id: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9]{10}$' },
                    name: nullable('string', 'text'),
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
                },
              },
            },
          },
        },
      },
    },
  },
});

/** What the schema has let through. */
export interface GeneratedJson {
  readonly programStages: readonly {
    readonly id?: unknown;
    readonly validationStrategy?: unknown;
    readonly programStageDataElements: readonly ElementJson[];
  }[];
}

export interface ElementJson {
  readonly compulsory?: boolean | null;
  readonly dataElement: {
    readonly id: string;
    readonly name?: string | null;
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
