/** Array constructors, and the nodes that look at a whole value: `*` and `**`. */
import { within, type Builder, type Site } from './builder.ts';
import { isFunction } from './function-values.ts';
import type { Run } from './runtime.ts';
import { append, emptySequence, type Sequence } from './sequence.ts';
import { measure, weigh } from './size.ts';
import { refuseAssignments, runTogether } from './side-by-side.ts';
import type { Tree } from '../tree.ts';

export function compileArray(tree: Tree, site: Site, builder: Builder): Run {
  const items = tree.expressions ?? [];
  refuseAssignments(items, tree.position);
  const runs = items.map((item) => builder.compile(item, within(site)));
  // An array within an array stays one; anything else is joined to the rest.
  const isNested = items.map((item) => item.value === '[');
  const isCounted = items.map((item) => item.value === '..');
  return (input, frame) => {
    const made: Sequence = [];
    const values = runTogether(runs.length, (at) => (runs[at] as Run)(input, frame));
    let holdsMore = false;
    for (let at = 0; at < values.length; at += 1) {
      const value = values[at];
      if (value === undefined) continue;
      holdsMore ||= typeof value === 'object' && value !== null;
      if (isNested[at] || !Array.isArray(value)) made.push(value);
      else {
        if (!isCounted[at]) builder.runtime.spend(value.length);
        for (const one of value as unknown[]) made.push(one);
      }
    }
    if (holdsMore) measure(builder.runtime, made);
    if (tree.consarray) Object.defineProperty(made, 'cons', { enumerable: false, configurable: false, value: true });
    return made;
  };
}

export function compileWildcard(builder: Builder): Run {
  return (input) => {
    let value = builder.runtime.valueOf(input);
    if (Array.isArray(value) && (value as Sequence).outerWrapper && value.length > 0) value = value[0] as unknown;
    let found: unknown[] = emptySequence();
    if (typeof value !== 'object' || value === null || isFunction(value)) return found;
    for (const one of Object.keys(value).map((key) => (value as Record<string, unknown>)[key])) {
      // Joining makes a plain array of the sequence: it no longer collapses, and jsonata has it so.
      if (Array.isArray(one)) {
        weigh(builder.runtime, one);
        found = append(found, one.flat(Infinity)) as unknown[];
      } else found.push(one);
    }
    return found;
  };
}

export function compileDescendants(builder: Builder): Run {
  return (input) => {
    const value = builder.runtime.valueOf(input);
    if (value === undefined) return undefined;
    weigh(builder.runtime, value);
    const found = emptySequence();
    collect(value, found);
    return found.length === 1 ? found[0] : found;
  };
}

function collect(value: unknown, found: unknown[]): void {
  if (Array.isArray(value)) {
    for (const one of value) collect(one, found);
    return;
  }
  found.push(value);
  if (typeof value !== 'object' || value === null || isFunction(value)) return;
  for (const key of Object.keys(value)) collect((value as Record<string, unknown>)[key], found);
}
