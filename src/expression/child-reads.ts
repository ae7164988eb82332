/**
 * What an expression reads of the children of a record. Which names are repeats only the header tells, so it is told for
 * any: whose value goes somewhere as a whole, and which names are looked up in something that is not the record.
 */
import { takesContext } from './context-calls.ts';
import { isRecordItself } from './inference/scopes.ts';
import { calledName } from './inference/structure.ts';
import { childrenOf, type Tree } from '../jsonata/tree.ts';

export interface ChildReads {
  /** Names looked up in anything but the record: columns of children, if they are anything. */
  readonly names: ReadonlySet<string>;
  /** Names of the record that are handed on as they are: were it a repeat, all of its children are read. */
  readonly whole: ReadonlySet<string>;
  /** What was found on the way, a child perhaps, is handed on as it is. */
  readonly readsAll: boolean;
}

/** Built-ins that look at nothing within a list. */
const COUNTING: ReadonlySet<string> = new Set(['count', 'exists']);
/** Those that hand the items of a list to a function; of the first kind, some of them come out again. */
const CHOOSING: ReadonlySet<string> = new Set(['filter', 'single', 'sort', 'reduce']);
const MAPPING: ReadonlySet<string> = new Set(['map', 'each']);
/** Those that give the items of lists as they are. */
const PASSING: ReadonlySet<string> = new Set(['append', 'reverse']);

export function findChildReads(tree: Tree): ChildReads {
  const finder = new Finder();
  finder.visit(tree, true, true);
  return finder;
}

class Finder implements ChildReads {
  readonly names = new Set<string>();
  readonly whole = new Set<string>();
  readsAll = false;

  /** `inRecord`: the context is the record. `isUsed`: the value is looked at, or handed on. */
  visit(node: Tree, inRecord: boolean, isUsed: boolean): void {
    if (!inRecord && takesContext(node)) this.readsAll = true;
    this.#visitNode(node, inRecord, isUsed);
    this.#visitTail(node, isRecordItself(node, { isRecord: inRecord }));
  }

  #visitNode(node: Tree, inRecord: boolean, isUsed: boolean): void {
    switch (node.type) {
      case 'name':
        return this.#name(String(node.value), inRecord, isUsed);
      case 'variable':
        // `$` of the record, and `$$`, read all columns: the references say so.
        if (isUsed && !isRecordItself(node, { isRecord: inRecord })) this.readsAll = true;
        return;
      case 'path':
        return this.#path(node, inRecord, isUsed && !node.group);
      case 'function':
        return this.#call(node, node.arguments ?? [], inRecord, isUsed);
      case 'apply':
        return this.#apply(node, inRecord, isUsed);
      case 'block': {
        const last = node.expressions?.at(-1);
        for (const one of node.expressions ?? []) this.visit(one, inRecord, isUsed && one === last);
        return;
      }
      case 'bind':
        // What the variable is used for tells the rest.
        return this.visit(node.rhs as Tree, inRecord, isUsed);
      case 'lambda':
        if (node.body) this.visit(node.body, inRecord, true);
        return;
      case 'condition':
        this.visit(node.condition as Tree, inRecord, true);
        for (const one of [node.then, node.else]) if (one) this.visit(one, inRecord, isUsed);
        return;
      case 'wildcard':
      case 'descendant':
      case 'parent':
      case 'transform':
        this.readsAll = true;
    }
    for (const one of childrenOf(node, TAIL)) this.visit(one, inRecord, true);
  }

  #name(name: string, inRecord: boolean, isUsed: boolean): void {
    if (!inRecord) this.names.add(name);
    else if (isUsed) this.whole.add(name);
  }

  #path({ steps = [] }: Tree, inRecord: boolean, isUsed: boolean): void {
    const [first] = steps;
    const startsAtRoot = first !== undefined && isRecordItself(first, { isRecord: inRecord });
    // Sorted, it is what it was.
    const last = steps.findLast((step) => step.type !== 'sort');
    for (const [at, step] of steps.entries()) {
      const isInRecord = at === 0 ? inRecord : startsAtRoot && at === 1;
      if (step.focus !== undefined) this.readsAll = true;
      this.visit(step, isInRecord, isUsed && step === last);
    }
  }

  #apply(node: Tree, inRecord: boolean, isUsed: boolean): void {
    const [piped, target] = [node.lhs as Tree, node.rhs as Tree];
    if (target.type === 'function') this.#call(target, [piped, ...(target.arguments ?? [])], inRecord, isUsed);
    else if (target.type === 'variable') this.#call({ type: 'function', procedure: target }, [piped], inRecord, isUsed);
    else for (const one of [piped, target]) this.visit(one, inRecord, true);
  }

  #call(call: Tree, args: readonly Tree[], inRecord: boolean, isUsed: boolean): void {
    const name = calledName(call);
    if (name === '' && call.procedure) this.visit(call.procedure, inRecord, true);
    const [list, second] = args;
    const isFollowed = second?.type === 'lambda' && (MAPPING.has(name) || CHOOSING.has(name));
    for (const one of args) {
      const isOfCall = isFollowed ? one !== list || (isUsed && CHOOSING.has(name)) : !COUNTING.has(name);
      this.visit(one, inRecord, PASSING.has(name) ? isUsed : isOfCall);
    }
  }

  /** Predicates, sorting and grouping look at what the node found: at the record only where that is `$`. */
  #visitTail(node: Tree, isRecord: boolean): void {
    for (const { expr } of [...(node.stages ?? []), ...(node.predicate ?? [])])
      if (expr !== undefined) this.visit(expr, isRecord, true);
    for (const { expression } of node.terms ?? []) this.visit(expression, isRecord, true);
    for (const part of node.group?.lhs.flat() ?? []) this.visit(part, isRecord, true);
  }
}

/** Parts that are looked at by themselves. */
const TAIL = ['stages', 'predicate', 'terms', 'group'];
