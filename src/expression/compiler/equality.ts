/** Deep equality as jsonata's `=` has it: arrays in their order, objects whatever the order of their keys. */
export function deepEquals(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((one, at) => deepEquals(one, right[at]));
  }
  const keys = Object.getOwnPropertyNames(left);
  if (keys.length !== Object.getOwnPropertyNames(right).length) return false;
  if (!keys.every((key) => Object.hasOwn(right, key))) return false;
  return keys.every((key) =>
    deepEquals((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key]),
  );
}
