/** The functions of the spec, as the checks of an expression see them, and the effort that goes into following calls. */
import { parseTree } from '../../jsonata/parse.ts';
import type { Tree } from '../../jsonata/tree.ts';
import type { ExpressionText } from '../../base/expression-text.ts';
import type { ExpressionContext } from '../context.ts';
import type { Type } from '../types.ts';
import type { Part } from './part.ts';
import type { Visit } from './visit.ts';

/** How deep functions are followed that call each other, how much is looked at, and from how deep in an expression. */
const MOST_DEEP = 3;
const MOST_LOOKED = 10_000;
const MOST_NESTED = 100;

/** The inference of one function of the spec. */
interface Inferred {
  readonly isFunction: boolean;
  readonly visits: readonly Visit[];
  readonly whole: Part;
}

/** A function that was looked at: what was met in it by itself, and what calls made of it. */
export interface FollowedFunction {
  readonly text: ExpressionText;
  readonly inferred: Inferred;
  readonly type: Type;
  /** How many of the visits are those of the function itself, whoever calls it. */
  readonly ofItself: number;
}

export class OwnFunctions {
  /** Undefined while one is looked at for the first time: it may call itself. */
  readonly #known = new Map<string, FollowedFunction | undefined>();
  /** How deep in expressions we are, those of functions that are followed included: the stack has an end. */
  #nesting = 0;
  #depth = 0;
  /** Parts looked at while following. */
  #looked = 0;

  get followed(): readonly FollowedFunction[] {
    return [...this.#known.values()].filter((one) => one !== undefined);
  }

  /** Counts a part that is looked at. */
  enter(): void {
    this.#nesting += 1;
    if (this.#depth > 0) this.#looked += 1;
  }

  leave(): void {
    this.#nesting -= 1;
  }

  /** Undefined where there has been enough of it. */
  spend<T>(follow: () => T): T | undefined {
    if (this.#depth >= MOST_DEEP || this.#looked >= MOST_LOOKED || this.#nesting > MOST_NESTED) return undefined;
    this.#depth += 1;
    const found = follow();
    this.#depth -= 1;
    return found;
  }

  typeOf(
    name: string,
    { userFunctions }: ExpressionContext,
    infer: (text: ExpressionText, tree: Tree) => Inferred,
  ): Type | undefined {
    if (this.#known.has(name)) return this.#known.get(name)?.type;
    const own = userFunctions?.find((one) => one.name === name);
    if (!own || this.#nesting > MOST_NESTED) return undefined;
    const parsed = parseTree(own.text.text);
    if (!parsed.ok) return undefined;
    this.#known.set(name, undefined);
    const inferred = infer(own.text, parsed.tree);
    const { type } = inferred.whole;
    this.#known.set(name, { text: own.text, inferred, type, ofItself: inferred.visits.length });
    return type;
  }
}
