import { childrenOf, type Tree } from '../../jsonata/tree.ts';
import { SIGNATURES } from '../known-functions.ts';
import { KIND, mayBe } from '../types.ts';

/**
 * Names of which only the header can tell whether they are repeats: they have parts, are sorted, or are handed to what
 * takes a list. Until then nothing is said of them.
 */
export function findRepeatNames(tree: Tree): ReadonlySet<string> {
  return new Set(namesIn(tree));
}

function namesIn(node: Tree): string[] {
  return [...ofNode(node), ...childrenOf(node).flatMap(namesIn)];
}

function ofNode(node: Tree): string[] {
  switch (node.type) {
    case 'path':
      return namesWithParts(node);
    case 'function':
      return (node.arguments ?? []).flatMap((one, at) => (takesList(node.procedure, at) ? bareNames(one) : []));
    case 'apply':
      return bareNames(node.lhs as Tree);
    case 'bind':
      return bareNames(node.rhs as Tree);
    default:
      return [];
  }
}

/** `members.age`, `members[age < "5"]`, `members^(age)`. */
function namesWithParts({ steps = [], group }: Tree): string[] {
  return steps.flatMap((step, at) => {
    if (step.type !== 'name') return [];
    const filters = [...(step.stages ?? []), ...(step.predicate ?? [])];
    const hasNamed = filters.some((filter) => filter.expr !== undefined && mentionsName(filter.expr));
    return at < steps.length - 1 || hasNamed || group !== undefined ? [String(step.value)] : [];
  });
}

function mentionsName(node: Tree): boolean {
  return node.type === 'name' || childrenOf(node).some(mentionsName);
}

/** The name that a node is, with or without brackets behind it; those of its branches. */
function bareNames(node: Tree): string[] {
  if (node.type === 'condition') return [node.then, node.else].flatMap((one) => (one ? bareNames(one) : []));
  const last = node.type === 'path' ? node.steps?.findLast((step) => step.type === 'name') : undefined;
  return last ? [String(last.value)] : [];
}

/** Whether a function may be given a list there: of one's own functions that is not known. */
function takesList(procedure: Tree | undefined, at: number): boolean {
  const signature = procedure?.type === 'variable' ? SIGNATURES.get(String(procedure.value)) : undefined;
  const parameter = signature?.parameters[at];
  return !signature || (parameter !== undefined && mayBe(parameter.type, KIND.list));
}
