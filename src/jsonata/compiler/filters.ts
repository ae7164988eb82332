/** Predicates in square brackets: a position, positions, or a condition on each item. */
import { inside, type Builder, type Site } from './builder.ts';
import { isNumber } from './higher-order.ts';
import type { Frame, Runtime } from './runtime.ts';
import { emptySequence, sequenceOf, type Sequence } from './sequence.ts';
import { isTrue } from './truth.ts';
import type { Tree } from '../tree.ts';

export type Filter = (value: unknown, frame: Frame) => Sequence;

/** `site` is that of the node which the predicate follows. */
export function compileFilter(predicate: Tree, site: Site, builder: Builder): Filter {
  if (predicate.type === 'number') {
    const at = Math.floor(predicate.value as number);
    return (value) => itemAt(value, at);
  }
  const condition = builder.compile(predicate, inside(site));
  const { runtime } = builder;
  return (value, frame) => {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    const found = emptySequence();
    for (let at = 0; at < items.length; at += 1) {
      runtime.tick();
      const item = items[at];
      const answer = condition(item, frame);
      if (answer === true) found.push(item);
      else if (answer !== false && answer !== undefined)
        addChosen(found, item, answer, { at, length: items.length }, runtime);
    }
    return found;
  };
}

function itemAt(value: unknown, at: number): Sequence {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const item = items[at < 0 ? items.length + at : at];
  if (item === undefined) return emptySequence();
  return Array.isArray(item) ? item : sequenceOf(item);
}

/** An answer that is a number, or numbers, names positions; else it is a condition. */
function addChosen(
  found: Sequence,
  item: unknown,
  answer: unknown,
  { at, length }: { readonly at: number; readonly length: number },
  runtime: Runtime,
): void {
  const positions = isNumber(answer) ? [answer] : answer;
  // Every item is asked before any is taken: an infinite number among them is an error.
  if (Array.isArray(positions) && positions.filter((one) => !isNumber(one)).length === 0) {
    for (const one of positions as number[]) {
      const position = Math.floor(one);
      if ((position < 0 ? length + position : position) === at) found.push(item);
    }
  } else if (isTrue(answer, runtime)) found.push(item);
}
