import type { Spans, Span } from './spans.ts';
import type { Tree } from '../../jsonata/tree.ts';

/** Parts of an expression whose coming to nothing somebody looks at: by `??`, by `$exists`, or by a comparison. */
export class HandledAbsence {
  readonly #spans: Spans;
  readonly #handled = new Set<string>();

  constructor(spans: Spans) {
    this.#spans = spans;
  }

  has({ start, end }: Span): boolean {
    return this.#handled.has(`${start} ${end}`);
  }

  add(node: Tree | undefined): void {
    if (!node) return;
    const { start, end } = this.#spans.of(node);
    this.#handled.add(`${start} ${end}`);
    if (node.type === 'block') this.add(node.expressions?.at(-1));
    else if (node.type === 'apply') for (const one of [node.lhs as Tree, node.rhs]) this.add(one);
    else if (node.type === 'path') this.add(node.steps?.at(-1));
    else if (node.type === 'function') for (const one of node.arguments ?? []) this.add(one);
  }
}
