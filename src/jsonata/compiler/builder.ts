import type { Activation, Native } from './function-values.ts';
import type { Run, Runtime } from './runtime.ts';
import type { Scope } from './variable-slots.ts';
import type { Tree } from '../tree.ts';

/** Where a node stands. */
export interface Site {
  readonly scope: Scope;
  /** Whether the context is the input itself, whose names are read by `rootName`. */
  readonly atRoot: boolean;
  /** How deep the node is nested in its function, from 1. */
  readonly depth: number;
}

/** Is told of a condition (`? :`, `??`, `?:`) once, and then each time which way it goes. */
export type BranchWatch = (condition: Tree) => (isThen: boolean) => void;

/** What the compilers of the single kinds of nodes ask of the whole. */
export interface Builder {
  readonly runtime: Runtime;
  /** Compiles a node with all that follows it. Throws Unsupported. */
  compile(tree: Tree, site: Site): Run;
  /** Compiles the body of a function, or the whole expression. */
  activation(tree: Tree, site: Omit<Site, 'depth'>): Activation;
  /** The function that a name means outside of all scopes; the same one each time. */
  native(name: string): Native | undefined;
  /** The function that puts two functions one after the other (`~>`). */
  chain(): Run;
  /** Reads a name of the input. */
  rootName(name: string): Run;
  /** Notes nodes that are run together with their parent. */
  reach(depth: number): void;
  /** Hears which way conditions go, where somebody wants to know. */
  readonly watch: BranchWatch | undefined;
}

/** The place of a node directly within this one, with the same context. */
export function within(site: Site): Site {
  return { ...site, depth: site.depth + 1 };
}

/** The same, where the context is a value found on the way. */
export function inside(site: Site): Site {
  return { ...site, depth: site.depth + 1, atRoot: false };
}
