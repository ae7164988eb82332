import { COUNT, findFault, FLAG, INSTANT, TEXT, TEXTS } from '../base/data-schema.ts';
import { EtlError } from '../base/errors.ts';
import { isObject, type Json, type JsonObject } from '../base/json.ts';
import { parseJson, toReason } from '../base/parse-json.ts';
import type { SinkSchemas } from '../contracts/sink.ts';
import type { ActionName, PlanLine } from './plan-line.ts';
import { fromFile } from './spool.ts';
import { COUNTED_AS, emptyCounts } from './plan-summary.ts';

const TEXT_OR_NONE = { type: ['string', 'null'], expected: 'text or null' } as const;

/** Arguments of a message. */
const ARGS = {
  type: 'object',
  expected: 'an object',
  additionalProperties: {
    type: ['string', 'number', 'boolean', 'array'],
    items: TEXT,
    expected: 'text, a number, true, false or a list of texts',
  },
} as const;

const CODE = {
  type: 'string',
  pattern: '^[a-z0-9-]+/[A-Za-z0-9-]+$',
  expected: 'a code such as source/no-key',
} as const;

const REASON = {
  type: 'object',
  expected: 'a reason: code, args, key, row, line',
  required: ['code', 'args', 'key', 'row', 'line'],
  properties: {
    code: CODE,
    args: ARGS,
    key: TEXT_OR_NONE,
    row: COUNT,
    line: COUNT,
    sheet: TEXT,
    column: TEXT,
    field: TEXT,
    label: TEXT,
    value: TEXT,
    rowKeys: TEXTS,
  },
} as const;

const IGNORED = {
  type: 'array',
  expected: 'a list of what is not kept',
  items: {
    type: 'object',
    expected: 'what is not kept: target, name, sent, kept, why',
    required: ['target', 'name', 'sent', 'kept', 'why'],
    properties: {
      target: TEXT,
      name: TEXT_OR_NONE,
      why: {
        type: 'object',
        expected: 'a reason: code, args',
        required: ['code', 'args'],
        properties: { code: CODE, args: ARGS },
      },
    },
  },
} as const;

const SENDS = {
  type: 'array',
  expected: 'a list of sends',
  items: {
    type: 'object',
    expected: 'a send: hash, shape',
    required: ['hash'],
    properties: { hash: TEXT, shape: TEXT },
  },
} as const;

const DIFFERENCES = {
  type: 'array',
  expected: 'a list of differences',
  items: {
    type: 'object',
    expected: 'a difference: target, ours, theirs',
    required: ['target', 'ours', 'theirs'],
    properties: { target: TEXT },
  },
} as const;

const LINE = {
  type: 'object',
  expected: 'an object',
  required: ['key', 'action', 'uid'],
  properties: {
    key: TEXT_OR_NONE,
    action: { enum: Object.keys(COUNTED_AS), expected: 'an action such as create' },
    row: COUNT,
    line: COUNT,
    sheet: TEXT,
    version: TEXT,
    facility: TEXT,
    when: TEXT,
    role: TEXT,
    entry: TEXT,
    ids: TEXTS,
    keys: TEXTS,
    hash: TEXT,
    pair: TEXT,
    said: TEXT,
    generation: COUNT,
    isFresh: FLAG,
    isNewlyMissing: FLAG,
    keepsTheirs: FLAG,
    returned: FLAG,
    reasons: { type: 'array', items: REASON, expected: 'a list of reasons' },
    differences: DIFFERENCES,
    changes: DIFFERENCES,
    ignored: IGNORED,
    missingSince: INSTANT,
    hasArrived: FLAG,
    isPastGrace: FLAG,
    isOverdue: FLAG,
    touch: FLAG,
    overwrites: FLAG,
    resumes: FLAG,
    isKnown: FLAG,
    clearsDoubts: FLAG,
    left: { type: 'object', additionalProperties: TEXT, expected: 'an object of texts' },
    before: TEXT_OR_NONE,
    sentThere: SENDS,
    takes: {
      type: 'object',
      expected: 'an entry: key, role',
      required: ['key', 'role'],
      properties: { key: TEXT, role: TEXT },
    },
  },
} as const;

/** A place where an object stood. */
const placeSchema = (address: SinkSchemas['address']): object => ({
  type: 'object',
  expected: 'a place: address, sends',
  required: ['address', 'sends'],
  properties: {
    address,
    sends: SENDS,
    isOpen: FLAG,
    clears: { enum: ['as-left', 'anyhow'], expected: 'as-left or anyhow' },
  },
});

const ofSink = new WeakMap<SinkSchemas, object>();

/** The schema of a line with an object and an address of the sink. */
export function lineSchema(schemas: SinkSchemas): object {
  const known = ofSink.get(schemas);
  if (known) return known;
  const { address, object } = schemas;
  const uid = { anyOf: [address, { type: 'null' }], expected: `${address.expected} or null` };
  const movedFrom = { type: 'array', items: placeSchema(address), expected: 'a list of places' };
  const schema = { ...LINE, properties: { ...LINE.properties, uid, object, movedFrom } };
  ofSink.set(schemas, schema);
  return schema;
}

