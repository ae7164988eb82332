/** What may stand in a file of cases, `NAME.cases.yaml`. */
import { isObject, type Json } from '../base/json.ts';
import { defineSchema } from '../base/schema.ts';

const CHILD = {
  type: 'object',
  expected: 'a child: columns and cells',
  additionalProperties: { type: ['string', 'number', 'boolean', 'null', 'array'], expected: 'a cell' },
} as const;

const ROW = {
  type: 'object',
  expected: 'columns and cells; or { file: export.csv, key: … }, a row of an export',
  additionalProperties: {
    type: ['string', 'number', 'boolean', 'null', 'array'],
    expected: 'a cell, or a list of children',
    items: CHILD,
  },
} as const;

const FIELDS = {
  type: 'object',
  expected: 'data elements and properties, with their values',
  additionalProperties: true,
} as const;

const REJECT = {
  type: ['string', 'object'],
  expected: 'a code, or { code: …, column: … }',
  required: ['code'],
  additionalProperties: false,
  properties: {
    code: { type: 'string', description: 'The code, such as lookup/no-match.' },
    column: { type: 'string', description: 'The column whose cell is at fault.' },
    field: { type: 'string', description: 'The property, or the data element (name or UID), that is at fault.' },
    value: { type: ['string', 'number', 'boolean'], description: 'What is at fault in the cell.' },
  },
} as const;

const RESULT = {
  type: 'object',
  required: ['expression'],
  additionalProperties: false,
  properties: {
    expression: { type: 'string', description: 'An expression, as in a spec: it starts with =.' },
    gives: { description: 'Its value for the row, of its own type; null or left out: none.' },
  },
} as const;

const CASE = {
  type: 'object',
  required: ['name'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', minLength: 1, expected: 'a name', description: 'What is tested, in a few words.' },
    row: {
      ...ROW,
      description:
        'The row, by column: cells as an export has them; lists of objects are the children of a repeat. Or { file: export.csv, key: … } (or row: 17): a row of an export, whose path is relative to this file. Columns that are not named are blank.',
    },
    rows: {
      type: 'array',
      minItems: 1,
      items: ROW,
      description: 'Of a spec with `source.group`: the rows of one group, each as under `row`.',
    },
    now: {
      type: 'string',
      description:
        'The time at which it is mapped, for expressions that ask for it: 2026-03-14 or 2026-03-14T08:00:00Z.',
    },
    version: { type: 'string', description: 'The form version that the row is of.' },
    expect: {
      ...FIELDS,
      description:
        'What DHIS2 gets, by data element (name or UID) or property (orgUnit, occurredAt); null: nothing. Only what is named is compared.',
    },
    exactly: { ...FIELDS, description: 'The same, and nothing else may have a value.' },
    rejects: {
      type: 'array',
      minItems: 1,
      items: REJECT,
      description: 'All reasons for which the record is rejected.',
    },
    excluded: { const: true, expected: 'true', description: 'The record is left out by `where`.' },
    values: { type: 'array', items: RESULT, description: 'Expressions, and what they give for the row.' },
  },
} as const;

export const CASES = defineSchema({
  type: 'object',
  expected: 'cases: a list under `cases`',
  required: ['cases'],
  additionalProperties: false,
  properties: {
    description: { type: 'string', description: 'What these cases are about.' },
    row: { ...ROW, description: 'Cells of every row, where a case does not say otherwise.' },
    cases: { type: 'array', items: CASE, expected: 'a list', description: 'The cases.' },
  },
});

/** JSON Schema (draft 7) of such a file, for editors. */
export function toPublishedCases(): Json {
  return toEditor({
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Cases of a pipeline: rows, and what is to come of them',
    ...CASES,
  });
}

/** What only we understand, in the editor's words. */
function toEditor(schema: unknown): Json {
  if (Array.isArray(schema)) return schema.map(toEditor);
  if (!isObject(schema)) return schema as Json;
  const { expected, ...rest } = schema;
  const shown = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, toEditor(value)]));
  return typeof expected === 'string' ? { ...shown, errorMessage: `This must be ${expected}.` } : shown;
}
