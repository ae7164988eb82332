/** Compares what two evaluators make of one expression. */
import { isDeepStrictEqual } from 'node:util';

/** What an evaluation came to, fit to be compared. */
export type Outcome = { readonly value: unknown } | Failure;

interface Failure {
  readonly code: string;
  readonly message: string;
  /** Undefined where jsonata leaves it open. */
  readonly position?: unknown;
}

/** Waits for a value or an error. */
export async function outcomeOf(evaluate: () => unknown): Promise<Outcome> {
  try {
    return { value: comparable(await evaluate()) };
  } catch (thrown) {
    const error = thrown as { code?: unknown; message?: unknown; position?: unknown };
    const code = String(error.code ?? (thrown as Error).constructor.name);
    return { code, message: String(error.message), position: error.position };
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

/** Of errors: the code, and where `hasPlaces` the place and the words too. */
export function isSame(left: Outcome, right: Outcome, hasPlaces = true): boolean {
  if ('code' in left || 'code' in right)
    return 'code' in left && 'code' in right && isSameFailure(left, right, hasPlaces);
  return isDeepStrictEqual(left.value, right.value);
}

function isSameFailure(left: Failure, right: Failure, hasPlaces: boolean): boolean {
  if (left.code !== right.code) return false;
  // Where an evaluation is when its time is over changes with the machine.
  if (left.code === 'D1012') return true;
  if (!hasPlaces || left.position === undefined || right.position === undefined) return true;
  return left.position === right.position && wordsOf(left) === wordsOf(right);
}

/** jsonata names a built-in that is handed on by its latest call, in whatever expression that was. */
function wordsOf({ message }: Failure): string {
  return message.replace(/function "?\w+"?/, 'function');
}
