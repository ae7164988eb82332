/**
 * The shape of data that others may have written (an index, a plan, an answer), where one fault is enough to refuse it.
 * What a person writes is checked by `schema.ts`, which finds all faults, with their places in the text.
 */
import type { ErrorObject } from 'ajv';
import { toPath } from './pointer.ts';
import { compileFor } from './schema-compiler.ts';
import { phraseOf } from './schema-phrases.ts';
import { toPointer } from './schema-problems.ts';

/** The first thing that does not fit. */
export interface DataFault {
  /** Where in the value, as a path; the empty text for the value itself. */
  readonly path: string;
  /** What it must be: completes “… is not …”. */
  readonly expected: string;
}

/** Holds a value against a schema, and tells the first fault; undefined where there is none. Changes nothing, never throws. */
export function findFault(schema: object, value: unknown): DataFault | undefined {
  const validate = compileFor('data', schema);
  if (validate(value)) return undefined;
  const [error] = validate.errors ?? [];
  return error ? toFault(error) : { path: '', expected: 'as it should be' };
}

function toFault(error: ErrorObject): DataFault {
  const pointer = toPointer(error);
  if (error.keyword !== 'required') return { path: toPath(pointer), expected: phraseOf(error) };
  const key = String(error.params['missingProperty']);
  const properties = error.parentSchema?.['properties'] as Record<string, { expected?: string }> | undefined;
  return { path: toPath([...pointer, key]), expected: properties?.[key]?.expected ?? 'there' };
}

/** Schemas of what stands in most files. */
export const TEXT = { type: 'string', expected: 'text' } as const;
export const TEXTS = { type: 'array', items: TEXT, expected: 'a list of texts' } as const;
export const FLAG = { type: 'boolean', expected: 'true or false' } as const;
export const COUNT = {
  type: 'integer',
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
  expected: 'a number of 0 or more',
} as const;
export const INSTANT = {
  type: 'string',
  instant: true,
  maxLength: 40,
  expected: 'a date or time such as 2026-03-14T02:00:00Z',
} as const;
export const UID = {
  type: 'string',
  pattern: '^[A-Za-z][A-Za-z0-9]{10}$',
  expected: 'a UID: a letter, then ten letters or digits',
} as const;
