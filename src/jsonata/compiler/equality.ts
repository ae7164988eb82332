/**
 * Deep equality as jsonata's `=` has it: arrays in their order, objects whatever the order of their keys. `tick` is
 * called at each part: values that hold others twice have far more parts than they take room.
 */
export function deepEquals(left: unknown, right: unknown, tick: () => void): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  tick();
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((one, at) => deepEquals(one, right[at], tick));
  }
  const keys = Object.getOwnPropertyNames(left);
  if (keys.length !== Object.getOwnPropertyNames(right).length) return false;
  if (!keys.every((key) => Object.hasOwn(right, key))) return false;
  return keys.every((key) =>
    deepEquals((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key], tick),
  );
}
