/** Object constructors, and grouping by the keys they give: `{ key: value }` after a path. */
import { type Builder, type Site } from './builder.ts';
import { Undecided } from './fault.ts';
import type { Frame, Run, Runtime } from './runtime.ts';
import { append, type Sequence } from './sequence.ts';
import { measure } from './size.ts';
import { refuseAssignments, runTogether } from './together.ts';
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
  const names = lhs.map(([key]) => (key.type === 'string' ? String(key.value) : undefined));
  const { runtime } = builder;
  const isFixed = names.every((one) => one !== undefined && !isReserved(one)) && new Set(names).size === names.length;
  const build = buildGroups(keys, values, runtime);
  if (!isFixed) return build;
  const fixed = buildFixed(names as string[], values, runtime);
  return (value, frame) => (Array.isArray(value) ? build(value, frame) : fixed(value, frame));
}

function isReserved(key: string): boolean {
  return key === '_jsonata_lambda' || key === '_jsonata_function';
}

/** One object whose keys are written out. */
function buildFixed(names: readonly string[], values: readonly Run[], runtime: Runtime): Grouping {
  // An object puts keys that look like numbers first, and so does jsonata.
  const ordered = Object.keys(Object.fromEntries(names.map((name) => [name, true])));
  const byName = new Map(names.map((name, at) => [name, values[at] as Run]));
  const runs = ordered.map((name) => byName.get(name) as Run);
  return (input, frame) => {
    const made = Object.create(null) as Record<string, unknown>;
    runtime.spend(runs.length);
    const results = runTogether(runs.length, (at) => (runs[at] as Run)(input, frame));
    let holdsMore = false;
    for (let at = 0; at < results.length; at += 1) {
      const result = results[at];
      holdsMore ||= typeof result === 'object';
      if (result !== undefined) made[ordered[at] as string] = result;
    }
    if (holdsMore) measure(runtime, made);
    return made;
  };
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
