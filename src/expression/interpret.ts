/** JSONata's own evaluator, where the compiler leaves an expression, or a row, to it. */
import { guardedBuiltins } from '../jsonata/compiler/builtins.ts';
import { Fault } from '../jsonata/compiler/fault.ts';
import { bindHelper } from './helpers/bind-helper.ts';
import { Runtime, tooLarge } from '../jsonata/compiler/runtime.ts';
import { checkValue, countMade } from '../jsonata/compiler/size.ts';
import { Failed, toFailed, type Results, type Row } from './batch.ts';
import { FORBIDDEN } from './known-functions.ts';
import type { ExpressionContext } from './context.ts';
import { HELPERS } from './helpers/helper-table.ts';
import { LIMITS, type Limits } from '../jsonata/evaluation-limits.ts';
import { Miss } from '../base/miss.ts';
import type { Parsed } from '../jsonata/parse.ts';
import type { Tree } from '../jsonata/tree.ts';

type Evaluator = Extract<Parsed, { ok: true }>['evaluator'];

/** Evaluates one row; never rejects. */
export type Interpret = (row: Row) => Promise<unknown>;

/** One row after the other: side by side, each would wait for all the others, and its time run out. */
export async function interpretAll(rows: readonly Row[], interpret: Interpret): Promise<Results> {
  const results: Results = [];
  for (const row of rows) results.push(await interpret(row));
  return results;
}

/** JSONata's evaluator, with our helpers. */
export function interpreter(
  evaluator: Evaluator,
  text: string,
  context: ExpressionContext,
  limits: Limits = LIMITS,
): Interpret {
  let runtime: Runtime | undefined;
  return async (row) => {
    runtime ??= prepare(evaluator, context, new Runtime(limits));
    watch(evaluator, runtime);
    const watched = await evaluate(evaluator, text, row, runtime);
    if (!(watched instanceof Failed) || watched.reason instanceof Miss) return watched;
    // Watching takes its time, and of several errors jsonata tells the first: which one, it can tell unwatched only.
    evaluator.assign(AFTER_EACH_NODE, undefined);
    // jsonata notes in a function where it was last called, for the next error: those of other rows are none of this one's.
    prepare(evaluator, context, runtime);
    return evaluate(evaluator, text, row, runtime);
  };
}

async function evaluate(evaluator: Evaluator, text: string, row: Row, runtime: Runtime): Promise<unknown> {
  runtime.begin();
  try {
    const value: unknown = await evaluator.evaluate(row.view);
    checkValue(runtime, value);
    return value;
  } catch (thrown) {
    return toFailed(isTooLarge(thrown) ? tooLarge(runtime.limits) : thrown, text);
  }
}

/** Gives the evaluator our helpers, its own functions within limits, and none of those that no field may call. */
function prepare(evaluator: Evaluator, context: ExpressionContext, runtime: Runtime): Runtime {
  for (const one of HELPERS.values()) evaluator.registerFunction(one.name, bindHelper(one, context));
  for (const { name, implementation, definition } of guardedBuiltins(runtime))
    evaluator.registerFunction(name, implementation, definition);
  for (const name of FORBIDDEN.keys())
    evaluator.registerFunction(name, () => {
      throw new Fault('T1006', { token: name });
    });
  return runtime;
}

/** jsonata calls what bears this name after each node that it evaluates: with node, input, environment and result. */
const AFTER_EACH_NODE = Symbol.for('jsonata.__evaluate_exit') as unknown as string;

/** Has the lists and objects counted that the evaluator's own nodes make. */
function watch(evaluator: Evaluator, runtime: Runtime): void {
  evaluator.assign(AFTER_EACH_NODE, (node: Tree, _input: unknown, _frame: unknown, made: unknown) => {
    if (isMaking(node) && typeof made === 'object') countMade(runtime, made);
  });
}

/** Whether a node makes lists or objects itself; what functions make is counted by them. */
function isMaking({ type, value }: Tree): boolean {
  return type === 'path' || type === 'wildcard' || type === 'descendant' || type === 'unary' || value === '..';
}

/** JavaScript's own limits of texts and lists. */
function isTooLarge(thrown: unknown): boolean {
  return thrown instanceof RangeError && /^Invalid (?:string|array) length/.test(thrown.message);
}
