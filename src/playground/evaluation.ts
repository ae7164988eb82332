import type { Problem } from '../base/problem.ts';
import type { Secrets } from '../base/secrets.ts';
import { KIND, kindOf } from '../expression/types.ts';
import { toJsonProblem, type JsonProblem } from '../base/json-problem.ts';
import { drawDuration } from '../cli/measure.ts';
import { printableJson } from '../base/printable.ts';

/** What an expression came to. */
export interface Evaluated {
  readonly expression: string;
  readonly value: unknown;
  /** Why JSONata's own evaluator did the work; undefined where the expression is compiled. */
  readonly fallback: string | undefined;
  /** Of one evaluation, warm. */
  readonly microseconds: number;
  readonly warnings: readonly Problem[];
}

/** What `etl eval --json` prints. */
export interface Evaluation {
  readonly expression: string;
  /** Absent where the expression gave nothing; null for Infinity and NaN, which JSON does not have. */
  readonly value?: unknown;
  /** text, number, boolean, list, object, function, null, nothing. */
  readonly type: string;
  readonly compiled: boolean;
  readonly fallback: string | null;
  readonly microseconds: number;
  readonly problems: readonly JsonProblem[];
}

export function toEvaluation({ expression, value, fallback, microseconds, warnings }: Evaluated): Evaluation {
  return {
    expression,
    value: withoutFunctions(value),
    type: typeOf(value),
    compiled: fallback === undefined,
    fallback: fallback ?? null,
    microseconds,
    problems: warnings.map(toJsonProblem),
  };
}

/** A value as people read it: JSON where it can be. */
export function drawValue(value: unknown, secrets: Secrets): string {
  if (value === undefined) return 'no value';
  if (typeof value === 'number') return String(value);
  if (kindOf(value) === KIND.function) return A_FUNCTION;
  return printableJson(secrets.toJson(withoutFunctions(value), 2) ?? '');
}

/** What is said beside a value: `number, compiled, 0.3 µs a row`. */
export function drawVerdict({ value, fallback, microseconds }: Evaluated): string {
  const how = fallback === undefined ? 'compiled' : `by JSONata’s evaluator (${fallback})`;
  return `${typeOf(value)}, ${how}, ${drawDuration(microseconds)} a row`;
}

const A_FUNCTION = 'a function';

/** Functions of JSONata are objects with much inside; there are none in most values, which stay as they are. */
function withoutFunctions(value: unknown): unknown {
  if (typeof value !== 'object' && typeof value !== 'function') return value;
  if (value === null) return null;
  if (kindOf(value) === KIND.function) return A_FUNCTION;
  if (Array.isArray(value)) return value.map(withoutFunctions);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutFunctions(member)]));
}

function typeOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (kindOf(value) === KIND.function) return 'function';
  return typeof value === 'string' ? 'text' : typeof value;
}
