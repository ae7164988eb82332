import type { Tree } from '../../jsonata/tree.ts';
import { KIND, NUMBER, OBJECT, type Type } from '../types.ts';

/** Where in an expression we are. */
export interface Scope {
  /** The context is the record itself: only then is a name a column. */
  readonly isRecord: boolean;
  /** Type of `$`. */
  readonly context: Type;
  readonly variables: ReadonlyMap<string, Type>;
}

export const RECORD_SCOPE: Scope = { isRecord: true, context: OBJECT, variables: new Map() };

/** A function may call itself: its own name is known inside. */
export function withOwnName({ lhs, rhs }: Tree, scope: Scope): Scope {
  const { type, arguments: parameters } = rhs as Tree;
  if (type !== 'lambda') return scope;
  const own: Type = { kinds: KIND.function, arity: parameters?.length ?? 0 };
  return { ...scope, variables: new Map([...scope.variables, [String((lhs as Tree).value), own]]) };
}

/** `@$v` and `#$i` bind as the path goes along; `item` is what the step has found. */
export function withBindings(
  { focus, index }: Tree,
  variables: ReadonlyMap<string, Type>,
  item: Type,
): ReadonlyMap<string, Type> {
  if (focus === undefined && index === undefined) return variables;
  const bound = new Map(variables);
  if (focus !== undefined) bound.set(focus, item);
  if (index !== undefined) bound.set(index, NUMBER);
  return bound;
}

/** `$$`, and `$` where the context is the record. */
export function isRecordItself({ type, value }: Tree, { isRecord }: Pick<Scope, 'isRecord'>): boolean {
  return type === 'variable' && (value === '$' || (value === '' && isRecord));
}

/** What is known of each node in each scope in which it was met. */
export class ByScope<T> {
  readonly #known = new WeakMap<Scope, Map<Tree, T>>();

  /** What is known, or made now. */
  get(node: Tree, scope: Scope, make: () => T): T {
    let inScope = this.#known.get(scope);
    if (!inScope) this.#known.set(scope, (inScope = new Map()));
    const known = inScope.get(node);
    if (known !== undefined) return known;
    const made = make();
    inScope.set(node, made);
    return made;
  }
}
