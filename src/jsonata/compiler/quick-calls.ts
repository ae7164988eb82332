/** Calls that are compiled in a way of their own: where an argument is written out, or is a function of the expression. */
import { plainNumber } from '../../base/digits.ts';
import { isFunction, Lambda, type Native } from './function-values.ts';
import { nested, type Call, type Slow } from './nested-calls.ts';
import type { Matcher } from './matchers.ts';
import type { Run } from './runtime.ts';
import { fitOf, MISFIT } from './signature.ts';
import { isBare, type Pair, type Tree } from '../tree.ts';

/** Undefined where a call has no way of its own. */
export function compileQuickCall(
  native: Native,
  args: readonly Run[],
  trees: readonly Tree[],
  slow: Slow,
  call: Call,
): Run | undefined {
  const [object] = trees;
  if (native.name === 'lookup' && object && trees.length === 2) return lookUpWritten(object, args, slow);
  if (native.name === 'number' && args.length === 1) return numberOfText(args[0] as Run, slow);
  if (native.name === 'contains' && args.length === 2) return containsPattern(args, slow);
  return args.length >= 2 && args.length <= (HIGHER_ORDER.get(native.name) ?? 0)
    ? callHigherOrder(native, args, slow, call)
    : undefined;
}

/** $lookup in an object that is written out: its keys as a map. */
function lookUpWritten(object: Tree, args: readonly Run[], slow: Slow): Run | undefined {
  if (object.type !== 'unary' || object.value !== '{' || !isBare(object)) return undefined;
  const pairs = object.lhs as readonly Pair[];
  const isWritten = ([name, value]: Pair): boolean =>
    name.type === 'string' &&
    isBare(name) &&
    !String(name.value).startsWith('_jsonata_') &&
    ['string', 'number'].includes(value.type) &&
    isBare(value);
  const values = new Map(pairs.map(([name, value]) => [name.value, value.value]));
  if (!pairs.every(isWritten) || values.size !== pairs.length) return undefined;
  const [whole, key] = args as [Run, Run];
  return (input, frame) => {
    const name = key(input, frame);
    return typeof name === 'string' ? values.get(name) : slow([whole(input, frame), name], input);
  };
}

/** $number of a text of plain digits. */
function numberOfText(text: Run, slow: Slow): Run {
  return (input, frame) => {
    const value = text(input, frame);
    const plain = typeof value === 'string' ? plainNumber(value) : Number.NaN;
    return Number.isNaN(plain) ? slow([value], input) : plain;
  };
}

/** $contains with a pattern that is written out. */
function containsPattern(args: readonly Run[], slow: Slow): Run | undefined {
  const [text, pattern] = args as [Run, Run];
  if (!('isShared' in pattern)) return undefined;
  const matcher = pattern(undefined, []) as Matcher;
  return (input, frame) => {
    const value = text(input, frame);
    return typeof value === 'string' ? matcher.test(value) : slow([value, matcher], input);
  };
}

const fitList = fitOf('a');

/** Built-ins that call a function for each item of an array, and how many arguments they take. */
const HIGHER_ORDER = new Map([
  ['map', 2],
  ['filter', 2],
  ['single', 2],
  ['reduce', 3],
]);

/** A function without a signature takes nothing from the context of its call: it can be handed on as it is. */
function callHigherOrder({ implementation }: Native, args: readonly Run[], slow: Slow, call: Call): Run {
  const [list, callee, third] = args as [Run, Run, Run | undefined];
  const { focus } = call.runtime;
  return (input, frame) => {
    const given = list(input, frame);
    const found = callee(input, frame);
    const start = third?.(input, frame);
    const items = fitList(given);
    const fits = items !== MISFIT && found instanceof Lambda && !found.signature && !isFunction(start);
    if (!fits) return slow(third ? [given, found, start] : [given, found], input);
    return nested(call, () => implementation.call(focus, items, found, start));
  };
}
