/** The keys of a pipeline spec that belong to no component: declared once, for checks, defaults, editor and reference. */
import { GIVE_UP_AFTER } from '../base/patience.ts';
import type { ShapeValues } from '../contracts/shape.ts';
import { defineSchema } from '../base/schema.ts';
import { duration } from '../base/units.ts';
import { RECONCILE } from '../engine/reconcile-keys.ts';
import {
  columns,
  expression,
  field,
  groupBy,
  ignoreList,
  keyColumns,
  KEY_NAMES,
  name,
  path,
  storedPath,
} from './language-parts.ts';

const VERSION = defineSchema({
  type: 'object',
  additionalProperties: false,
  required: ['name', 'when'],
  properties: {
    name: name('Name of the form version.'),
    when: expression('Which rows are of this version; the first version that fits counts.'),
    columns: path('Columns of this version, in the shape of mapping_de.json; they replace the common ones.'),
    options: path('Option maps of this version, in the shape of mapping_optionSet.json; they replace the common ones.'),
    fallback: { enum: ['common'], description: 'What its own columns and options lack is taken from the common ones.' },
  },
});

const CONNECTION_NAME = { type: 'string', minLength: 1, expected: 'the name of a connection' } as const;

/** Of every source, beside what its kind declares. */
export const SOURCE_KEYS = defineSchema({
  type: 'object',
  required: ['key'],
  properties: {
    connection: {
      ...CONNECTION_NAME,
      description: 'Connection to read from; left out: a local path, relative to this file.',
    },
    key: keyColumns(
      'Columns that identify a record; the first that is not blank is its key, all of them are its ids. A list among them is one id, made of its columns together. The source must have each, but those that are optional.',
    ),
    pair: columns('Columns by which an edited record is known again where nothing in key survives an edit.'),
    where: expression('Which rows count; the rest is excluded: neither missing nor rejected.'),
    group: {
      type: 'object',
      additionalProperties: false,
      required: ['by'],
      becomes: 'group',
      properties: {
        by: groupBy(
          'Columns and expressions: rows that are equal in all of them are one group. Their values are the columns of the group, and make its key.',
        ),
        as: { ...name('Name of the list that has the rows of a group, for expressions.'), default: 'rows' },
      },
      description: 'Makes one record of many rows; key then names the rows.',
    },
    versions: { type: 'array', minItems: 1, items: VERSION, description: 'Form versions; the first that fits counts.' },
    maxAge: duration('A source older than this stops the run (exit code 3).'),
  },
});

/** Of every sink, beside what its kind declares. */
export const SINK_KEYS = defineSchema({
  type: 'object',
  properties: {
    connection: { ...CONNECTION_NAME, description: 'Connection to send to.' },
    giveUpAfter: {
      ...duration('Trouble with the server that goes on for so long without any progress ends the run (exit code 3).'),
      default: GIVE_UP_AFTER,
    },
  },
});

/** Of every index, beside what its kind declares. */
export const INDEX_KEYS = defineSchema({
  type: 'object',
  required: ['path'],
  properties: {
    connection: { ...CONNECTION_NAME, description: 'Connection that holds the index; left out: a local path.' },
    path: storedPath('The index file.'),
    namespace: name('What UIDs derive from; default: the name of the pipeline.'),
  },
});

/** Properties of the sink's objects are fields too. */
export const targetField = (description: string) => field(description, false);

/** And so are its open-ended values, under a key of their own. */
export const valueFields = ({
  name,
  description,
  valueDescription,
}: ShapeValues): { readonly [key: string]: object } => ({
  [name]: { type: 'object', additionalProperties: field(valueDescription, true), description },
});

/** Whatever it will be. */
const NOT_BUILT: object = { notYet: true };

/** The whole spec; `connections`, `source`, `sink`, `index` and `transform` are checked by what their kinds declare. */
export const LANGUAGE = defineSchema({
  type: 'object',
  additionalProperties: false,
  required: ['name', 'source', 'sink', 'index'],
  properties: {
    name: name('Name of the pipeline: in logs, reports and folders.'),
    description: { type: 'string', description: 'What it does, in a sentence.' },
    timeZone: {
      type: 'string',
      default: 'UTC',
      description: 'Time zone of the dates in file names, as in Africa/Nairobi.',
    },
    language: {
      enum: ['en', 'fr'],
      default: 'en',
      description: 'Language of the pages that people read: English or French.',
    },
    connections: {
      type: ['object', 'string'],
      default: {},
      propertyNames: KEY_NAMES,
      description: 'Servers and places for files, by name; or the path of a file that holds them.',
    },
    source: { type: 'object', description: 'Where the records come from.' },
    lookups: {
      type: 'object',
      default: {},
      propertyNames: KEY_NAMES,
      additionalProperties: path('A JSON object, or a CSV of two columns with a heading line.'),
      description: 'Tables by name, for $table and $orgUnit.',
    },
    mapping: {
      anyOf: [
        { type: 'string', minLength: 1 },
        {
          type: 'object',
          additionalProperties: false,
          required: ['generated'],
          properties: {
            generated: path('The generated mapping.'),
            columns: path(
              'Columns by data element, or a spreadsheet; default: mapping_de.json beside the generated mapping.',
            ),
            options: path(
              'Option maps, or a spreadsheet; default: mapping_optionSet.json beside the generated mapping.',
            ),
            metadata: path(
              'What DHIS2 knows of the program or data set; default: retrieved_program_metadata.json or retrieved_data_set_metadata.json beside it.',
            ),
            labels: path(
              'What the form asks in each column, for people: { "<column>": "<question>" }; default: mapping_labels.json beside the generated mapping, where it is there.',
            ),
            ignore: ignoreList(
              'Columns, and data elements or cells, that are left out on purpose, each with a reason.',
            ),
          },
        },
      ],
      becomes: 'mapping',
      expected:
        'the path of a spreadsheet (mapping.xlsx) or of the generated mapping, or a set of generated, columns, options, metadata, labels and ignore',
      description:
        'The spreadsheet of the mapping (.xlsx, .csv), beside which the generated one and the metadata stand; or the generated mapping, and what it is made from.',
    },
    transform: {
      type: 'object',
      default: {},
      becomes: 'fields',
      description: 'Fields by hand; they win over generated ones.',
    },
    functions: {
      type: 'object',
      default: {},
      becomes: 'functions',
      additionalProperties: { type: 'string', minLength: 1, expected: 'a function, as in function($a) { $a & "!" }' },
      description: 'Functions of your own, for expressions, by name without the dollar sign and without =.',
    },
    sink: { type: 'object', description: 'Where the objects go.' },
    index: { type: 'object', description: 'What was sent before, and under which UID.' },
    reconcile: RECONCILE,
    artifacts: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'What a run leaves behind for people: report, log, what was sent.',
      properties: {
        folder: path('Folder of the runs; default: runs/<name> beside this file.'),
        legacyNames: {
          type: 'boolean',
          default: false,
          description: 'Also write events_payload/ and log/ as earlier tools did.',
        },
        personalData: {
          type: 'boolean',
          default: false,
          description:
            'Whether pages (report.html) show what stands in cells. Otherwise they name records by key and row, and show of cells only words of a vocabulary, such as facilities and choices that are not mapped.',
        },
        keep: { ...duration('How long a run is kept.'), default: '30 days' },
      },
    },
    notify: {
      type: 'array',
      default: [],
      items: NOT_BUILT,
      description: 'Who is told: mail, webhook, heartbeat.',
    },
  },
});
