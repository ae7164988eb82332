/** A part of an expression in its scope: what inference tells, and rules ask. */
import type { ExpressionContext } from '../context.ts';
import type { Span } from '../finding.ts';
import type { Tree } from '../../jsonata/tree.ts';
import { isOnly, mayBe, type Leaf, type Type } from '../types.ts';
import type { Scope } from './scopes.ts';
import type { Spans } from './spans.ts';
import { unwrapped, type Structure } from './structure.ts';

/** What is known of one expression. Asking changes nothing. */
export interface Known {
  readonly spans: Spans;
  /** What functions may look things up in. */
  readonly context: ExpressionContext;
  /** Inside a function of the spec: whose field it serves is not known. */
  readonly isFunction: boolean;
  typeOf(node: Tree, scope: Scope): Type;
  /** A function of the spec. */
  typeOfOwn(name: string): Type | undefined;
  /** The scope behind the last expression of a block. */
  scopeOfBlock(node: Tree, scope: Scope): Scope;
  leafOf(part: Part, type?: Type): Leaf;
  readonly structure: Structure;
}

export class Part {
  readonly node: Tree;
  readonly scope: Scope;
  readonly known: Known;
  readonly #type: Type | undefined;
  readonly #text: string | undefined;

  /** `given` is said of it elsewhere: the items that a function will get, a text that stands nowhere. */
  constructor(node: Tree, scope: Scope, known: Known, given: { readonly type?: Type; readonly text?: string } = {}) {
    this.node = node;
    this.scope = scope;
    this.known = known;
    this.#type = given.type;
    this.#text = given.text;
  }

  get type(): Type {
    return this.#type ?? this.known.typeOf(this.node, this.scope);
  }

  get span(): Span {
    return this.known.spans.of(this.node);
  }

  /** As it is written. */
  get text(): string {
    return this.#text ?? this.known.spans.textOf(this.span);
  }

  /** Another node in the same scope. */
  of(node: Tree, type?: Type): Part {
    return new Part(node, this.scope, this.known, type && { type });
  }

  get lhs(): Part {
    return this.of(this.node.lhs as Tree);
  }

  get rhs(): Part {
    return this.of(this.node.rhs as Tree);
  }

  /** The sign of an operation. */
  get operator(): string {
    return String(this.node.value);
  }

  /** What stands in brackets that hold nothing else. */
  get inner(): Part {
    const node = unwrapped(this.node);
    return node === this.node ? this : this.of(node);
  }

  /** What stands in `[a, b]`; nothing of any other part. */
  get items(): readonly Part[] {
    return isList(this.node) ? (this.node.expressions ?? []).map((one) => this.of(one)) : [];
  }

  get literal(): Type['literal'] {
    return this.type.literal;
  }

  /** Whether it is the cell of a column, untouched. */
  get isCell(): boolean {
    return this.type.cell !== undefined;
  }

  /** Whether it always comes to nothing. */
  get isNothing(): boolean {
    return this.type.kinds === 0;
  }

  is(kinds: number): boolean {
    return isOnly(this.type, kinds);
  }

  mayBe(kinds: number): boolean {
    return mayBe(this.type, kinds);
  }
}

export function isList({ type, value }: Tree): boolean {
  return type === 'unary' && value === '[';
}

/** A function that the expression or the spec defines, by its name. */
export function ownFunction({ node, scope, known }: Part): Type | undefined {
  const name = String(node.value);
  return scope.variables.get(name) ?? known.typeOfOwn(name);
}

/** How a literal is written. */
export function literalText(value: unknown): string {
  return JSON.stringify(value) ?? '';
}

/** The operands of `a or b or (c or d)`. */
export function chainOf(part: Part, operator: string): readonly Part[] {
  const { node } = part.inner;
  if (node.type !== 'binary' || node.value !== operator) return [part];
  return [node.lhs as Tree, node.rhs as Tree].flatMap((one) => chainOf(part.of(one), operator));
}

/** The value of a literal, in brackets or not; undefined of anything else. */
export function literalOf({ inner: { node } }: Part): { readonly value: unknown } | undefined {
  const isLiteral = node.type === 'string' || node.type === 'number' || node.type === 'value';
  return isLiteral && node.predicate === undefined ? { value: node.value } : undefined;
}

/** A part that is compared with a literal, on whichever side; undefined where neither side is one, or both are. */
export function besideLiteral({ lhs, rhs }: Part): { readonly subject: Part; readonly value: unknown } | undefined {
  const [left, right] = [literalOf(lhs), literalOf(rhs)];
  if (left && !right) return { subject: rhs, value: left.value };
  return right && !left ? { subject: lhs, value: right.value } : undefined;
}
