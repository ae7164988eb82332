/** What the tree of an expression says by itself, before any type is known. */
import type { Span } from '../finding.ts';
import { childrenOf, isBare, type Tree } from '../../jsonata/tree.ts';
import { findRepeatNames } from './repeat-names.ts';
import type { Spans } from './spans.ts';

/** Operators of which a chain is looked at as a whole. */
const CHAINED: ReadonlySet<string> = new Set(['and', 'or', '&']);

export class Structure {
  readonly #spans: Spans;
  readonly #provided = new Set<string>();
  readonly #links = new Set<Tree>();
  /** Names that may be repeats. */
  readonly repeats: ReadonlySet<string>;

  constructor(tree: Tree, spans: Spans) {
    this.#spans = spans;
    this.repeats = findRepeatNames(tree);
    this.#visit(tree);
  }

  /** Whether somebody provides for a part's coming to nothing: by `??`, `$exists`, or a comparison. */
  isProvidedFor({ start, end }: Span): boolean {
    return this.#provided.has(`${start} ${end}`);
  }

  /** Whether a node is an operand of the same operator: a link of a longer chain. */
  isLink(node: Tree): boolean {
    return this.#links.has(node);
  }

  #visit(node: Tree): void {
    const { type, value } = node;
    if (type === 'bind') this.#provide(node.rhs);
    else if (calledName(node) === 'exists') this.#provide(node.arguments?.[0]);
    else if (type === 'condition' && takesTheOther(node, this.#spans) !== undefined) this.#provide(node.then);
    else if (type === 'binary') {
      const sides = [node.lhs as Tree, node.rhs as Tree];
      if (value === '=' || value === '!=' || value === 'in') for (const one of sides) this.#provide(one);
      const inner = sides.map((one) => unwrapped(one)).filter((one) => one.type === 'binary' && one.value === value);
      if (CHAINED.has(String(value))) for (const one of inner) this.#links.add(one);
    }
    for (const one of childrenOf(node)) this.#visit(one);
  }

  #provide(node: Tree | undefined): void {
    if (!node) return;
    const { start, end } = this.#spans.of(node);
    this.#provided.add(`${start} ${end}`);
    if (node.type === 'block') this.#provide(node.expressions?.at(-1));
    else if (node.type === 'apply') for (const one of [node.lhs as Tree, node.rhs]) this.#provide(one);
    else if (node.type === 'path') this.#provide(node.steps?.at(-1));
    else if (node.type === 'function') for (const one of node.arguments ?? []) this.#provide(one);
  }
}

/** `a ?? b` and `a ?: b`, which are parsed as conditions; undefined of a condition that somebody has written. */
export function takesTheOther({ condition, then }: Tree, spans: Spans): '??' | '?:' | undefined {
  // `a ?? b` asks $exists(a), which nobody has written; `a ?: b` asks a itself.
  if (condition?.type === 'function' && condition.procedure?.position === undefined) return '??';
  return spans.of(condition as Tree).start === spans.of(then as Tree).start ? '?:' : undefined;
}

/** The name of the function that a node calls, without `$`; empty of any other node. */
export function calledName({ type, procedure }: Tree): string {
  return type === 'function' && procedure?.type === 'variable' ? String(procedure.value) : '';
}

/** What stands in brackets that hold nothing else. */
export function unwrapped(node: Tree): Tree {
  const inner =
    node.type === 'block' && node.expressions?.length === 1 && isBare(node) ? node.expressions[0] : undefined;
  return inner ? unwrapped(inner) : node;
}
