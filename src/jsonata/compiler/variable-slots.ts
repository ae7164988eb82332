/** Variables while compiling: which scope has which, and in which slot of its frame. */
import { UNSET, type Frame, type Run } from './runtime.ts';
import { childrenOf, type Tree } from '../tree.ts';

export interface Scope {
  readonly parent: Scope | undefined;
  /** Slot of each variable; slot 0 is the parent's frame. */
  readonly slots: ReadonlyMap<string, number>;
  /** Parameters: they are set whenever the frame is there. */
  readonly parameters: ReadonlySet<string>;
}

export function makeScope(parent: Scope | undefined, parameters: readonly string[], assigned: Iterable<string>): Scope {
  const slots = new Map<string, number>();
  for (const name of [...parameters, ...assigned]) if (!slots.has(name)) slots.set(name, slots.size + 1);
  return { parent, slots, parameters: new Set(parameters) };
}

/** Variables assigned in these nodes themselves, not in blocks and functions within, which have their own scope. */
export function assignedIn(trees: readonly Tree[]): Set<string> {
  const found = new Set<string>();
  const visit = (tree: Tree): void => {
    if (tree.type === 'bind') found.add(String((tree.lhs as Tree).value));
    for (const child of childrenOf(tree, hidden(tree))) visit(child);
  };
  trees.forEach(visit);
  return found;
}

/** A call put off (`thunk`) is no scope: it runs in the frame in which it was put off. */
function hidden(tree: Tree): readonly string[] {
  if (tree.type === 'block') return ['expressions'];
  return tree.type === 'lambda' && !tree.thunk ? ['body', 'arguments'] : [];
}

interface Candidate {
  /** Frames to go up. */
  readonly hops: number;
  readonly slot: number;
}

/** Where a variable may be found, innermost first; `isCertain` where the last of them surely has it. */
export function findVariable(scope: Scope, name: string): { candidates: Candidate[]; isCertain: boolean } {
  const candidates: Candidate[] = [];
  let hops = 0;
  for (let one: Scope | undefined = scope; one; one = one.parent) {
    const slot = one.slots.get(name);
    if (slot !== undefined) candidates.push({ hops, slot });
    if (one.parameters.has(name)) return { candidates, isCertain: true };
    hops += 1;
  }
  return { candidates, isCertain: false };
}

function up(frame: Frame, hops: number): Frame {
  let at = frame;
  for (let hop = 0; hop < hops; hop += 1) at = at[0] as Frame;
  return at;
}

/** Reads a variable: from its scopes, else as `outside` gives it. */
export function readVariable(scope: Scope, name: string, outside: Run): Run {
  const { candidates, isCertain } = findVariable(scope, name);
  const [first, ...others] = candidates;
  if (!first) return outside;
  if (isCertain && others.length === 0) {
    const { hops, slot } = first;
    if (hops === 0) return (_, frame) => frame[slot];
    if (hops === 1) return (_, frame) => (frame[0] as Frame)[slot];
    return (_, frame) => up(frame, hops)[slot];
  }
  return (input, frame) => {
    for (const { hops, slot } of candidates) {
      const value = up(frame, hops)[slot];
      if (value !== UNSET) return value;
    }
    return outside(input, frame);
  };
}
