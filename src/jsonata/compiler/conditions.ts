/** `? :`, `??` and `?:`. jsonata turns the latter two into conditions that evaluate their left side twice. */
import { within, type Builder, type Site } from './builder.ts';
import type { Run } from './runtime.ts';
import { findVariable } from './variable-slots.ts';
import { isTrue } from './truth.ts';
import { childrenOf, isBare, type Tree } from '../tree.ts';

export function compileCondition(tree: Tree, site: Site, builder: Builder): Run {
  const below = within(site);
  const { runtime } = builder;
  const kind = kindOf(tree, site);
  // The copy that `??` asks about stands one deeper, within $exists.
  const took = builder.watch?.(tree);
  const given = builder.compile(tree.then as Tree, kind === 'coalesce' ? within(below) : below);
  const other = tree.else ? builder.compile(tree.else, below) : () => undefined;
  // What is asked by its value is not there yet when it is asked.
  const then = took && kind === 'condition' ? told(given, () => took(true)) : given;
  const otherwise = took ? told(other, () => took(false)) : other;
  if (kind === 'coalesce') {
    return (input, frame) => {
      const value = then(input, frame);
      if (value === undefined) return otherwise(input, frame);
      took?.(true);
      return value;
    };
  }
  if (kind === 'default') {
    return (input, frame) => {
      const value = then(input, frame);
      if (!isTrue(value, runtime)) return otherwise(input, frame);
      took?.(true);
      return value;
    };
  }
  const condition = builder.compile(tree.condition as Tree, below);
  return (input, frame) => (isTrue(condition(input, frame), runtime) ? then(input, frame) : otherwise(input, frame));
}

function told(run: Run, tell: () => void): Run {
  return (input, frame) => {
    tell();
    return run(input, frame);
  };
}

/** Whether the condition is a copy of what follows it, so that it is enough to evaluate that once. */
function kindOf(tree: Tree, site: Site): 'coalesce' | 'default' | 'condition' {
  const [condition, then] = [tree.condition as Tree, tree.then as Tree];
  if (!isSteady(then)) return 'condition';
  if (isSame(condition, then)) return 'default';
  const { procedure, arguments: args = [] } = condition;
  const asksExistence =
    condition.type === 'function' &&
    isBare(condition) &&
    procedure?.type === 'variable' &&
    procedure.value === 'exists' &&
    args.length === 1 &&
    findVariable(site.scope, 'exists').candidates.length === 0;
  return asksExistence && isSame(args[0] as Tree, then) ? 'coalesce' : 'condition';
}

function isSame(left: Tree, right: Tree): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** Gives the same each time. Calls may not, nor do functions and patterns look the same in a copy. */
function isSteady(tree: Tree): boolean {
  const changing = ['lambda', 'regex', 'partial', 'bind', 'transform', 'apply'];
  if (changing.includes(tree.type)) return false;
  if (tree.type === 'variable' && ['random', 'shuffle'].includes(String(tree.value))) return false;
  return childrenOf(tree).every(isSteady);
}
