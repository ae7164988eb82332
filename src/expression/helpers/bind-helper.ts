/** Helpers bound to what they look things up in: as jsonata's evaluator calls them, and as the compiler is given them. */
import type { ExpressionContext } from '../context.ts';
import type { Helper, Implementation } from './helper.ts';
import { Miss } from '../../base/miss.ts';
import { parameterAt, parseSignature } from '../signatures.ts';
import type { DirectCall, GivenFunction } from '../../jsonata/compiler/function-values.ts';
import type { Run } from '../../jsonata/compiler/runtime.ts';
import type { Tree } from '../../jsonata/tree.ts';
import { KIND, kindName, kindOf } from '../types.ts';

/**
 * A helper that looks things up in `context`, as jsonata's evaluator calls it. Given a blank, it gives no value,
 * unless it takes blanks. Throws Miss.
 */
export function bindHelper(helper: Helper, context: ExpressionContext): Implementation {
  const call = helper.bind(context);
  const refuse = refusal(helper);
  const skipsBlank = helper.takesBlank !== true;
  const bound: Implementation = (...args) => {
    for (let at = 0; at < args.length; at += 1) if (typeof args[at] !== 'string') refuse(args[at], at);
    return skipsBlank && isBlank(args[0]) ? undefined : call(...args);
  };
  const places = placesOf(helper);
  if (places === undefined) return bound;
  // For partial application jsonata's evaluator reads the names of a function's arguments in its text. They are not real
  // ones: then the function's length would be their number, and $map would hand it the index of an item as second argument.
  const names = Array.from({ length: places }, (_, at) => `argument${at + 1}`);
  return Object.assign(bound, { toString: () => `(${names.join(', ')})` });
}

/** How many arguments a helper takes at most; undefined where there is no end, and no place to leave open. */
function placesOf({ types }: Helper): number | undefined {
  const { most } = parseSignature(types);
  return Number.isFinite(most) ? most : undefined;
}

/** What a blank cell is, or nothing. */
export function isBlank(value: unknown): boolean {
  if (typeof value !== 'string') return value === undefined || value === null;
  const first = value.charCodeAt(0);
  const isVisible = first > 0x20 && first < 0x7f;
  return !isVisible && value.trim() === '';
}

/** Throws Miss where an argument, which is no text, is of none of the kinds in the helper's signature. */
function refusal({ name, types }: Helper): (value: unknown, at: number) => void {
  const { parameters } = parseSignature(types);
  return (value, at) => {
    const kind = kindOf(value);
    const takes = (parameterAt(parameters, at)?.type.kinds ?? 0) | KIND.null;
    if (kind === 0 || (kind & takes) !== 0) return;
    const given = kindName({ kinds: kind });
    throw new Miss('function/wrong-type', given, { name, wanted: kindName({ kinds: takes & ~KIND.null }), given });
  };
}

/** A helper as the compiler is given it. */
export function givenHelper(helper: Helper, context: ExpressionContext): GivenFunction {
  const direct: DirectCall = (args, trees) => {
    const at = keyPlace(helper, trees);
    return at === undefined ? callDirectly(helper, args, context) : remembering(helper, args, at, context);
  };
  return { name: helper.name, call: bindHelper(helper, context), parameterCount: placesOf(helper), direct };
}

function callDirectly(helper: Helper, args: readonly Run[], context: ExpressionContext): Run {
  if (args.length === 0 || args.length > 2 || helper.takesBlank === true) {
    const bound = bindHelper(helper, context);
    return (input, frame) => bound(...args.map((argument) => argument(input, frame)));
  }
  const call = helper.bind(context);
  const refuse = refusal(helper);
  const [first, second] = args as [Run, Run | undefined];
  if (!second) {
    return (input, frame) => {
      const value = first(input, frame);
      if (typeof value !== 'string') refuse(value, 0);
      return isBlank(value) ? undefined : call(value);
    };
  }
  return (input, frame) => {
    const value = first(input, frame);
    const other = second(input, frame);
    if (typeof value !== 'string') refuse(value, 0);
    if (typeof other !== 'string') refuse(other, 1);
    return isBlank(value) ? undefined : call(value, other);
  };
}

/** Where the key of a look-up stands, if all else in the call is written out. */
function keyPlace({ looksUp, subject = 0, types }: Helper, trees: readonly Tree[]): number | undefined {
  const { least, most } = parseSignature(types);
  if (looksUp !== true || trees.length < least || trees.length > most) return undefined;
  return trees.every(({ type }, at) => at === subject || type === 'string') ? subject : undefined;
}

/** Cells kept at most; beyond that the table itself is asked. */
const MOST = 5000;

/**
 * A look-up in a table that does not change: cells that were found once, as they are written in the file, are read from
 * a map, without trimming and normalising them again.
 */
function remembering(helper: Helper, args: readonly Run[], at: number, context: ExpressionContext): Run {
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
