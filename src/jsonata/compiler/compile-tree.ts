/** The compiler: hands each node to what compiles its kind, and adds what may follow any node. */
import jsonata from 'jsonata';
import { inside, within, type BranchWatch, type Builder, type Site } from './builder.ts';
import { builtin, GIVES_SCALARS } from './builtins.ts';
import { compileApply, compileCall } from './calls.ts';
import { compileCondition } from './conditions.ts';
import { compileArray, compileDescendants, compileWildcard } from './constructors.ts';
import { Unsupported } from './fault.ts';
import { compileFilter } from './filters.ts';
import { activate, Native, type Activation, type GivenFunction } from './function-values.ts';
import { compileGroup } from './grouping.ts';
import { compileLambda, compilePartial } from './function-literals.ts';
import { compileBinary, compileMinus } from './operators.ts';
import { compilePath } from './paths.ts';
import { matcherOf } from './matchers.ts';
import type { Frame, Run, Runtime } from './runtime.ts';
import { assignedIn, findVariable, makeScope } from './variable-slots.ts';
import { lookUpName, settle } from './sequence.ts';
import { isBare, type Tree } from '../tree.ts';
import { compileAssignment, compileBlock, compileVariable, makeFrame } from './variables.ts';

/** What an expression is compiled against. */
export interface Surroundings {
  readonly runtime: Runtime;
  /** Reads a name where the context is the input itself; asked once for each place. Absent: as any name is read. */
  readonly rootName?: (name: string) => Run;
  /** Functions beyond the built-ins, by name. */
  readonly functions?: (name: string) => GivenFunction | undefined;
  /** Hears which way conditions go. */
  readonly watch?: BranchWatch | undefined;
}

/** A compiled expression. Its runtime has to be fresh for each evaluation, and so has its frame. */
export interface Program {
  /** The input is `ROOT` where names of it are read by `rootName`. */
  readonly run: Run;
  readonly frame: () => Frame;
  /** How deep its nodes are nested. */
  readonly deepest: number;
}

const CHAIN = jsonata('function($f, $g) { function($x){ $g($f($x)) } }').ast() as unknown as Tree;

/** Compiles a parse tree. Throws Unsupported. */
export function compileTree(tree: Tree, around: Surroundings): Program {
  const { runtime } = around;
  const builder = new TreeBuilder(around);
  const scope = makeScope(undefined, [], assignedIn([tree]));
  const body = builder.activation(tree, { scope, atRoot: around.rootName !== undefined });
  const run: Run = (input, frame) => activate(runtime, body, input, frame);
  const empty: Frame = [];
  const frame = scope.slots.size > 0 ? () => makeFrame(undefined, scope) : () => empty;
  return { run, frame, deepest: body.deepest };
}

class TreeBuilder implements Builder {
  readonly runtime: Runtime;
  readonly watch: BranchWatch | undefined;
  private readonly around: Surroundings;
  private readonly natives = new Map<string, Native | undefined>();
  private deepest = 0;
  private chainMaker: Run | undefined;

  constructor(around: Surroundings) {
    this.around = around;
    this.runtime = around.runtime;
    this.watch = around.watch;
  }

  compile(tree: Tree, site: Site): Run {
    this.reach(site.depth);
    return this.withTail(tree, site, compileNode(tree, site, this));
  }

  activation(tree: Tree, site: Omit<Site, 'depth'>): Activation {
    const outer = this.deepest;
    this.deepest = 0;
    const run = this.compile(tree, { ...site, depth: 1 });
    const { deepest } = this;
    this.deepest = outer;
    return { run, deepest };
  }

  native(name: string): Native | undefined {
    if (name === 'eval') throw new Unsupported('$eval', undefined);
    if (!this.natives.has(name)) this.natives.set(name, this.given(name) ?? builtin(name, this.runtime));
    return this.natives.get(name);
  }

  private given(name: string): Native | undefined {
    const given = this.around.functions?.(name);
    return given && new Native(name, given.call, undefined, given.parameterCount, given.direct);
  }

  chain(): Run {
    return (input, frame) => {
      const scope = makeScope(undefined, [], []);
      this.chainMaker ??= compileLambda(CHAIN, { scope, atRoot: false, depth: 1 }, this);
      return this.chainMaker(input, frame);
    };
  }

  rootName(name: string): Run {
    return (this.around.rootName as (name: string) => Run)(name);
  }

  reach(depth: number): void {
    if (depth > this.deepest) this.deepest = depth;
  }

