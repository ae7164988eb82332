/** Functions of ours (dates, look-ups, options …) as the compiler calls them. */
import type { EtlFunction, FunctionContext } from '../functions/etl-function.ts';
import { Undecided } from './fault.ts';
import { isFunction, Native, type DirectCall } from './function-values.ts';
import type { Run } from './runtime.ts';
import type { Tree } from './tree.ts';

/** Calls a helper. Given a blank, it gives no value; only $table has its value in the second place. */
export function callHelper(helper: EtlFunction, args: readonly unknown[], context: FunctionContext): unknown {
  return helper.name !== 'table' && isNothing(args[0]) ? undefined : helper.run(args, context);
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

export function helperNative(helper: EtlFunction, context: FunctionContext): Native {
  const implementation = (...args: unknown[]): unknown => callHelper(helper, args, context);
  const direct: DirectCall = (args, trees) => {
    const at = keyPlace(helper.name, trees);
    return at === undefined ? callDirectly(helper, args, context) : remembering(helper, args, at, context);
  };
  return new Native(helper.name, implementation, undefined, undefined, direct);
}

function callDirectly(helper: EtlFunction, args: readonly Run[], context: FunctionContext): Run {
  const call = (values: readonly unknown[]): unknown => {
    for (const one of values) if (typeof one !== 'string' && isFunction(one)) throw new Undecided();
    return callHelper(helper, values, context);
  };
  const [first, second] = args as [Run, Run];
  if (args.length === 1) return (input, frame) => call([first(input, frame)]);
  if (args.length === 2) return (input, frame) => call([first(input, frame), second(input, frame)]);
  return (input, frame) => call(args.map((one) => one(input, frame)));
}

/** Where the key of a look-up stands, if all else in the call is written out. */
function keyPlace(name: string, trees: readonly Tree[]): number | undefined {
  const isText = (at: number): boolean => trees[at]?.type === 'string';
  if (name === 'orgUnit' && trees.length === 1) return 0;
  if (name === 'option' && (trees.length === 1 || (trees.length === 2 && isText(1)))) return 0;
  return name === 'table' && trees.length === 2 && isText(0) ? 1 : undefined;
}

/** Cells kept at most; beyond that the table itself is asked. */
const MOST = 5000;

/**
 * A look-up in a table that does not change: cells that were found once, as they are written in the file, are read from
 * a map, without trimming and normalising them again.
 */
function remembering(helper: EtlFunction, args: readonly Run[], at: number, context: FunctionContext): Run {
  const known = new Map<unknown, unknown>();
  const key = args[at] as Run;
  const call = callDirectly(helper, args, context);
  return (input, frame) => {
    const cell = key(input, frame);
    const found = known.get(cell);
    if (found !== undefined) return found;
    const value = call(input, frame);
    if (typeof cell === 'string' && value !== undefined && known.size < MOST) known.set(cell, value);
    return value;
  };
}
