import { expect, test } from 'vitest';
import { describe as textOf } from '../../src/messages/describe.ts';
import { toHeader } from '../../src/sources/table-header.ts';
import { checkNamedColumns } from '../../src/pipeline/check-named-columns.ts';
import type { NamedColumn, PipelineSpec } from '../../src/pipeline/pipeline-spec.ts';

/** `name?` stands for a column that an export may lack. */
function toColumn(name: string): NamedColumn {
  const place = { source: { file: 'pipeline.yaml', text: '' }, start: 0, end: 0 };
  return { column: name.replace(/\?$/, ''), isOptional: name.endsWith('?'), place };
}

/** `a + b` stands for two columns that make one id together. */
function toId(name: string): NamedColumn[] {
  return name.split(' + ').map(toColumn);
}

const ALL = ['_uuid', '_id', 'meta/rootUuid', 'facility', 'day'];

test.each<[string, string[], string[], string[], string[]]>([
  ['all there', ['meta/rootUuid', '_id', '_uuid'], [], ALL, []],
  ['one misspelt', ['meta/rootUUID'], [], ALL, ['error mapping/key-not-in-source meta/rootUUID: meta/rootUuid']],
  [
    'one misspelt beside one that is there',
    ['meta/rootUUID', '_uuid'],
    [],
    ALL,
    ['error mapping/key-not-in-source meta/rootUUID: meta/rootUuid'],
  ],
  [
    'several',
    ['meta/rootUuids', '_idd', '_uuid'],
    ['facilty', 'day'],
    ALL,
    [
      'error mapping/key-not-in-source meta/rootUuids: meta/rootUuid',
      'error mapping/key-not-in-source _idd: _id',
      'error mapping/pair-not-in-source facilty: facility',
    ],
  ],
  [
    'without their groups, with others, in other words',
    ['number'],
    ['site.day', 'facility_name'],
    ['case/number', 'site/day', 'facility'],
    [
      'error mapping/key-not-in-source number: case/number',
      'error mapping/pair-not-in-source site.day: site/day',
      'error mapping/pair-not-in-source facility_name: facility',
    ],
  ],
  ['one that is not like any', ['case number'], [], ALL, ['error mapping/key-not-in-source case number: ']],
  [
    'not said to be optional',
    ['meta/rootUuid', '_uuid'],
    [],
    ['_uuid'],
    ['error mapping/key-not-in-source meta/rootUuid: '],
  ],
  ['optional ones that are there', ['meta/rootUuid?', '_id?', '_uuid'], [], ALL, []],
  ['optional ones, absent', ['meta/rootUuid?', '_id?', '_uuid'], ['facility'], ['_uuid', 'facility'], []],
  ['the last too, absent', ['meta/rootUuid?', '_id?', '_uuid?'], [], ['_id', 'day'], []],
  ['none of those that are optional', ['meta/rootUuid?', '_id?'], [], ['day'], ['error mapping/no-key-in-source : ']],
  [
    'optional, and misspelt',
    ['meta/rootUUID?', '_uuid'],
    [],
    ALL,
    ['error mapping/key-not-in-source meta/rootUUID: meta/rootUuid'],
  ],
  [
    'optional, and there without its group',
    ['meta/rootUuid?', '_uuid'],
    [],
    ['_uuid', 'rootUuid'],
    ['error mapping/key-not-in-source meta/rootUuid: rootUuid'],
  ],
  ['optional, and a question is called nearly so', ['_id?', '_uuid'], ['day'], ['_uuid', 'id', 'day'], []],
  ['_uuid alone, in truth', ['meta/rootUuid?', '_uuid'], [], ['_uuid', 'day'], ['warning mapping/edits-unknown : ']],
  ['two together', ['facility + day'], [], ALL, []],
  ['_uuid with another, together', ['_uuid + day'], [], ['_uuid', 'day'], []],
  ['one of two misspelt', ['facility + dayy'], [], ALL, ['error mapping/key-not-in-source dayy: day']],
  ['_uuid alone, with pair', ['meta/rootUuid?', '_uuid'], ['day'], ['_uuid', 'day'], []],
])('%s', (_, key, pair, columns, expected) => {
  const source = { key: key.map(toId), pair: pair.map(toColumn) } as unknown as PipelineSpec['source'];
  const found = checkNamedColumns({ source } as PipelineSpec, toHeader(columns));
  expect(
    found.map(
      ({ severity, code, args }) =>
        `${severity} ${code} ${String(args['column'] ?? '')}: ${String(args['nearest'] ?? '')}`,
    ),
  ).toEqual(expected);
  for (const { code, args } of found) expect(textOf(code, args).message).not.toContain('undefined');
});
