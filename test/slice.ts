/**
 * Tables that are large because everything meets everything: `npm test` takes a slice, in which each kind occurs with all
 * the others in turn. `TESTS=all npm test` takes them whole.
 */
export const TAKES_ALL = process.env['TESTS'] === 'all';

/** `count` of the items, others at each place; all of them where everything is wanted. */
export function inTurn<T>(items: readonly T[], at: number, count = 1): readonly T[] {
  if (TAKES_ALL || items.length <= count) return items;
  return Array.from({ length: count }, (_, n) => items[(at * count + n) % items.length] as T);
}

/** A table with the number of each row, from 0. */
export function numbered<T>(table: Readonly<Record<string, T>>): (readonly [name: string, item: T, at: number])[] {
  return Object.entries(table).map(([name, item], at) => [name, item, at]);
}