/** Fields that a line of each action must have. */
const RECORD = ['key', 'row', 'line', 'ids'] as const;
const SENT = [...RECORD, 'uid', 'object', 'hash'] as const;
const NEEDS = {
  create: [...SENT, 'isFresh'],
  update: [...SENT, 'changes'],
  adopt: SENT,
  leave: [...RECORD, 'uid', 'hash'],
  returned: SENT,
  hold: [...RECORD, 'object', 'hash', 'reasons'],
  excluded: RECORD,
  reject: ['row', 'line', 'reasons'],
  missing: ['key', 'uid', 'entry', 'missingSince', 'isNewlyMissing', 'isPastGrace', 'isOverdue', 'hasArrived'],
} as const satisfies Record<ActionName, readonly string[]>;

/** Parses and checks a line of a plan that was kept. Throws EtlError `run/no-plan` (exit 2), which says what is wrong. */
export function parsePlanLine(text: string, path: string, lineNumber: number, schemas: SinkSchemas): PlanLine {
  const refuse = (reason: string): never => refusePlan(path, `line ${lineNumber}: ${reason}`);
  const parsed = parseJson(text);
  if ('refusal' in parsed)
    return refuse(parsed.refusal.is === 'broken' ? parsed.refusal.reason : toReason(parsed.refusal));
  const fault = findFault(lineSchema(schemas), parsed.value);
  if (fault) return refuse(`${fault.path === '' ? 'it' : `"${fault.path}"`} is not ${fault.expected}`);
  const line = parsed.value as JsonObject & { readonly action: ActionName };
  const lacking = NEEDS[line.action].find((name) => line[name] === undefined || line[name] === null);
  return lacking
    ? refuse(`a line of ${line.action} has no "${lacking}"`)
    : fromFile({ ...line, uid: line['uid'] as string | null });
}

/** What a kept plan has grown to: `changes` in its lines, and what people call all of it beside them, came with 2. */
export const PLAN_FORMAT = 2;

export const BINDING = {
  type: 'object',
  expected: 'an object',
  required: [
    'format',
    'pipeline',
    'made',
    'version',
    'digest',
    'namespace',
    'server',
    'program',
    'source',
    'header',
    'counts',
    'target',
    'labels',
    'whereAndWhen',
    'guards',
    'drift',
    'planDigest',
  ],
  properties: {
    format: { const: PLAN_FORMAT, expected: String(PLAN_FORMAT) },
    pipeline: TEXT,
    made: INSTANT,
    version: TEXT,
    digest: TEXT,
    namespace: TEXT,
    server: TEXT,
    address: TEXT,
    program: TEXT,
    source: TEXT,
    header: TEXTS,
    counts: {
      type: 'object',
      expected: 'an object of counts',
      required: Object.keys(emptyCounts()),
      additionalProperties: COUNT,
    },
    leftAlone: COUNT,
    target: TEXT,
    labels: { type: 'object', additionalProperties: TEXT, expected: 'an object of texts' },
    whereAndWhen: TEXTS,
    guards: {
      type: 'array',
      expected: 'a list of findings',
      items: {
        type: 'object',
        expected: 'a finding: code, args',
        required: ['code', 'args'],
        properties: { code: CODE, args: ARGS, accept: TEXT },
      },
    },
    accept: TEXT,
    drift: {
      type: 'array',
      expected: 'a list of changes in the place',
      items: {
        type: 'object',
        expected: 'a change: code, args, isBreaking, isNews, columns, choices, records, rows',
        required: ['code', 'args', 'isBreaking', 'isNews', 'columns', 'choices', 'records', 'rows'],
        properties: {
          code: CODE,
          args: ARGS,
          isBreaking: FLAG,
          isNews: FLAG,
          columns: TEXTS,
          choices: TEXTS,
          records: COUNT,
          rows: { type: 'array', items: COUNT, expected: 'a list of rows' },
        },
      },
    },
    planDigest: TEXT,
  },
} as const;

/**
 * Parses and checks what a plan is bound to, a `PlanBinding`; `path` is the file of the binding. Throws EtlError
 * `run/no-plan` (exit 2).
 */
export function parseBinding(text: string, planFile: string, path: string): JsonObject {
  const parsed = parseJson(text);
  if ('refusal' in parsed) return refusePlan(planFile, `${path} cannot be read, ${toReason(parsed.refusal)}`);
  if (isOlder(parsed.value)) return refusePlan(planFile, 'it was kept by an earlier release, in a form of its own');
  const fault = findFault(BINDING, parsed.value);
  if (!fault) return parsed.value as JsonObject;
  return refusePlan(planFile, `in ${path}, ${fault.path === '' ? 'it' : `"${fault.path}"`} is not ${fault.expected}`);
}

function isOlder(binding: Json): boolean {
  return isObject(binding) && binding['format'] === 1;
}

function refusePlan(path: string, reason: string): never {
  throw new EtlError('run/no-plan', { path, reason });
}
