/** The functions of the spec, as the checks of an expression see them. */
import type { Problem } from '../../base/problem.ts';
import { RECORD_SCOPE, type Inspection, type Scope } from './part.ts';
import { parseExpression } from '../../jsonata/parse.ts';
import type { ExpressionText } from '../../base/expression-text.ts';
import type { Tree } from '../../jsonata/tree.ts';
import type { Type } from '../types.ts';

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
