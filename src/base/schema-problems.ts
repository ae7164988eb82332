import type { ErrorObject } from 'ajv';
import { isObject } from './json.ts';
import { nearest } from './nearest.ts';
import type { PlaceOf, Pointer } from './pointer.ts';
import { problem, type Problem } from './problem.ts';
import { nameType, phraseOf, show, wordsOf, type SchemaObject } from './schema-phrases.ts';

/** How people call the thing at a pointer: `source (csv)`. */
export type NameOf = (pointer: Pointer) => string;

/** Turns what ajv found into problems in our words. What it says of the branches of a choice is boiled down to one. */
export function toProblems(errors: readonly ErrorObject[], placeOf: PlaceOf, nameOf: NameOf): Problem[] {
  const problems: Problem[] = [];
  const told = new Set<string>();
  for (const error of withoutNoise(errors)) {
    const fault = toProblem(error, placeOf, nameOf);
    const identity = JSON.stringify([fault.code, fault.place?.start, fault.args]);
    if (told.has(identity)) continue;
    told.add(identity);
    problems.push(fault);
  }
  return problems;
}

/**
 * A choice (anyOf, oneOf) fails with its own error and those of each branch. If exactly one branch takes the value's
 * type, that one was meant: its errors stay and the choice's own goes. Otherwise the choice's own stays alone. A value
 * that is refused as “not yet” or of the wrong type needs no second opinion.
 */
function withoutNoise(errors: readonly ErrorObject[]): ErrorObject[] {
  const kept = new Set(errors.filter((error) => error.keyword !== 'if' && error.keyword !== 'propertyNames'));
  const below = byPath(errors);
  for (const choice of errors.filter((error) => error.keyword === 'anyOf' || error.keyword === 'oneOf')) {
    const branches = choice.schema as readonly SchemaObject[];
    const meant = branches.flatMap((branch, index) =>
      branch['type'] && takesType(branch, choice.data) ? [index] : [],
    );
    const isMeant = meant.length === 1 && choice.params['passingSchemas'] == null;
    const prefix = `${choice.schemaPath}/${meant[0]}/`;
    if (isMeant) kept.delete(choice);
    for (const error of below.get(choice.instancePath) ?? []) {
      const isInside = error.schemaPath.startsWith(`${choice.schemaPath}/`);
      if (isInside && !(isMeant && error.schemaPath.startsWith(prefix))) kept.delete(error);
    }
  }
  const says = (error: ErrorObject): boolean => error.keyword === 'notYet' || error.keyword === 'type';
  const settled = new Set([...kept].filter(says).map((error) => error.instancePath));
  return [...kept].filter((error) => !settled.has(error.instancePath) || says(error));
}

/** What was found at each place and below it: of ten thousand errors each choice looks only at its own. */
function byPath(errors: readonly ErrorObject[]): ReadonlyMap<string, readonly ErrorObject[]> {
  const below = new Map<string, ErrorObject[]>();
  for (const error of errors) {
    for (let end = error.instancePath.length; end !== -1; end = error.instancePath.lastIndexOf('/', end - 1)) {
      const path = error.instancePath.slice(0, end);
      const found = below.get(path);
      if (found) found.push(error);
      else below.set(path, [error]);
      if (end === 0) break;
    }
  }
  return below;
}

