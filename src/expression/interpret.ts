/** JSONata's own evaluator, where the compiler leaves an expression, or a row, to it. */
import { guardedBuiltins } from './compiler/builtins.ts';
import { bindHelper } from './compiler/helpers.ts';
import { Runtime, tooLarge } from './compiler/runtime.ts';
import { checkValue } from './compiler/size.ts';
import { toFailed, type Results, type Row } from './evaluation.ts';
import type { FunctionContext } from './functions/etl-function.ts';
import { FUNCTIONS } from './functions/function-table.ts';
import { LIMITS, type Parsed } from './parse.ts';

type Evaluator = Extract<Parsed, { ok: true }>['evaluator'];

/** Evaluates one row; never rejects. */
export type Interpret = (row: Row) => Promise<unknown>;

/** One row after the other: side by side, each would wait for all the others, and its time run out. */
export async function interpretAll(rows: readonly Row[], interpret: Interpret): Promise<Results> {
  const results: Results = [];
  for (const row of rows) results.push(await interpret(row));
  return results;
}

/** JSONata's evaluator, with our functions. */
export function interpreter(evaluator: Evaluator, text: string, context: FunctionContext): Interpret {
  let runtime: Runtime | undefined;
  return async (row) => {
    runtime ??= prepare(evaluator, context);
    runtime.begin();
    try {
      const value: unknown = await evaluator.evaluate(row.view);
      checkValue(runtime, value);
      return value;
    } catch (thrown) {
      return toFailed(isTooLarge(thrown) ? tooLarge(LIMITS) : thrown, text);
    }
  };
}

/** Gives the evaluator our functions, and its own with guards. */
function prepare(evaluator: Evaluator, context: FunctionContext): Runtime {
  const runtime = new Runtime(LIMITS);
  for (const one of FUNCTIONS.values()) evaluator.registerFunction(one.name, bindHelper(one, context));
  for (const { name, implementation, definition } of guardedBuiltins(runtime))
    evaluator.registerFunction(name, implementation, definition);
  return runtime;
}

/** jsonata's limit of a list, and those of JavaScript. */
function isTooLarge(thrown: unknown): boolean {
  const isLength = thrown instanceof RangeError && /^Invalid (?:string|array) length/.test(thrown.message);
  return isLength || (thrown as { code?: unknown }).code === 'D2015';
}
