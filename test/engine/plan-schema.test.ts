/** Kept plans as hands may leave them. */
import { describe, expect, test } from 'vitest';
import { EtlError } from '../../src/base/errors.ts';
import { EVENT_ADDRESS, EVENT_OBJECT } from '../../src/dhis2/event-object.ts';
import { parseBinding, parsePlanLine, PLAN_FORMAT } from '../../src/engine/plan-schema.ts';
import { emptyCounts, PlanSummary } from '../../src/engine/plan-summary.ts';

const SCHEMAS = { object: EVENT_OBJECT, address: EVENT_ADDRESS };

const LINE = {
  key: 'k',
  action: 'create',
  uid: 'AbcdefghijK',
  object: { orgUnit: 'o', dataValues: [{ dataElement: 'd', value: null }] },
  row: 1,
  line: 2,
  ids: ['k'],
  hash: 'v1:x',
  reasons: [{ code: 'lookup/no-match', args: { value: 'x', known: ['a'] }, key: 'k', row: 1, line: 2 }],
  differences: [{ target: 'd', ours: 1, theirs: null }],
  changes: [{ target: 'd', ours: null, theirs: '80' }],
  missingSince: '2026-03-14T02:00:00.000Z',
  isFresh: true,
  before: null,
  movedFrom: [{ address: 'AbcdefghijL', sends: [{ hash: 'v1:x', shape: 's' }], isOpen: true, clears: 'as-left' }],
  sentThere: [{ hash: 'v1:x' }],
  takes: { key: 'other', role: '' },
};
const BINDING = {
  format: PLAN_FORMAT,
  pipeline: 'p',
  made: '2026-03-14T02:00:00.000Z',
  version: '1',
  digest: 'd',
  namespace: 'n',
  planDigest: 'd',
  server: 's',
  program: 'p',
  source: 'x.csv',
  header: ['a'],
  counts: emptyCounts(),
  target: 'DHIS2',
  labels: { d: 'Beds' },
  whereAndWhen: ['orgUnit', 'occurredAt'],
  guards: [{ code: 'guard/too-many', args: { what: 'changed', count: 5, limit: '1%', live: 9 }, accept: 'changed=5' }],
  accept: 'changed=5',
  drift: [
    {
      code: 'drift/no-lock',
      args: { file: 'f' },
      isBreaking: false,
      isNews: true,
      columns: ['a'],
      choices: ['1'],
      records: 1,
      rows: [1],
    },
  ],
};
const VALUES: readonly unknown[] = [null, true, -1, 1.5, '', 'x', [], [1], [{ dataElement: 1 }], {}, { toString: 1 }];

/** What reads a line must not fail on one that was let through. */
function take(text: string): Pick<EtlError, 'code' | 'exitCode' | 'message'> | undefined {
  try {
    const summary = new PlanSummary();
    summary.add(parsePlanLine(text, 'p.ndjson', 7, SCHEMAS));
    return undefined;
  } catch (error) {
    if (!(error instanceof EtlError)) throw error;
    return { code: error.code, exitCode: error.exitCode, message: error.message };
  }
}

test('a line as we write it is taken, with fields of later versions', () =>
  expect(take(JSON.stringify({ ...LINE, later: [1] }))).toBeUndefined());

describe.each(Object.keys(LINE))('the field %s of a line', (field) => {
  test.each(VALUES.map((value) => [JSON.stringify(value), value]))('%s', (_, value) => {
    const failed = take(JSON.stringify({ ...LINE, [field]: value }));
    if (failed === undefined) return;
    expect(failed).toMatchObject({ code: 'run/no-plan', exitCode: 2 });
    expect(failed.message).toMatch(new RegExp(`p\\.ndjson.*line 7: .*"${field}`));
  });
});

const reason = LINE.reasons[0];

test.each([
  ['no JSON', '{"key":'],
  ['a list', '[]'],
  ['nested', `{"key":${'['.repeat(5000)}${']'.repeat(5000)}}`],
  ['a key twice', '{"key":"a","key":"b"}'],
  ['an action that is none', JSON.stringify({ ...LINE, action: 'toString' })],
  ['a create without its event', JSON.stringify({ ...LINE, object: undefined })],
  ['an update that says nothing of its changes', JSON.stringify({ ...LINE, action: 'update', changes: undefined })],
  ['an update without its UID', JSON.stringify({ ...LINE, action: 'update', uid: null })],
  ['a missing one without its time', JSON.stringify({ ...LINE, action: 'missing', missingSince: undefined })],
  ['args that are no text', JSON.stringify({ ...LINE, reasons: [{ ...reason, args: { value: { toString: 1 } } }] })],
  ['args with a list of lists', JSON.stringify({ ...LINE, reasons: [{ ...reason, args: { value: [[]] } }] })],
  ['a code that is none', JSON.stringify({ ...LINE, reasons: [{ ...reason, code: 'constructor' }] })],
])('%s', (_, text) => expect(take(text)).toMatchObject({ code: 'run/no-plan', exitCode: 2 }));

describe.each([...Object.keys(BINDING), 'planDigest'])('the field %s of a binding', (field) => {
  test.each(VALUES.map((value) => [JSON.stringify(value), value]))('%s', (_, value) => {
    try {
      parseBinding(JSON.stringify({ ...BINDING, [field]: value }), 'p.ndjson', 'p.ndjson.meta.json');
    } catch (error) {
      expect(error).toMatchObject({ code: 'run/no-plan', exitCode: 2 });
      expect((error as Error).message).toMatch(new RegExp(`p\\.ndjson\\.meta\\.json.*"${field}`));
    }
  });
});

test('a binding as we write it is taken, with fields of later versions', () =>
  expect(parseBinding(JSON.stringify({ ...BINDING, later: 1 }), 'p', 'm')).toMatchObject(BINDING));

test('a plan of an earlier release is refused kindly', () =>
  expect(() => parseBinding(JSON.stringify({ ...BINDING, format: 1 }), 'p', 'm')).toThrow(
    'p is not a plan: it was kept by an earlier release, in a form of its own.',
  ));
