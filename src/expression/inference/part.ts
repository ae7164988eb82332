/** What the parts of the static checks have in common. */
import type { Finding } from '../finding.ts';
import type { ArgsOf, Code } from '../../messages/code-table.ts';
import type { Severity } from '../../base/problem.ts';
import type { ExpressionContext } from '../context.ts';
import { isBare, type Tree } from '../../jsonata/tree.ts';
import type { Span, Spans } from './spans.ts';
import { ANYTHING, KIND, NUMBER, OBJECT, type Type } from '../types.ts';

/** Where in an expression we are. */
export interface Scope {
  /** The context is the record itself: only then is a name a column. */
  readonly isRecord: boolean;
  /** Type of `$`. */
  readonly context: Type;
  readonly variables: ReadonlyMap<string, Type>;
}

export const RECORD_SCOPE: Scope = { isRecord: true, context: OBJECT, variables: new Map() };

/** The walk through one expression, as its parts see it. */
export interface Inspection {
  readonly spans: Spans;
  /** What functions may look things up in. */
  readonly context: ExpressionContext;
  /** Inside a function of the spec: whose field it serves is not known. */
  readonly isFunction: boolean;
  report<C extends Code>(code: C, args: ArgsOf<C>, span: Span, severity?: Severity): void;
  add(finding: Finding): void;
  typeOf(node: Tree, scope: Scope): Type;
  /** A lambda whose parameters are known, the first of them at least. */
  lambdaType(node: Tree, scope: Scope, known: readonly Type[]): Type;
  /** A function of the spec. */
  typeOfOwn(name: string): Type | undefined;
  /** A node that decides by being true or false. */
  condition(node: Tree, scope: Scope): Type;
}

/** A node as it is written. */
export function written(inspection: Inspection, node: Tree): string {
  return inspection.spans.textOf(inspection.spans.of(node));
}

/** What stands in brackets that hold nothing else. */
export function unwrapped(node: Tree): Tree {
  const inner =
    node.type === 'block' && node.expressions?.length === 1 && isBare(node) ? node.expressions[0] : undefined;
  return inner ? unwrapped(inner) : node;
}

/** How a literal is written. */
export function literalText(value: unknown): string {
  return JSON.stringify(value) ?? '';
}

/** A function may call itself: its own name is known inside. */
export function withOwnName({ lhs, rhs }: Tree, variables: ReadonlyMap<string, Type>): ReadonlyMap<string, Type> {
  const { type, arguments: parameters } = rhs as Tree;
  if (type !== 'lambda') return variables;
  return new Map([
    ...variables,
    [String((lhs as Tree).value), { kinds: KIND.function, arity: parameters?.length ?? 0 }],
  ]);
}

/** `@$v` and `#$i` bind as the path goes along. */
export function withBindings(step: Tree, variables: ReadonlyMap<string, Type>): ReadonlyMap<string, Type> {
  const { focus, index } = step;
  if (focus === undefined && index === undefined) return variables;
  const bound = new Map(variables);
  if (focus !== undefined) bound.set(focus, ANYTHING);
  if (index !== undefined) bound.set(index, NUMBER);
  return bound;
}
