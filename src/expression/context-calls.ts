/** Built-ins that take the context for an argument that is left out: `$keys()`, `$lookup("a")`. */
import { BUILT_IN_SIGNATURES } from './signatures.ts';
import type { Tree } from '../jsonata/tree.ts';

/** Whether a node may look at its context in this way; a function of one's own that says so in its signature, too. */
export function takesContext(node: Tree): boolean {
  if (node.type === 'lambda') return node.signature?.definition.includes('-') === true;
  if (node.type === 'bind') return isTaking(node.rhs, 0);
  if (node.type === 'apply') return isTaking(node.rhs, 1) || isTakingCall(node.rhs, 1);
  return isTakingCall(node, 0);
}

function isTakingCall(node: Tree | undefined, before: number): boolean {
  return node?.type === 'function' && isTaking(node.procedure, before + (node.arguments ?? []).length);
}

/** Called with so many arguments, one that it must have is missing. */
function isTaking(callee: Tree | undefined, given: number): boolean {
  if (callee?.type !== 'variable') return false;
  const signature = BUILT_IN_SIGNATURES.get(String(callee.value));
  return (
    signature !== undefined &&
    given < signature.least &&
    signature.parameters.some((parameter) => parameter.takesContext)
  );
}
