import { findChildReads, type ChildReads } from './child-reads.ts';
import { takesContext } from './context-calls.ts';
import { isRecordItself } from './inference/scopes.ts';
import { childrenOf, isBare, type Tree } from '../jsonata/tree.ts';

/** A name as it stands in an expression; offsets into its text. */
export interface Mention {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** What an expression refers to, read off its parse tree. */
export interface References {
  /** Columns of the record: names looked up in the record itself. */
  readonly columns: readonly Mention[];
  /** Variables and functions that the expression does not define itself, without `$`. */
  readonly variables: readonly Mention[];
  /** True where it may read any column (`*`, `$`, `$$`, `%`, `@`, `$keys()`). */
  readonly readsAll: boolean;
  /** What it reads of the children of those of its columns that are repeats. */
  readonly children: ChildReads;
}

/**
 * Finds the columns, variables and functions that an expression refers to. Of a function of the spec (`isFunction`) its
 * arguments are all it has: inside `|…|…|` a name is a part of what is being changed, and `@$i` goes along its own list.
 */
export function findReferences(tree: Tree, text: string, isFunction = false): References {
  const columns: Mention[] = [];
  const variables: Mention[] = [];
  let readsAll = false;

  // `inRecord` tells whether the context at this point is the record: only then is a name a column.
  function visit(node: Tree | undefined, inRecord: boolean, bound: ReadonlySet<string>, isApplied = false): void {
    if (!node) return;
    // What is kept of an earlier step (`@$name`), and what `%` leads back to, may be the record.
    if (node.type === 'parent' || (node.focus !== undefined && !isFunction)) readsAll = true;
    if (inRecord && !isApplied && takesContext(node)) readsAll = true;
    if (node.type === 'name' && inRecord) columns.push(mention(node, text));
    else if (node.type === 'variable') visitVariable(node, inRecord, bound);
    else if ((node.type === 'wildcard' || node.type === 'descendant') && inRecord) readsAll = true;
    else if (node.type === 'path') visitPath(node.steps ?? [], inRecord, bound);
    else if (node.type === 'apply') {
      visit(node.lhs as Tree, inRecord, bound);
      visit(node.rhs, inRecord, bound, true);
    } else if (node.type === 'block') visitBlock(node.expressions ?? [], inRecord, bound);
    else if (node.type === 'lambda') {
      const names = new Set([...bound, ...(node.arguments ?? []).map((argument) => String(argument.value))]);
      visit(node.body, inRecord, names);
    } else {
      const isInside = inRecord && !(isFunction && node.type === 'transform');
      for (const child of childrenOf(node, notChildren(node))) visit(child, isInside, bound);
    }
    visitTail(node, bound, isRecordItself(node, { isRecord: inRecord }));
  }

  function visitVariable(node: Tree, inRecord: boolean, bound: ReadonlySet<string>): void {
    const name = String(node.value);
    if (name === '' || name === '$') readsAll ||= inRecord || name === '$';
    else if (!bound.has(name)) variables.push(mention(node, text));
  }

  function visitPath(steps: readonly Tree[], inRecord: boolean, outer: ReadonlySet<string>): void {
    // `@$name` and `#$name` bind a step and its position for the steps after it.
    const bound = new Set([
      ...outer,
      ...steps.flatMap((step) => [step.focus, step.index]).filter((name) => name !== undefined),
    ]);
    const [first, second] = steps;
    const isRoot = first !== undefined && isRecordItself(first, { isRecord: inRecord });
    if (isRoot && !isBare(first)) readsAll = true;
    // `$.COLUMN` reads that column alone; anything else behind `$` sees the record as a whole.
    if (isRoot && second?.type === 'name') visitTail(first, bound, true);
    else visit(first, inRecord, bound);
    for (const [at, step] of steps.slice(1).entries()) visit(step, isRoot && at === 0, bound);
  }

  // Predicates, sorting and grouping look at what the step found: at the record only where that is `$`.
  function visitTail(node: Tree, bound: ReadonlySet<string>, isRecord: boolean): void {
    for (const stage of [...(node.stages ?? []), ...(node.predicate ?? [])]) visit(stage.expr, isRecord, bound);
    for (const term of node.terms ?? []) visit(term.expression, isRecord, bound);
    for (const part of node.group?.lhs.flat() ?? []) visit(part, isRecord, bound);
  }

  function visitBlock(expressions: readonly Tree[], inRecord: boolean, bound: ReadonlySet<string>): void {
    const names = new Set(bound);
    // Bound before its own body is read: a function may call itself.
    for (const one of expressions) if (one.type === 'bind') names.add(String((one.lhs as Tree).value));
    for (const one of expressions) visit(one, inRecord, names);
  }

  visit(tree, true, new Set());
  return { columns, variables, readsAll, children: findChildReads(tree) };
}

/** Parts that visitTail reads; of a binding also the name that it defines. */
function notChildren({ type }: Tree): readonly string[] {
  const tail = ['stages', 'predicate', 'terms', 'group'];
  return type === 'bind' ? [...tail, 'lhs'] : tail;
}

/** jsonata gives the offset after the token. */
function mention(node: Tree, text: string): Mention {
  const name = String(node.value);
  const end = node.position ?? text.length;
  const last = text[end - 1] as string;
  // A text at the start of a path is a name to JSONata.
  if (node.type === 'name' && ['`', '"', "'"].includes(last))
    return { name, start: Math.max(0, text.lastIndexOf(last, end - 2)), end };
  return { name, start: Math.max(0, end - name.length - (node.type === 'variable' ? 1 : 0)), end };
}
