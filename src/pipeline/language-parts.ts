/** Pieces of which the schemas of the language are made. */
import { defineSchema } from '../base/schema.ts';

const NAME_WORDS = 'made of letters, digits, - and _, and start with a letter or digit (at most 64)';

/** A name that also becomes part of file names. */
export const name = (description: string) =>
  defineSchema({ type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$', expected: NAME_WORDS, description });

/** Names that stand as keys: of connections and look-ups. */
export const KEY_NAMES = defineSchema({
  pattern: '^[A-Za-z][A-Za-z0-9_-]{0,63}$',
  expected: 'made of letters, digits, - and _, and start with a letter (at most 64)',
});

/** A path in the storage of a connection, which alone knows where it starts. */
export const storedPath = (description: string) =>
  defineSchema({ type: 'string', minLength: 1, expected: 'the path of a file', description });

/** A path on this machine, relative to the file in which it is written. */
export const path = (description: string) => defineSchema({ ...storedPath(description), becomes: 'path' });

export const expression = (description: string) =>
  defineSchema({
    type: 'string',
    pattern: String.raw`^\s*=\s*\S`,
    expected: 'an expression, which starts with =',
    becomes: 'expression',
    description,
  });

export const columns = (description: string) =>
  defineSchema({
    anyOf: [
      { type: 'string', minLength: 1 },
      { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'string', minLength: 1 } },
    ],
    expected: 'the name of a column, or a list of them',
    becomes: 'columns',
    description,
  });

/** Ids of a record, each a column or several together. Those that some exports lack are said so, so that a slip is told. */
export const keyColumns = (description: string) =>
  defineSchema({
    anyOf: [
      { type: 'string', minLength: 1 },
      {
        type: 'array',
        minItems: 1,
        uniqueItems: true,
        items: {
          anyOf: [
            { type: 'string', minLength: 1 },
            {
              type: 'array',
              minItems: 2,
              uniqueItems: true,
              items: { type: 'string', minLength: 1 },
              description:
                'Columns that make one id together; a record in which one of them is blank does not have it.',
            },
            {
              type: 'object',
              additionalProperties: false,
              required: ['column'],
              properties: {
                column: { type: 'string', minLength: 1, description: 'The name of the column.' },
                optional: {
                  type: 'boolean',
                  description:
                    'Whether an export may lack it (default: no). At least one of the columns must be there.',
                },
              },
            },
          ],
          expected: 'text, or a list of columns that make one id together',
        },
      },
    ],
    expected: 'the name of a column, or a list of them',
    becomes: 'key',
    description,
  });

const GROUP_VALUE = { type: 'string', minLength: 1 } as const;

/** What rows are grouped by: columns, and expressions, by name. */
export const groupBy = (description: string) =>
  defineSchema({
    anyOf: [
      GROUP_VALUE,
      {
        type: 'array',
        minItems: 1,
        items: {
          anyOf: [
            GROUP_VALUE,
            { type: 'object', minProperties: 1, maxProperties: 1, additionalProperties: GROUP_VALUE },
          ],
          expected: 'a column, an expression (=…), or one of them with a name before it',
        },
      },
    ],
    expected: 'a column, an expression (=…), or a list of them',
    description,
  });

/** A field under `transform`. */
export const field = (description: string, nullable: boolean) =>
  defineSchema({
    anyOf: [
      { type: nullable ? ['string', 'number', 'boolean', 'null'] : ['string', 'number', 'boolean'] },
      {
        type: 'object',
        additionalProperties: false,
        minProperties: 1,
        properties: {
          from: {
            type: ['string', 'number', 'boolean'],
            description:
              'What replaces the cell: an expression (=…) or a value. As for a cell, the option map is applied to it, where there is one, and the value type.',
          },
          when: expression('The field has a value only where this is true; elsewhere it is not required either.'),
          required: {
            type: 'boolean',
            description:
              'Whether a record without this value is rejected. Left out, the program says: its compulsory data elements must have a value in completed events.',
          },
        },
      },
    ],
    expected: 'an expression (=…), a value, or a set of from, when and required',
    description,
  });

/** What is left out of a mapping on purpose. */
export const ignoreList = (description: string) =>
  defineSchema({
    type: 'array',
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['reason'],
      oneOf: [{ required: ['column'] }, { required: ['element'] }],
      expected: '{ column: …, reason: … } or { element: …, reason: … }',
      properties: {
        column: { type: 'string', minLength: 1, description: 'A column of the source that nothing reads.' },
        element: {
          type: 'string',
          minLength: 1,
          description: 'A data element or cell that nothing fills, by its name in DHIS2 or its UID.',
        },
        reason: { type: 'string', pattern: String.raw`\S`, expected: 'a text that says why', description: 'Why.' },
      },
    },
    description,
  });
