/** Object constructors, and grouping by the keys they give: `{ key: value }` after a path. */
import { type Builder, type Site } from './builder.ts';
import { Undecided } from './fault.ts';
import type { Frame, Run, Runtime } from './runtime.ts';
import { append, type Sequence } from './sequence.ts';
import { measure } from './size.ts';
import { refuseAssignments, runTogether } from './side-by-side.ts';
import type { Group } from '../tree.ts';

export type Grouping = (value: unknown, frame: Frame) => Record<string, unknown>;

/** `site` is where the keys and values stand. */
export function compileGroup({ lhs, position }: Group, site: Site, builder: Builder): Grouping {
  refuseAssignments(
    lhs.map(([, value]) => value),
    position,
  );
  const keys = lhs.map(([key]) => builder.compile(key, site));
  const values = lhs.map(([, value]) => builder.compile(value, site));
  return buildGroups(keys, values, builder.runtime);
}

function isReserved(key: string): boolean {
  return key === '_jsonata_lambda' || key === '_jsonata_function';
}

interface Entry {
  /** Items of the group: one as it is, several as an array. */
  data: unknown;
  readonly pair: number;
}

function buildGroups(keys: readonly Run[], values: readonly Run[], runtime: Runtime): Grouping {
  return (value, frame) => {
    const groups = groupItems(value, keys, frame, runtime);
    const names = Object.keys(groups);
    runtime.spend(names.length);
    const results = runTogether(names.length, (at) => {
      const { data, pair } = groups[names[at] as string] as Entry;
      return (values[pair] as Run)(data, frame);
    });
    const made = Object.create(null) as Record<string, unknown>;
    for (const [at, name] of names.entries()) if (results[at] !== undefined) made[name] = results[at];
    measure(runtime, made);
    return made;
  };
}

function groupItems(value: unknown, keys: readonly Run[], frame: Frame, runtime: Runtime): Record<string, Entry> {
  const groups = Object.create(null) as Record<string, Entry>;
  const given: Sequence = Array.isArray(value) ? value : [value];
  // jsonata adds an item to an empty array of the input itself, and the rest of the expression sees it.
  if (given.length === 0 && !given.sequence) throw new Undecided();
  // Nothing still makes one object.
  const items: readonly unknown[] = given.length === 0 ? [undefined] : given;
  for (const item of items) {
    runtime.tick();
    for (let pair = 0; pair < keys.length; pair += 1) {
      const key = (keys[pair] as Run)(item, frame);
      if (key === undefined) continue;
      if (typeof key !== 'string' || isReserved(key)) throw new Undecided();
      const entry = groups[key];
      if (!entry) groups[key] = { data: item, pair };
      else if (entry.pair !== pair) throw new Undecided();
      else entry.data = append(entry.data, item);
    }
  }
  return groups;
}
