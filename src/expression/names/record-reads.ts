import { findReferences, type References } from '../analyse.ts';
import type { Tree } from '../../jsonata/tree.ts';

/**
 * What a function of the spec reads of the record, which it must not: its arguments are all it has. Inside `|…|…|` a
 * name is a part of what is being changed, and `@$i` goes along a list of the function's own.
 */
export function readsOfRecord(tree: Tree, text: string): Pick<References, 'columns' | 'readsAll'> {
  return findReferences(withoutOwnContexts(tree) as Tree, text);
}

/** Parts that are no nodes: they stay as they are. */
const KEPT = new Set(['value', 'signature', 'position']);
const CHANGING = new Set(['pattern', 'update', 'delete']);

function withoutOwnContexts(part: unknown): unknown {
  if (Array.isArray(part)) return part.map((one) => withoutOwnContexts(one));
  if (typeof part !== 'object' || part === null || part instanceof RegExp) return part;
  const isTransform = 'type' in part && part.type === 'transform';
  const entries = Object.entries(part).flatMap(([key, one]): [string, unknown][] => {
    if (key === 'focus' || key === 'ancestor') return [];
    if (KEPT.has(key)) return [[key, one]];
    const inner = withoutOwnContexts(one);
    return [[key, isTransform && CHANGING.has(key) && inner !== undefined ? behindAnything(inner) : inner]];
  });
  return Object.fromEntries(entries);
}

/** A step of a path: its context is what stands before it. */
function behindAnything(step: unknown): unknown {
  return { type: 'path', steps: [{ type: 'value', value: null }, step] };
}
