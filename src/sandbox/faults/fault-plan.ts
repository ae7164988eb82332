import { isObject } from '../../base/json.ts';
import { toPath, type PlaceOf } from '../../base/pointer.ts';
import type { Problem } from '../../base/problem.ts';
import { checkSchema } from '../../base/schema.ts';
import { declaredAs, FAULT_KINDS, type Fault, type FaultKind } from './fault-kinds.ts';

/** What goes wrong with which requests. */
export interface FaultPlan {
  /** Of the probabilities: the same seed and the same requests give the same faults. */
  readonly seed?: number;
  /** A server that has never been restarted: it has no `systemId` until it is. */
  readonly freshServer?: boolean;
  /** Of the faults that a request fits, the first that is due hits it. */
  readonly faults: readonly Fault[];
}

/** Keys that say which requests a fault hits: every kind has them. */
export const HIT_KEYS = {
  method: {
    enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'],
    description: 'Method of the requests; left out: any.',
  },
  path: {
    type: 'string',
    pattern: '^[/*]',
    expected: 'a path without query, as /api/tracker or /api/tracker/*',
    description: 'Path of the requests, without query; * stands for any letters. Left out: any.',
  },
  nth: {
    type: 'integer',
    minimum: 1,
    default: 1,
    description: 'Which of the requests that fit is the first to be hit: 3 spares two.',
  },
  times: {
    type: 'integer',
    minimum: 1,
    description: 'How many are hit from there on; left out: one, or with probability all.',
  },
  probability: {
    type: 'number',
    exclusiveMinimum: 0,
    maximum: 1,
    description: 'How likely it is that a request is hit; left out: certain.',
  },
} as const;

/** Of the kinds where both can be. */
export const CARRIED_OUT = {
  type: 'boolean',
  default: false,
  description: 'Whether the request is carried out all the same, and only its answer goes wrong.',
} as const;

const KINDS = Object.keys(FAULT_KINDS) as readonly FaultKind[];

/** The keys of the file. */
export const PLAN_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['faults'],
  properties: {
    seed: {
      type: 'integer',
      default: 1,
      description: 'Seed of the probabilities: the same seed and the same requests give the same faults.',
    },
    freshServer: {
      type: 'boolean',
      default: false,
      description: 'The server was never restarted before: until it is, it has no systemId.',
    },
    faults: {
      type: 'array',
      description: 'What goes wrong. A request is hit by the first that fits and is due.',
      items: {
        type: 'object',
        required: ['kind'],
        properties: { kind: { enum: KINDS, description: 'What goes wrong.' } },
      },
    },
  },
} as const;

/** The closed schema of a fault of one kind. */
function faultSchema(kind: FaultKind): object {
  const { keys, carriedOut } = declaredAs(kind);
  const choice = carriedOut === 'choice' ? { carriedOut: CARRIED_OUT } : {};
  return {
    type: 'object',
    additionalProperties: false,
    required: ['kind'],
    properties: { kind: { const: kind }, ...HIT_KEYS, ...choice, ...keys },
  };
}

const SCHEMAS = new Map(KINDS.map((kind) => [kind, faultSchema(kind)] as const));

/** Reads a plan of faults, fills in defaults (in `value` itself), and tells all that is wrong with it. Pure otherwise. */
export function parseFaultPlan(
  value: unknown,
  placeOf: PlaceOf,
): { readonly plan: FaultPlan; readonly problems: readonly Problem[] } {
  const problems = checkSchema(PLAN_SCHEMA, value, placeOf);
  const faults = isObject(value) && Array.isArray(value['faults']) ? value['faults'] : [];
  for (const [at, fault] of faults.entries()) {
    const schema = isObject(fault) ? SCHEMAS.get(fault['kind'] as FaultKind) : undefined;
    if (!schema) continue;
    const prefix = ['faults', at];
    problems.push(
      ...checkSchema(
        schema,
        fault,
        (pointer, part) => placeOf([...prefix, ...pointer], part),
        (pointer) => toPath([...prefix, ...pointer]),
      ),
    );
  }
  return { plan: value as FaultPlan, problems };
}
