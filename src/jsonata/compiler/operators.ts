/** Operators between two values: equality, texts, conditions, ranges; and the minus in front of one. */
import { deepEquals } from './equality.ts';
import { within, type Builder, type Site } from './builder.ts';
import { Undecided, Unsupported } from './fault.ts';
import { isNumber } from './higher-order.ts';
import { isTrue } from './truth.ts';
import { textOf } from './natives.ts';
import { CALCULATIONS } from './arithmetic.ts';
import type { Run, Runtime } from './runtime.ts';
import { measure } from './size.ts';
import type { Tree } from '../tree.ts';

type Operator = (left: unknown, right: unknown) => unknown;

function equals(runtime: Runtime, left: unknown, right: unknown): boolean {
  if (left === undefined || right === undefined) return false;
  return left === right || (typeof left === 'object' && deepEquals(left, right, () => runtime.tick()));
}

function differs(runtime: Runtime, left: unknown, right: unknown): boolean {
  return left !== undefined && right !== undefined && !equals(runtime, left, right);
}

function join(runtime: Runtime): Operator {
  return (left, right) => {
    const joined = asText(left, runtime) + asText(right, runtime);
    runtime.checkText(joined.length);
    return joined;
  };
}

function asText(value: unknown, runtime: Runtime): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object') measure(runtime, value);
  return value === undefined ? '' : (textOf(value) as string);
}

function isIn(left: unknown, right: unknown): boolean {
  if (left === undefined || right === undefined) return false;
  return Array.isArray(right) ? right.includes(left) && !Number.isNaN(left) : left === right;
}

/** The longest range, as in jsonata. */
const LONGEST = 1e7;

function range(runtime: Runtime, left: unknown, right: unknown): unknown {
  if (![left, right].every((one) => one === undefined || Number.isInteger(one))) throw new Undecided();
  if (left === undefined || right === undefined) return undefined;
  const [first, last] = [left as number, right as number];
  if (first > last) return undefined;
  const size = last - first + 1;
  if (size > LONGEST) throw new Undecided();
  runtime.spend(size);
  const made = new Array<number>(size);
  for (let at = 0; at < size; at += 1) made[at] = first + at;
  // The first is the number itself, which may be -0.
  made[0] = first;
  return Object.assign(made, { sequence: true });
}

function operatorOf(token: string, runtime: Runtime): Operator | undefined {
  if (token === '&') return join(runtime);
  if (token === '=') return (left, right) => equals(runtime, left, right);
  if (token === '!=') return (left, right) => differs(runtime, left, right);
  if (token === '..') return (left, right) => range(runtime, left, right);
  return token === 'in' ? isIn : undefined;
}

export function compileBinary(tree: Tree, site: Site, builder: Builder): Run {
  const token = String(tree.value);
  const below = within(site);
  const left = builder.compile(tree.lhs as Tree, below);
  if (token === 'and' || token === 'or') {
    return compileLogic(token === 'and', left, builder.compile(tree.rhs as Tree, below), builder.runtime);
  }
  const quick = quickOperator(token, left, tree.rhs as Tree, site, builder);
  if (quick) return quick;
  const right = builder.compile(tree.rhs as Tree, below);
  const calculation = CALCULATIONS[token];
  if (calculation) return calculation(left, right);
  const operator = operatorOf(token, builder.runtime);
  if (!operator) throw new Unsupported(`the operator ${token}`, tree.position);
  return (input, frame) => {
    const first = left(input, frame);
    return operator(first, right(input, frame));
  };
}

/** Where the right side is written out, much need not be asked at each row. */
function quickOperator(token: string, left: Run, right: Tree, site: Site, builder: Builder): Run | undefined {
  const text = right.type === 'string' ? right.value : undefined;
  if (token === '=' && text !== undefined) {
    builder.reach(site.depth + 1);
    return (input, frame) => left(input, frame) === text;
  }
  if (token === '!=' && text !== undefined) {
    builder.reach(site.depth + 1);
    return (input, frame) => {
      const value = left(input, frame);
      return value !== undefined && value !== text;
    };
  }
  if (token !== 'in' || right.type !== 'unary' || right.value !== '[' || right.predicate || right.group)
    return undefined;
  const items = right.expressions ?? [];
  if (!items.every((one) => one.type === 'string' && one.value !== '[')) return undefined;
  builder.reach(site.depth + 2);
  const words = new Set<unknown>(items.map((one) => one.value));
  return (input, frame) => words.has(left(input, frame));
}

function compileLogic(isAnd: boolean, left: Run, right: Run, runtime: Runtime): Run {
  return (input, frame) => {
    const first = left(input, frame);
    const holds = typeof first === 'boolean' ? first : isTrue(first, runtime);
    if (holds !== isAnd) return holds;
    const second = right(input, frame);
    return typeof second === 'boolean' ? second : isTrue(second, runtime);
  };
}

export function compileMinus(tree: Tree, site: Site, builder: Builder): Run {
  const operand = builder.compile(tree.expression as Tree, within(site));
  return (input, frame) => {
    const value = operand(input, frame);
    if (value === undefined) return undefined;
    if (!isNumber(value)) throw new Undecided();
    return -value;
  };
}
