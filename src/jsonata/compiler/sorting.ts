/** Sorting by terms: `^(a, >b)`. */
import { inside, type Builder, type Site } from './builder.ts';
import { Undecided } from './fault.ts';
import { mergeSort } from './higher-order.ts';
import type { Frame } from './runtime.ts';
import type { Tree } from '../tree.ts';

export type Sort = (items: unknown[], frame: Frame) => unknown[];

export function compileSort(tree: Tree, site: Site, builder: Builder): Sort {
  const terms = (tree.terms ?? []).map(({ expression, descending }) => ({
    value: builder.compile(expression, inside(site)),
    sign: descending ? -1 : 1,
  }));
  return (items, frame) => {
    const goesAfter = (first: unknown, second: unknown): boolean => {
      for (const { value, sign } of terms) {
        const order = compare(value(first, frame), value(second, frame), sign);
        if (order !== 0) return order === 1;
      }
      return false;
    };
    return mergeSort(items, goesAfter);
  };
}

/** Nothing comes last, whichever the direction. */
function compare(left: unknown, right: unknown, sign: number): number {
  if (left === undefined) return right === undefined ? 0 : 1;
  if (right === undefined) return -1;
  if (!isSortable(left) || !isSortable(right) || typeof left !== typeof right) throw new Undecided();
  if (left === right) return 0;
  return left < right ? -sign : sign;
}

function isSortable(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
