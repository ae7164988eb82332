/** Records made into objects: which values must be there, and which column is blamed where one cannot be made. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { assemble } from '../../src/engine/assemble.ts';
import { compileExpression } from '../../src/expression/compile.ts';
import type { ExpressionContext } from '../../src/expression/context.ts';
import type { Field, Origin, Required } from '../../src/mapping/field.ts';
import { buildFields } from '../../src/mapping/fields.ts';
import { loadGenerated } from '../../src/mapping/generated-file.ts';
import { bindMapper } from '../../src/mapping/mapper.ts';
import { assembleEvent } from '../../src/sinks/assemble-event.ts';

const CONTEXT: ExpressionContext = { table: () => undefined, options: () => undefined, tableNames: [] };
const PLACE = { source: { file: 'x', text: '' }, start: 0, end: 0 };

function compiled(text: string) {
  const one = compileExpression(text, CONTEXT);
  if (!one.ok) throw new Error(one.error.message);
  return { expression: one.expression, text };
}

function element(from: Origin, required?: Required, more: { valueType?: string; when?: string } = {}): Field {
  const { valueType = 'TEXT', when } = more;
  return {
    target: {
      is: 'element',
      element: { id: 'DeOne000001', name: 'One', valueType, compulsory: undefined, optionSet: undefined },
    },
    from,
    when: when === undefined ? undefined : compiled(when),
    required,
    optionMap: undefined,
    place: PLACE,
  };
}

function status(value: string): Field {
  const type = ['ACTIVE', 'COMPLETED'];
  return {
    ...element({ is: 'literal', value }),
    target: { is: 'property', property: { name: 'status', description: '', required: false, type } },
  };
}

const A: Origin = { is: 'column', column: 'a' };
const from = (text: string): Origin => ({ is: 'expression', ...compiled(text) });

/** The rejects of one row; none where it can be mapped. */
async function rejectsOf(fields: readonly Field[], row: Record<string, string>): Promise<readonly unknown[]> {
  const columns = Object.keys(row);
  const header = { columns, positions: new Map(columns.map((name, at) => [name, at])) };
  const used = fields.flatMap((one) =>
    [one.from, one.when].flatMap((part) => {
      if (!part || !('expression' in part)) return [];
      const { text, expression } = part;
      return [{ text: { text, place: PLACE, placeOf: () => PLACE }, expression, leaves: [] }];
    }),
  );
  const mapper = bindMapper({ shape: 'event', where: undefined, versions: [], fields, used }, header);
  const [mapped] = await mapper.mapBatch([{ header, cells: Object.values(row), row: 1, line: 2 }]);
  if (!mapped || mapped.is === 'excluded') return [];
  const assembled = assemble({ assemble: assembleEvent }, mapped);
  return 'rejects' in assembled ? assembled.rejects : [];
}

describe('what the program asks of completed events alone', () => {
  test.each<[string, Required | undefined, string | undefined, boolean]>([
    ['compulsory, completed', 'completed', 'COMPLETED', true],
    ['compulsory, active', 'completed', 'ACTIVE', false],
    ['compulsory, without a status: DHIS2 takes it as active', 'completed', undefined, false],
    ['required by the spec, active', 'always', 'ACTIVE', true],
    ['required by the spec, without a status', 'always', undefined, true],
    ['not required', undefined, 'COMPLETED', false],
  ])('%s', async (_, required, written, isRejected) => {
    const fields = [element(A, required), ...(written === undefined ? [] : [status(written)])];
    const rejects = await rejectsOf(fields, { a: '' });
    expect(rejects).toMatchObject(isRejected ? [{ code: 'field/required' }] : []);
  });
});

/** When a compulsory data element must have a value, by the program's strategy and what the spec says. */
async function requiredBy(strategy: string | undefined, required: boolean | undefined): Promise<Required | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'etl-'));
  try {
    const dataElement = { id: 'DeOne000001', name: 'One', valueType: 'TEXT', column: 'a' };
    const stage = { validationStrategy: strategy, programStageDataElements: [{ compulsory: true, dataElement }] };
    const path = join(folder, 'mapping_generated.json');
    await writeFile(path, JSON.stringify({ programStages: [stage] }));
    const { mapping } = await loadGenerated(path, path);
    const field = { form: 'long', from: undefined, when: undefined, required, place: PLACE } as const;
    const values = [{ name: 'One', namePlace: PLACE, field }];
    const built = buildFields({ properties: [], values }, mapping, [], { table: () => undefined, tableNames: [] });
    return built.fields[0]?.required;
  } finally {
    await rm(folder, { recursive: true });
  }
}

test.each([
  [undefined, undefined, 'completed'],
  ['ON_COMPLETE', undefined, 'completed'],
  ['ON_UPDATE_AND_INSERT', undefined, 'always'],
  [undefined, true, 'always'],
  ['ON_UPDATE_AND_INSERT', false, undefined],
] as const)('compulsory by strategy %s, required: %s in the spec', async (strategy, written, expected) => {
  expect(await requiredBy(strategy, written)).toBe(expected);
});

describe('a reject names the column and the value that it is about', () => {
  test('of `when`, where that failed', async () => {
    const field = element(A, 'always', { when: '$yesNo(b)' });
    expect(await rejectsOf([field], { a: 'x', b: 'perhaps' })).toMatchObject([
      { code: 'function/not-yes-or-no', column: 'b', value: 'perhaps' },
    ]);
  });

  test('of the value, where that failed', async () => {
    const field = element(from('$date(a)'), 'always', { when: '$yesNo(b)' });
    expect(await rejectsOf([field], { a: 'x', b: 'yes' })).toMatchObject([
      { code: 'function/not-a-date', column: 'a', value: 'x' },
    ]);
  });

  test('of an answer that is no value of its type', async () => {
    const field = element(A, 'always', { valueType: 'TRUE_ONLY' });
    expect(await rejectsOf([field], { a: 'no' })).toMatchObject([
      { code: 'field/required', column: 'a', value: 'no', args: { makesNothing: true } },
    ]);
    const [blank] = await rejectsOf([field], { a: '' });
    expect(blank).not.toHaveProperty('value');
  });

  test.each(['$lookup({"x": {"y": 1}}, a)', 'a = "x" ? $int : a', '$map([a], $int)'])(
    'an object, a function or functions for choices: %s',
    async (text) => {
      const [reject] = await rejectsOf([element(from(text), undefined, { valueType: 'MULTI_TEXT' })], { a: 'x' });
      expect(reject).toMatchObject({ column: 'a' });
    },
  );
});
