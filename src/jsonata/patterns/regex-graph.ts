/** Nodes that can reach each other. */

/**
 * Numbers the strongly connected parts of a graph: a part has a higher number than the parts that can be reached from
 * it. Tarjan, "Depth-first search and linear graph algorithms", 1972; without recursion, for graphs are deep.
 */
export function toParts(nodes: Iterable<number>, nextOf: (node: number) => readonly number[]): Map<number, number> {
  const parts = new Map<number, number>();
  const order = new Map<number, number>();
  /** The first node, by order, that is reached from a node and has no part yet. */
  const low = new Map<number, number>();
  const open: number[] = [];
  let count = 0;
  for (const root of nodes) {
    const way: { node: number; tried: number }[] = [];
    const enter = (node: number): void => {
      order.set(node, order.size);
      low.set(node, order.size - 1);
      open.push(node);
      way.push({ node, tried: 0 });
    };
    const lower = (node: number, to: number): void => void low.set(node, Math.min(low.get(node) as number, to));
    if (!order.has(root)) enter(root);
    for (let top = way.at(-1); top; top = way.at(-1)) {
      const next = nextOf(top.node)[top.tried];
      top.tried += 1;
      if (next !== undefined) {
        if (!order.has(next)) enter(next);
        else if (!parts.has(next)) lower(top.node, order.get(next) as number);
        continue;
      }
      way.pop();
      const before = way.at(-1);
      if (before) lower(before.node, low.get(top.node) as number);
      if (low.get(top.node) !== order.get(top.node)) continue;
      for (let node = open.pop(); node !== undefined; node = node === top.node ? undefined : open.pop())
        parts.set(node, count);
      count += 1;
    }
  }
  return parts;
}
