/** Functions that are written out, in an expression or under `functions:`, followed with the types of a call's arguments. */
import type { Problem } from '../base/problem.ts';
import { RECORD_SCOPE, type Inspection, type Scope } from './inspect.ts';
import { parseExpression } from './parse.ts';
import type { ExpressionText } from './text.ts';
import { childrenOf, type Tree } from './tree.ts';
import { ANYTHING, NOTHING, type Leaf, type Type } from './types.ts';

/** How deep functions are followed that call each other, how much is looked at, and from how deep in an expression. */
const MOST_DEEP = 3;
const MOST_LOOKED = 10_000;
const MOST_NESTED = 100;

/** The walk through one function of the spec. */
interface Walk {
  readonly problems: readonly Problem[];
  typeOf(node: Tree, scope: Scope): Type;
}

interface Own {
  readonly type: Type;
  readonly walk: Walk;
  /** What is wrong with it whoever calls it: told with the function itself. */
  readonly known: ReadonlySet<string>;
}

/** The functions of the spec, as an expression calls them, and the effort that goes into following calls. */
export class OwnFunctions {
  /** Undefined while one is looked at for the first time: it may call itself. */
  readonly #known = new Map<string, Own | undefined>();
  /** How deep in expressions we are, those of functions that are followed included: the stack has an end. */
  nesting = 0;
  #depth = 0;
  /** Parts looked at while following. */
  #looked = 0;

  /** What the calls bring about in the functions. */
  get problems(): readonly Problem[] {
    return [...this.#known.values()].flatMap((one) =>
      one ? one.walk.problems.filter((found) => !one.known.has(keyOf(found))) : [],
    );
  }

  /** Counts a part that is looked at. */
  enter(): void {
    this.nesting += 1;
    if (this.#depth > 0) this.#looked += 1;
  }

  /** Undefined where there has been enough of it. */
  spend<T>(follow: () => T): T | undefined {
    if (this.#depth >= MOST_DEEP || this.#looked >= MOST_LOOKED || this.nesting > MOST_NESTED) return undefined;
    this.#depth += 1;
    const found = follow();
    this.#depth -= 1;
    return found;
  }

  typeOf(
    name: string,
    { context, isFunction }: Pick<Inspection, 'context' | 'isFunction'>,
    walkThrough: (text: ExpressionText) => Walk,
  ): Type | undefined {
    if (this.#known.has(name)) return this.#known.get(name)?.type;
    const own = context.userFunctions?.find((one) => one.name === name);
    if (!own || this.nesting > MOST_NESTED) return undefined;
    const parsed = parseExpression(own.text.text);
    if (!parsed.ok) return undefined;
    this.#known.set(name, undefined);
    const walk = walkThrough(own.text);
    const type = walk.typeOf(parsed.tree, RECORD_SCOPE);
    // Which options there are depends on the field: of the function itself that cannot be told.
    const ofItself = walk.problems.filter((one) => one.code !== 'option/no-map' || isFunction);
    this.#known.set(name, { type, walk, known: new Set(ofItself.map((one) => keyOf(one))) });
    return type;
  }
}

function keyOf({ code, place }: Problem): string {
  return `${code} ${place?.start} ${place?.end}`;
}

/** The scope of a lambda's body for a call with arguments of these types; those that are left out are nothing. */
export function scopeOfCall(lambda: Tree, scope: Scope, types: readonly Type[]): Scope {
  const variables = new Map(scope.variables);
  for (const [at, { value }] of (lambda.arguments ?? []).entries()) variables.set(String(value), types[at] ?? NOTHING);
  return { ...scope, variables };
}

/** What a lambda comes to: a call in its last place is put off, wrapped into a lambda of its own. */
export function bodyOf({ body }: Tree): Tree | undefined {
  return body?.type === 'lambda' && body.thunk === true ? body.body : body;
}

/**
 * The types of a call's arguments, as far as a function may rely on them: it serves many columns, and a branch of it
 * that is not for this text is no fault.
 */
export function withoutWords(types: readonly Type[]): readonly Type[] {
  return types.map(({ kinds, cell, items, arity, body }) => ({
    kinds,
    ...(cell !== undefined && { cell }),
    ...(items && { items: { kinds: items.kinds } }),
    ...(arity !== undefined && { arity }),
    ...(body && { body }),
  }));
}

/** A function that asks of what type its argument is does right by each of them. */
export function asksForType(node: Tree): boolean {
  const isAsking = node.type === 'function' && node.procedure?.value === 'type';
  return isAsking || childrenOf(node).some((one) => asksForType(one));
}

/** How many arguments a lambda needs: those at its end may be left out that it asks for with `$exists` or `??`. */
export function leastArguments(lambda: Tree): number {
  const names = (lambda.arguments ?? []).map((one) => String(one.value));
  const asked = new Set<string>();
  const visit = (node: Tree): void => {
    const [first] = node.arguments ?? [];
    if (node.type === 'function' && node.procedure?.value === 'exists' && first?.type === 'variable')
      asked.add(String(first.value));
    for (const one of childrenOf(node)) visit(one);
  };
  if (lambda.body) visit(lambda.body);
  let least = names.length;
  while (least > 0 && asked.has(names[least - 1] as string)) least -= 1;
  return least;
}

/** A memory of calls by the types of their arguments. */
export class Calls<T> {
  readonly #known = new Map<string, T>();

  get(types: readonly Type[], make: () => T): T {
    const key = JSON.stringify(types.map(({ kinds, cell, items }) => [kinds, cell, items?.kinds]));
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#known.set(key, made);
    return made;
  }
}

/** Result and branches of a call. */
export interface Followed {
  readonly type: Type;
  readonly leaves: readonly Leaf[];
}

export const NOT_FOLLOWED: Followed = { type: ANYTHING, leaves: [] };