function toProblem(error: ErrorObject, placeOf: PlaceOf, nameOf: NameOf): Problem {
  const pointer = toPointer(error);
  const parent = error.parentSchema as SchemaObject;
  const where = nameOf(pointer);
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(error.params['additionalProperty']);
      const known = Object.keys((parent['properties'] as object | undefined) ?? {});
      const absent = known.filter((name) => !Object.hasOwn(error.data as object, name));
      const args = { key, where, nearest: nearest(key, absent) ?? nearest(key, known) ?? '', known };
      return problem('spec/unknown-key', args, placeOf([...pointer, key], 'key'));
    }
    case 'required': {
      const key = String(error.params['missingProperty']);
      const property = propertyOf(parent, key);
      const expected = wordsOf(property, 'expected') ?? wordsOf(property, 'description') ?? '';
      return problem('spec/missing-key', { key, where, expected }, placeOf(pointer, 'key'));
    }
    case 'enum':
    case 'const': {
      const values = error.keyword === 'enum' ? (error.schema as readonly unknown[]) : [error.schema];
      const known = values.map((value) => String(value));
      const found = typeof error.data === 'string' ? (nearest(error.data, known) ?? '') : '';
      return problem('spec/not-one-of', { where, value: show(error.data), known, nearest: found }, placeOf(pointer));
    }
    case 'notYet': {
      const isValue = Array.isArray(error.schema);
      const known = ((parent['enum'] ?? []) as readonly unknown[]).filter(
        (value) => !(error.schema as unknown[]).includes(value),
      );
      const args = { where, value: isValue ? show(error.data) : '', known: known.map((value) => String(value)) };
      return problem('spec/not-yet', args, placeOf(pointer, isValue ? 'value' : 'key'));
    }
    case 'anyOf':
    case 'oneOf':
      return toChoice(error, pointer, placeOf, nameOf);
    default:
      return toWrongValue(error, pointer, placeOf, nameOf);
  }
}

/** A choice between sets of keys, or between types. */
function toChoice(error: ErrorObject, pointer: Pointer, placeOf: PlaceOf, nameOf: NameOf): Problem {
  const branches = error.schema as readonly SchemaObject[];
  if (!branches.every((branch) => Array.isArray(branch['required'])))
    return toWrongValue(error, pointer, placeOf, nameOf);
  const choices = branches.map((branch) => (branch['required'] as string[]).join(' and '));
  const tooMany = error.params['passingSchemas'] != null;
  return problem('spec/one-of-keys', { where: nameOf(pointer), choices, tooMany }, placeOf(pointer, 'key'));
}

function toWrongValue(error: ErrorObject, pointer: Pointer, placeOf: PlaceOf, nameOf: NameOf): Problem {
  const expected = phraseOf(error);
  const found = typeof error.data === 'object' ? nameType(error.data) : show(error.data);
  const args = { where: nameOf(pointer), expected, found, ...(wantsQuotes(error) ? { wantsQuotes: true } : {}) };
  const name = error.propertyName;
  return name === undefined
    ? problem('spec/wrong-value', args, placeOf(pointer))
    : problem('spec/wrong-name', { ...args, name }, placeOf([...pointer, name], 'key'));
}

/** Whether a number, true, false or null stands where quotes would make it the text that is wanted. */
function wantsQuotes(error: ErrorObject): boolean {
  if (error.keyword !== 'type' && error.keyword !== 'anyOf') return false;
  const branches = error.keyword === 'anyOf' ? (error.schema as readonly SchemaObject[]) : [error.parentSchema ?? {}];
  const isScalar = error.data === null || typeof error.data !== 'object';
  return (
    isScalar &&
    branches.some((branch) => [branch['type']].flat().includes('string') && fits(branch['pattern'], error.data))
  );
}

function fits(pattern: unknown, value: unknown): boolean {
  return typeof pattern !== 'string' || new RegExp(pattern, 'u').test(String(value));
}

function takesType(schema: SchemaObject, value: unknown): boolean {
  return [schema['type']].flat().some((type) => {
    if (type === 'integer') return typeof value === 'number';
    if (type === 'array') return Array.isArray(value);
    if (type === 'object') return isObject(value);
    if (type === 'null') return value === null;
    return typeof value === type;
  });
}

function propertyOf(parent: SchemaObject, key: string): SchemaObject | undefined {
  return (parent['properties'] as Record<string, SchemaObject> | undefined)?.[key];
}

/** ajv's JSON pointer is text; positions in lists become numbers again. */
export function toPointer(error: ErrorObject): Pointer {
  return error.instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
