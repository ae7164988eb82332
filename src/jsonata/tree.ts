/** The parse tree that jsonata makes, as compiler and checks read it. jsonata's own typings lack half of it. */

/** Checks and completes the arguments of a call; throws jsonata's T0410 to T0412. */
export interface Signature {
  readonly definition: string;
  /** Absent where jsonata has copied the tree, as it does for `??`. */
  readonly validate?: (args: readonly unknown[], context: unknown) => unknown[];
}

/** A predicate that follows a step, or (`index`) a position to be bound. */
export interface Stage {
  readonly type: string;
  readonly expr: Tree;
}

export type Pair = readonly [key: Tree, value: Tree];

export interface Group {
  readonly lhs: readonly Pair[];
  readonly position?: number;
}

export interface Term {
  readonly descending: boolean;
  readonly expression: Tree;
}

/** One node. Which of its parts are there depends on `type`. */
export interface Tree {
  readonly type: string;
  readonly value?: unknown;
  /** Offset after the token. */
  readonly position?: number;
  readonly keepArray?: boolean;
  readonly keepSingletonArray?: boolean;
  readonly consarray?: boolean;
  /** A call in tail position, put off until its function has returned. */
  readonly thunk?: boolean;
  /** Part of a path that carries bindings from step to step. */
  readonly tuple?: boolean;
  readonly focus?: string;
  readonly index?: string;
  readonly ancestor?: unknown;
  readonly signature?: Signature;
  readonly arguments?: readonly Tree[];
  readonly procedure?: Tree;
  readonly steps?: readonly Tree[];
  readonly stages?: readonly Stage[];
  readonly predicate?: readonly Stage[];
  readonly group?: Group;
  /** A node; of an object constructor its pairs. */
  readonly lhs?: Tree | readonly Pair[];
  readonly rhs?: Tree;
  readonly expressions?: readonly Tree[];
  readonly expression?: Tree;
  readonly condition?: Tree;
  readonly then?: Tree;
  readonly else?: Tree;
  readonly body?: Tree;
  /** Of a transform. */
  readonly pattern?: Tree;
  readonly update?: Tree;
  readonly delete?: Tree;
  readonly terms?: readonly Term[];
}

/** Parts that hold no code. */
const DATA = new Set(['signature', 'slot', 'ancestor', 'seekingParent', 'value']);

/** Every node directly below one, whatever part it stands in, but those under `skip`. */
export function childrenOf(tree: Tree, skip: readonly string[] = []): Tree[] {
  const found: Tree[] = [];
  const collect = (part: unknown): void => {
    if (Array.isArray(part)) for (const one of part) collect(one);
    else if (typeof part === 'object' && part !== null) {
      if ('type' in part && typeof part.type === 'string' && part.type !== 'filter') found.push(part as Tree);
      else for (const one of Object.values(part)) collect(one);
    }
  };
  for (const [key, part] of Object.entries(tree)) if (!DATA.has(key) && !skip.includes(key)) collect(part);
  return found;
}

/** Whether a node's own value is all there is: no predicate, grouping or `[]` follows it. */
export function isBare(tree: Tree): boolean {
  return (
    tree.predicate === undefined && tree.stages === undefined && tree.group === undefined && tree.keepArray !== true
  );
}