  /** Predicates, grouping and the collapse of sequences that follow a node. */
  private withTail(tree: Tree, site: Site, run: Run): Run {
    const filters = (tree.predicate ?? []).map((one) => compileFilter(one.expr, site, this));
    const group = tree.group && tree.type !== 'path' ? compileGroup(tree.group, inside(site), this) : undefined;
    const keepArray = tree.keepArray === true;
    if (filters.length === 0 && !group) {
      return keepArray || givesSequences(tree, site, this)
        ? (input, frame) => settle(run(input, frame), keepArray)
        : run;
    }
    return (input, frame) => {
      let value = run(input, frame);
      for (const filter of filters) value = filter(value, frame);
      return settle(group ? group(value, frame) : value, keepArray);
    };
  }
}

/** Kinds of nodes that never give a sequence. */
const SINGLE = new Set(['string', 'number', 'value', 'unary', 'lambda', 'regex', 'partial']);

/** Whether a node's value may be a sequence: also one that was within another, and settles only here. */
function givesSequences(tree: Tree, site: Site, builder: Builder): boolean {
  const { type } = tree;
  const some = (parts: readonly (Tree | undefined)[]): boolean =>
    parts.some((one) => one !== undefined && mayPassOn(one, site, builder));
  if (type === 'binary') return tree.value === '..';
  if (type === 'condition') return some([tree.then, tree.else]);
  if (type === 'block') return some([tree.expressions?.at(-1)]);
  if (type === 'bind') return some([tree.rhs]);
  const [step, ...others] = tree.steps ?? [];
  const isRootName = site.atRoot && step?.type === 'name' && others.length === 0 && isBare(step);
  if (isRootName && !tree.group && !tree.keepSingletonArray) return false;
  if (tree.type === 'function' && tree.procedure?.type === 'variable' && isBare(tree.procedure)) {
    const name = String(tree.procedure.value);
    const isScalar = GIVES_SCALARS.has(name) || (name !== 'eval' && builder.native(name)?.direct !== undefined);
    return !isScalar || findVariable(site.scope, name).candidates.length > 0;
  }
  return !SINGLE.has(type);
}

/** A call counts always: the block may have given the name of a built-in to something else. */
function mayPassOn(tree: Tree, site: Site, builder: Builder): boolean {
  return (
    tree.type === 'function' ||
    tree.predicate !== undefined ||
    tree.keepArray === true ||
    givesSequences(tree, site, builder)
  );
}

function compileNode(tree: Tree, site: Site, builder: Builder): Run {
  switch (tree.type) {
    case 'path':
      return compilePath(tree, site, builder);
    case 'binary':
      return compileBinary(tree, site, builder);
    case 'unary':
      return compileUnary(tree, site, builder);
    case 'name':
      return site.atRoot
        ? builder.rootName(String(tree.value))
        : (input) => lookUpName(input, String(tree.value), builder.runtime);
    case 'string':
    case 'number':
    case 'value':
      return () => tree.value;
    case 'wildcard':
      return compileWildcard(builder);
    case 'descendant':
      return compileDescendants(builder);
    case 'condition':
      return compileCondition(tree, site, builder);
    case 'block':
      return compileBlock(tree, site, builder);
    case 'bind':
      return compileAssignment(tree, site, builder);
    case 'regex':
      return compileRegex(tree, builder);
    case 'function':
      return compileCall(tree, site, builder);
    case 'variable':
      return compileVariable(tree, site, builder);
    case 'lambda':
      return compileLambda(tree, site, builder);
    case 'partial':
      return compilePartial(tree, site, builder);
    case 'apply':
      return compileApply(tree, site, builder);
    case 'parent':
      throw new Unsupported('the parent operator %', tree.position);
    case 'transform':
      throw new Unsupported('the transform operator | |', tree.position);
    default:
      throw new Unsupported(`a node ${tree.type}`, tree.position);
  }
}

function compileUnary(tree: Tree, site: Site, builder: Builder): Run {
  if (tree.value === '[') return compileArray(tree, site, builder);
  if (tree.value !== '{') return compileMinus(tree, site, builder);
  const group = compileGroup(
    { lhs: tree.lhs as never, ...(tree.position === undefined ? {} : { position: tree.position }) },
    within(site),
    builder,
  );
  return (input, frame) => group(input, frame);
}

function compileRegex(tree: Tree, { runtime }: Builder): Run {
  const { value, position } = tree;
  // jsonata copies the left side of `??` and `?:`; of a pattern that leaves one that can match for ever.
  if (!(value instanceof RegExp))
    throw new Unsupported(
      'a regular expression on the left of ?? or ?:',
      position,
      'give what it finds a name before: ($found := …; $found ?? …)',
    );
  return () => matcherOf(value, runtime);
}
