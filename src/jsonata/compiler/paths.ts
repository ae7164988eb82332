/** Paths: `a.b[c].d`. Each step is asked of each item that the step before found. */
import { inside, within, type Builder, type Site } from './builder.ts';
import { Unsupported } from './fault.ts';
import { compileFilter, type Filter } from './filters.ts';
import { compileGroup } from './grouping.ts';
import { ROOT, type Frame, type Run, type Runtime } from './runtime.ts';
import { addFlattened, emptySequence, isSequence, lookUpName, sequenceOf, settle, type Sequence } from './sequence.ts';
import { compileSort } from './sorting.ts';
import { isBare, type Tree } from '../tree.ts';

/** What a step makes of the items before it. */
type Step = (items: unknown[], frame: Frame, isLast: boolean) => unknown[];

/** The value of a path; a sequence in it is not settled yet. */
export function compilePath(tree: Tree, site: Site, builder: Builder): Run {
  const steps = withoutRoot(tree.steps ?? [], site);
  for (const one of [tree, ...steps]) refuseBindings(one, one.position ?? steps[0]?.position);
  const [first] = steps as readonly [Tree, ...Tree[]];
  const isSingle = steps.length === 1 && isBare(first) && !tree.group && !tree.keepSingletonArray;
  if (isSingle && first.type === 'name') {
    builder.reach(site.depth + 1);
    return site.atRoot ? builder.rootName(String(first.value)) : readName(String(first.value), builder.runtime);
  }
  const compiled = steps.map((step, at) => compileStep(step, at === 0, site, builder));
  const group = tree.group ? compileGroup(tree.group, inside(site), builder) : undefined;
  const startsAbsolute = tree.steps?.[0]?.type === 'variable';
  return (input, frame) => {
    const items: unknown[] = Array.isArray(input) && !startsAbsolute ? input : sequenceOf(input);
    let found = walk(compiled, items, frame);
    if (tree.keepSingletonArray) found = keepSingleton(found);
    return group ? group(found, frame) : found;
  };
}

/** Where the context is the input, `$.name` is the name of it. */
function withoutRoot(steps: readonly Tree[], site: Site): readonly Tree[] {
  const [first, second] = steps;
  const isRoot = first?.type === 'variable' && first.value === '' && isBare(first);
  return site.atRoot && isRoot && second?.type === 'name' ? steps.slice(1) : steps;
}

function refuseBindings(tree: Tree, position: number | undefined): void {
  if (tree.focus !== undefined) throw new Unsupported('the context binding @', position);
  if (tree.index !== undefined || tree.stages?.some((stage) => stage.type === 'index')) {
    throw new Unsupported('the position binding #', position);
  }
  if (tree.tuple || tree.ancestor !== undefined) throw new Unsupported('the parent operator %', position);
}

function walk(steps: readonly Step[], start: unknown[], frame: Frame): unknown[] {
  let found = start;
  for (let at = 0; at < steps.length; at += 1) {
    found = (steps[at] as Step)(found, frame, at === steps.length - 1);
    if (found.length === 0) break;
  }
  return found;
}

/** `path` is where the whole path stands. */
function compileStep(step: Tree, isFirst: boolean, path: Site, builder: Builder): Step {
  const filters = (step.stages ?? []).map((stage) => compileFilter(stage.expr, path, builder));
  if (step.type === 'sort') {
    const sort = compileSort(step, path, builder);
    return (items, frame) => applyAll(filters, sort(items, frame), frame) as unknown[];
  }
  // An array constructor at the start stands alone: all items are its context, and the input is but one of them.
  if (isFirst && step.consarray) {
    const run = builder.compile(step, inside(path));
    const { runtime } = builder;
    return (items, frame) => run(items[0] === ROOT ? sequenceOf(runtime.root()) : items, frame) as unknown[];
  }
  const run = builder.compile(step, isFirst ? within(path) : inside(path));
  return eachItem(run, filters, builder.runtime);
}

function eachItem(run: Run, filters: readonly Filter[], runtime: Runtime): Step {
  return (items, frame, isLast) => {
    const found = emptySequence();
    let count = 0;
    let only: unknown;
    for (let at = 0; at < items.length; at += 1) {
      runtime.tick();
      const value = applyAll(filters, run(items[at], frame), frame);
      if (value === undefined) continue;
      count += 1;
      only = value;
      if (Array.isArray(value)) runtime.spend(value.length);
      addFlattened(found, value);
    }
    return isLast && count === 1 && Array.isArray(only) && !isSequence(only) ? (only as unknown[]) : found;
  };
}

function applyAll(filters: readonly Filter[], value: unknown, frame: Frame): unknown {
  let result = value;
  for (let at = 0; at < filters.length; at += 1) result = (filters[at] as Filter)(result, frame);
  return result;
}

function keepSingleton(found: Sequence): Sequence {
  const kept = found.cons && !found.sequence ? sequenceOf(found) : found;
  kept.keepSingleton = true;
  return kept;
}

/** A path of one name: read at once where its context is no array. */
function readName(name: string, runtime: Runtime): Run {
  const each = eachItem((item) => settle(lookUpName(item, name, runtime), false), [], runtime);
  return (input, frame) => {
    if (Array.isArray(input)) return each(input, frame, true);
    const value = lookUpName(input, name, runtime);
    if (!isSequence(value)) return value;
    const copy = emptySequence();
    addFlattened(copy, value);
    return copy;
  };
}
