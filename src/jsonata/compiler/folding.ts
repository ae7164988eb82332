/** Parts that are the same at every row are worked out once, while compiling. */
import type { Site } from './builder.ts';
import { FOLDABLE } from './builtins.ts';
import { NATIVES } from './natives.ts';
import { NO_CONTEXT, type Run } from './runtime.ts';
import { findVariable } from './scope.ts';
import { quickFits } from './signature.ts';
import { isBare, type Tree } from '../tree.ts';

/** Operators and kinds of nodes that give the same for the same. Ranges do too, but may be large. */
const OPERATORS = new Set(['+', '-', '*', '/', '%', '=', '!=', '<', '<=', '>', '>=', '&', 'and', 'or', 'in']);

/** The node, or its value where that is a plain one and can be had now. Errors wait until a row is evaluated. */
export function fold(tree: Tree, run: Run, site: Site): Run {
  if (tree.type === 'string' || tree.type === 'number' || tree.type === 'value' || !isConstant(tree, site)) return run;
  try {
    const value = run(NO_CONTEXT, []);
    return typeof value === 'object' && value !== null ? run : () => value;
  } catch {
    return run;
  }
}

function isConstant(tree: Tree, site: Site): boolean {
  if (!isBare(tree)) return false;
  const all = (parts: readonly (Tree | undefined)[]): boolean =>
    parts.every((one) => one !== undefined && isConstant(one, site));
  switch (tree.type) {
    case 'string':
    case 'number':
    case 'value':
      return true;
    case 'binary':
      return OPERATORS.has(String(tree.value)) && all([tree.lhs as Tree, tree.rhs]);
    case 'unary':
      return tree.value === '-'
        ? all([tree.expression])
        : tree.value === '[' && !tree.consarray && all(tree.expressions ?? []);
    case 'block':
      return tree.expressions?.length === 1 && all(tree.expressions);
    case 'condition':
      return all([tree.condition, tree.then]) && (tree.else === undefined || isConstant(tree.else, site));
    case 'function':
      return isPureCall(tree, site) && all(tree.arguments ?? []);
    default:
      return false;
  }
}

function isPureCall(tree: Tree, site: Site): boolean {
  const { procedure } = tree;
  if (procedure?.type !== 'variable' || !isBare(procedure) || (tree.arguments ?? []).length === 0) return false;
  const name = String(procedure.value);
  if (!FOLDABLE.has(name) || findVariable(site.scope, name).candidates.length > 0) return false;
  // With fewer arguments it would take the context for the missing one.
  const definition = NATIVES.get(name)?.signature?.definition;
  return definition !== undefined && quickFits(definition, (tree.arguments ?? []).length) !== undefined;
}
