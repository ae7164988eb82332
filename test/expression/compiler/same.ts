/** Compares what two evaluators make of one expression. */
import { isDeepStrictEqual } from 'node:util';

/** What an evaluation came to, fit to be compared. */
export type Outcome = { readonly value: unknown } | { readonly code: string; readonly message: string };

/** Waits for a value or an error. */
export async function outcomeOf(evaluate: () => unknown): Promise<Outcome> {
  try {
    return { value: comparable(await evaluate()) };
  } catch (thrown) {
    const error = thrown as { code?: unknown; message?: unknown };
    return { code: String(error.code ?? (thrown as Error).constructor.name), message: String(error.message) };
  }
}

/** Stands for a function: all of them are alike. */
export const A_FUNCTION = Symbol('a function');

/** Functions are alike; arrays keep whether they are sequences; objects lose their prototype. */
function comparable(value: unknown): unknown {
  if (typeof value === 'function') return A_FUNCTION;
  if (typeof value !== 'object' || value === null) return value;
  const marks = value as { _jsonata_lambda?: unknown; _jsonata_function?: unknown; sequence?: unknown };
  if (marks._jsonata_lambda === true || marks._jsonata_function === true) return A_FUNCTION;
  if (Array.isArray(value)) return { isSequence: marks.sequence === true, items: value.map(comparable) };
  return new Map(Object.entries(value).map(([key, one]) => [key, comparable(one)]));
}

export function isSame(left: Outcome, right: Outcome): boolean {
  if ('code' in left || 'code' in right) return 'code' in left && 'code' in right && left.code === right.code;
  return isDeepStrictEqual(left.value, right.value);
}
