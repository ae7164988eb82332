/** Calls that are compiled in a way of their own: where an argument is written out, or is a function of the expression. */
import type { Builder, Site } from './builder.ts';
import { plainNumber } from '../../base/digits.ts';
import { blame } from './fault.ts';
import { invoke, isFunction, Lambda, type Native } from './function-values.ts';
import { checkMatched, mostMatched } from '../patterns/matching.ts';
import { handedOn, HandedOn } from './handed-on.ts';
import type { Frame, Run } from './runtime.ts';
import { fitOf, MISFIT } from './signature.ts';
import { isBare, type Pair, type Tree } from '../tree.ts';

/** Undefined where a call has no way of its own. */
export function compileQuickCall(
  native: Native,
  args: readonly Run[],
  tree: Tree,
  site: Site,
  builder: Builder,
): Run | undefined {
  const trees = tree.arguments ?? [];
  const slow = (values: readonly unknown[], input: unknown): unknown =>
    callSlowly(native, values, input, tree, site, builder);
  if (native.name === 'lookup' && trees.length === 2)
    return lookUpWritten(trees[0] as Tree, args[1] as Run, args[0] as Run, slow);
  if (native.name === 'number' && trees.length === 1) return numberOfText(args[0] as Run, slow);
  if (native.name === 'contains' && trees.length === 2) return containsPattern(trees[1] as Tree, args, slow, builder);
  return trees.length >= 2 && trees.length <= (HIGHER_ORDER.get(native.name) ?? 0)
    ? callHigherOrder(native, args, tree, site, builder, slow)
    : undefined;
}

type Slow = (values: readonly unknown[], input: unknown) => unknown;

function callSlowly(
  native: Native,
  values: readonly unknown[],
  input: unknown,
  tree: Tree,
  site: Site,
  { runtime }: Builder,
): unknown {
  const { base } = runtime;
  runtime.base = base + site.depth;
  runtime.isFresh = false;
  native.token = native.name;
  native.position = tree.position;
  const result = invoke(
    runtime,
    native,
    values.map((one) => handedOn(one, runtime)),
    input,
  );
  runtime.base = base;
  return result;
}

/** $lookup in an object that is written out: its keys as a map. */
function lookUpWritten(object: Tree, key: Run, whole: Run, slow: Slow): Run | undefined {
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
function containsPattern(
  pattern: Tree,
  [text, matcher]: readonly Run[],
  slow: Slow,
  { runtime }: Builder,
): Run | undefined {
  if (pattern.type !== 'regex' || !isBare(pattern) || !(pattern.value instanceof RegExp)) return undefined;
  const regex = new RegExp(pattern.value);
  const most = runtime.limits.characters === undefined ? Infinity : mostMatched(regex);
  return (input, frame) => {
    const value = (text as Run)(input, frame);
    if (typeof value !== 'string') return slow([value, (matcher as Run)(input, frame)], input);
    checkMatched(value.length, most);
    runtime.work(value.length);
    regex.lastIndex = 0;
    return regex.test(value);
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

function callHigherOrder(
  native: Native,
  args: readonly Run[],
  tree: Tree,
  site: Site,
  { runtime }: Builder,
  slow: Slow,
): Run {
  const [list, callee, third] = args as [Run, Run, Run | undefined];
  const call = (items: unknown, found: Lambda, start: unknown): unknown => {
    const { base } = runtime;
    runtime.base = base + site.depth;
    runtime.isFresh = false;
    const result = native.implementation.call(runtime.focus, items, new HandedOn(runtime, found), start);
    runtime.base = base;
    return result;
  };
  return (input, frame: Frame) => {
    const given = list(input, frame);
    const found = callee(input, frame);
    const start = third?.(input, frame);
    const items = fitList(given);
    const fits = items !== MISFIT && found instanceof Lambda && !isFunction(start);
    if (!fits) return slow(third ? [given, found, start] : [given, found], input);
    native.position = tree.position;
    try {
      return call(items, found, start);
    } catch (thrown) {
      // Read only now: a call within may have moved it, and jsonata tells the latest.
      throw blame(thrown, native.name, native.position);
    }
  };
}
