/** Variables, their assignment, and blocks, which bound where an assignment holds. */
import { Unsupported } from './fault.ts';
import { within, type Builder, type Site } from './builder.ts';
import { UNSET, type Frame, type Run } from './runtime.ts';
import { assignedIn, findVariable, makeScope, readVariable, type Scope } from './variable-slots.ts';
import type { Sequence } from './sequence.ts';
import type { Tree } from '../tree.ts';

export function compileVariable(tree: Tree, site: Site, builder: Builder): Run {
  const name = String(tree.value);
  const { runtime } = builder;
  if (name === '') {
    return (input) => {
      const value = runtime.valueOf(input);
      return Array.isArray(value) && (value as Sequence).outerWrapper ? (value[0] as unknown) : value;
    };
  }
  return readVariable(site.scope, name, readOutside(name, builder));
}

/** A variable that no scope has: given from outside, or a function. */
function readOutside(name: string, builder: Builder): Run {
  const { runtime } = builder;
  if (name === '$') return () => runtime.root();
  return () => runtime.bindings.get(name) ?? (runtime.bindings.has(name) ? undefined : builder.native(name));
}

export function compileAssignment(tree: Tree, site: Site, builder: Builder): Run {
  const value = builder.compile(tree.rhs as Tree, within(site));
  const slot = site.scope.slots.get(String((tree.lhs as Tree).value)) as number;
  return (input, frame) => (frame[slot] = value(input, frame));
}

/** The scope of a block or of the whole expression, with the size of its frame. */
export function compileBlock(tree: Tree, site: Site, builder: Builder): Run {
  const expressions = tree.expressions ?? [];
  const assigned = assignedIn(expressions);
  const needsFrame = assigned.size > 0;
  const scope: Scope = needsFrame ? makeScope(site.scope, [], assigned) : site.scope;
  const runs = expressions.map((one) => builder.compile(one, { ...within(site), scope }));
  const [only] = runs;
  if (runs.length === 1 && only && !needsFrame) return only;
  return (input, frame) => {
    const own = needsFrame ? makeFrame(frame, scope) : frame;
    let result: unknown;
    for (let at = 0; at < runs.length; at += 1) result = (runs[at] as Run)(input, own);
    return result;
  };
}

export function makeFrame(parent: Frame | undefined, scope: Scope): Frame {
  const frame: Frame = [parent];
  for (let at = 0; at < scope.slots.size; at += 1) frame.push(UNSET);
  return frame;
}

/** The function, built-in or given, that a variable surely means, where nothing assigns that name. */
export function nativeOf(tree: Tree, site: Site, builder: Builder): ReturnType<Builder['native']> {
  if (tree.type !== 'variable' || tree.predicate || tree.group || tree.keepArray) return undefined;
  const name = String(tree.value);
  if (name === '' || name === '$' || findVariable(site.scope, name).candidates.length > 0) return undefined;
  if (name === 'eval') throw new Unsupported('$eval', tree.position);
  return builder.native(name);
}
