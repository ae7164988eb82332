/** The built-ins that call functions: $map, $filter, $single, $reduce, $sift, $each, $sort. Synchronous twins of jsonata's. */
import { deepEquals } from './equality.ts';
import { Undecided } from './fault.ts';
import { arityOf } from './function-values.ts';
import type { Runtime } from './runtime.ts';
import { emptySequence, isSequence, type Sequence } from './sequence.ts';
import { truth } from './truth.ts';

interface Callable {
  apply(self: unknown, args: readonly unknown[]): unknown;
}

/** Calls a function with as many of the arguments as it takes, but at least the first. */
function call(self: unknown, callee: unknown, value: unknown, at: unknown, whole: unknown): unknown {
  const arity = arityOf(callee);
  const args = arity >= 3 ? [value, at, whole] : arity === 2 ? [value, at] : [value];
  return (callee as Callable).apply(self, args);
}

export function map(this: unknown, list: readonly unknown[] | undefined, callee: unknown): unknown {
  if (list === undefined) return undefined;
  const result = emptySequence();
  for (let at = 0; at < list.length; at += 1) {
    const value = call(this, callee, list[at], at, list);
    if (value !== undefined) result.push(value);
  }
  return result;
}

export function filter(this: unknown, list: readonly unknown[] | undefined, callee: unknown): unknown {
  if (list === undefined) return undefined;
  const result = emptySequence();
  for (let at = 0; at < list.length; at += 1) {
    const entry = list[at];
    if (truth(call(this, callee, entry, at, list))) result.push(entry);
  }
  return result;
}

export function single(this: unknown, list: readonly unknown[] | undefined, callee: unknown): unknown {
  if (list === undefined) return undefined;
  let found: { readonly entry: unknown } | undefined;
  for (let at = 0; at < list.length; at += 1) {
    const entry = list[at];
    if (callee !== undefined && !truth(call(this, callee, entry, at, list))) continue;
    if (found) throw new Undecided();
    found = { entry };
  }
  if (!found) throw new Undecided();
  return found.entry;
}

export function reduce(this: unknown, list: readonly unknown[] | undefined, callee: unknown, start: unknown): unknown {
  if (list === undefined) return undefined;
  const arity = arityOf(callee);
  if (arity < 2) throw new Undecided();
  const startsWithFirst = start === undefined && list.length > 0;
  let result = startsWithFirst ? list[0] : start;
  for (let at = startsWithFirst ? 1 : 0; at < list.length; at += 1) {
    const args = [result, list[at], at, list].slice(0, Math.min(arity, 4));
    result = (callee as Callable).apply(this, args);
  }
  return result;
}

function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

export function each(this: unknown, object: Record<string, unknown> | undefined, callee: unknown): unknown {
  const result = emptySequence();
  for (const key of keysOf(object)) {
    const value = call(this, callee, object?.[key], key, object);
    if (value !== undefined) result.push(value);
  }
  return result;
}

export function sift(this: unknown, object: Record<string, unknown> | undefined, callee: unknown): unknown {
  const result = Object.create(null) as Record<string, unknown>;
  for (const key of keysOf(object)) {
    const entry = object?.[key];
    if (truth(call(this, callee, entry, key, object))) result[key] = entry;
  }
  return Object.keys(result).length === 0 ? undefined : result;
}

/** Whether the first of two values goes after the second. */
export type GoesAfter = (first: unknown, second: unknown) => unknown;

/** A stable merge sort that asks its questions in jsonata's order: they may throw, and need not be consistent. */
export function mergeSort(list: unknown[], goesAfter: GoesAfter): unknown[] {
  if (list.length <= 1) return list;
  const middle = Math.floor(list.length / 2);
  const left = mergeSort(list.slice(0, middle), goesAfter);
  const right = mergeSort(list.slice(middle), goesAfter);
  const merged: unknown[] = [];
  let [l, r] = [0, 0];
  while (l < left.length && r < right.length) {
    merged.push(goesAfter(left[l], right[r]) ? right[r++] : left[l++]);
  }
  while (l < left.length) merged.push(left[l++]);
  while (r < right.length) merged.push(right[r++]);
  return merged;
}

export function sort(this: unknown, list: unknown[] | undefined, comparator: unknown): unknown {
  if (list === undefined || list.length <= 1) return list;
  if (comparator !== undefined) {
    // Not wrapped: jsonata would try to call it and stumble.
    if (typeof comparator !== 'function') throw new Undecided();
    return mergeSort(list, comparator as GoesAfter);
  }
  if (!list.every((one) => isNumber(one)) && !list.every((one) => typeof one === 'string')) {
    throw new Undecided();
  }
  return mergeSort(list, (first, second) => (first as string) > (second as string));
}

/** $distinct: texts, numbers and conditions are told apart by what they are, lists and objects by what they hold. */
export function distinct(runtime: Runtime): (list: unknown) => unknown {
  const tick = (): void => runtime.tick();
  return (list) => {
    if (!Array.isArray(list) || list.length <= 1) return list;
    const found: Sequence = isSequence(list) ? emptySequence() : [];
    const scalars = new Set<unknown>();
    const others: unknown[] = [];
    for (const one of list as unknown[]) {
      tick();
      const isOther = typeof one === 'object' && one !== null;
      // NaN equals nothing, not even itself.
      if (isOther ? others.some((other) => deepEquals(one, other, tick)) : scalars.has(one) && !Number.isNaN(one))
        continue;
      if (isOther) others.push(one);
      else scalars.add(one);
      found.push(one);
    }
    return found;
  };
}

/** Whether a value is a number; an infinite one is an error. */
export function isNumber(value: unknown): value is number {
  if (typeof value !== 'number' || Number.isNaN(value)) return false;
  if (!Number.isFinite(value)) throw new Undecided();
  return true;
}
