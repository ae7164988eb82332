import type { Header, SourceRecord } from '../contracts/record.ts';
import type { BranchWatch } from '../jsonata/compiler/builder.ts';
import { compileTree } from '../jsonata/compiler/compile-tree.ts';
import { givenHelper } from './helpers/bind-helper.ts';
import { endless, fallbackOf, type Fallback } from '../jsonata/compiler/plain.ts';
import { ROOT, Runtime, type Run } from '../jsonata/compiler/runtime.ts';
import { TimeOver } from '../jsonata/compiler/fault.ts';
import { checkValue } from '../jsonata/compiler/size.ts';
import type { Tree } from '../jsonata/tree.ts';
import { toFailed, type Results, type Row } from './batch.ts';
import { interpretAll, interpreter, type Interpret } from './interpret.ts';
import { LIMITS, type Limits } from '../jsonata/evaluation-limits.ts';
import { Miss } from '../base/miss.ts';
import { findReferences, type References } from './analyse.ts';
import type { ExpressionContext } from './context.ts';
import { HELPERS } from './helpers/helper-table.ts';
import { withUserFunctions } from './user-functions.ts';
import { isTooDeep, TooDeep, parseExpression, toExpressionError, type ExpressionError } from '../jsonata/parse.ts';

/**
 * An expression ready to run over batches. Where it is a plain closure it answers at once; where JSONata's evaluator
 * does the work it gives a promise, one for the whole batch.
 */
export interface Expression {
  readonly references: References;
  /** Why and where the compiler left the whole expression to JSONata's evaluator; undefined where it is compiled. */
  readonly fallback: Fallback | undefined;
  evaluateBatch(rows: readonly Row[]): Results | Promise<Results>;
}

export type CompileResult =
  | { readonly ok: true; readonly expression: Expression }
  | { readonly ok: false; readonly error: ExpressionError };

/** Compiles an expression; `context` is what its functions may look things up in, `watch` hears which way conditions go. */
export function compileExpression(
  text: string,
  context: ExpressionContext,
  limits: Limits = LIMITS,
  watch?: BranchWatch,
): CompileResult {
  try {
    return compileWhole(text, context, limits, watch);
  } catch (thrown) {
    if (!isTooDeep(thrown)) throw thrown;
    return { ok: false, error: toExpressionError(thrown, text) };
  }
}

function compileWhole(
  text: string,
  context: ExpressionContext,
  limits: Limits,
  watch: BranchWatch | undefined,
): CompileResult {
  const parsed = parseExpression(text, limits);
  if (!parsed.ok) return parsed;
  const references = findReferences(parsed.tree, text);
  const whole = withUserFunctions(parsed, references, context, limits);
  if (!whole.ok) return { ok: false, error: { ...whole.error, start: 0, end: text.length } };
  const interpret = interpreter(whole.evaluator, text, context, limits);
  try {
    const evaluateBatch = compiled(whole.tree, text, context, interpret, new Runtime(limits), watch);
    return { ok: true, expression: { references, fallback: undefined, evaluateBatch } };
  } catch (thrown) {
    const fallback = fallbackOf(thrown, text);
    const error = endless(thrown, fallback);
    if (error) return { ok: false, error };
    return {
      ok: true,
      expression: { references, fallback, evaluateBatch: (rows) => interpretAll(rows, interpret) },
    };
  }
}

/** Closures over the cells. Throws Unsupported. */
function compiled(
  tree: Tree,
  text: string,
  context: ExpressionContext,
  interpret: Interpret,
  runtime: Runtime,
  watch: BranchWatch | undefined,
): Expression['evaluateBatch'] {
  const columns = new Columns();
  const { run, frame, deepest } = compileTree(tree, {
    runtime,
    watch,
    rootName: (name) => columns.reader(name),
    functions: (name) => {
      const helper = HELPERS.get(name);
      return helper && givenHelper(helper, context);
    },
  });
  // Some branch of it could never be evaluated.
  if (deepest > runtime.maxDepth) throw new TooDeep();
  let batch: readonly Row[] = [];
  let current = 0;
  runtime.root = () => batch[current]?.view;
  return (rows) => {
    const results = new Array<unknown>(rows.length);
    const undecided: number[] = [];
    batch = rows;
    for (let at = 0; at < rows.length; at += 1) {
      current = at;
      columns.read(rows[at] as Row);
      if (!runtime.isFresh) runtime.begin();
      try {
        const value = run(ROOT, frame());
        if (typeof value === 'object' || typeof value === 'function') checkValue(runtime, value);
        results[at] = value;
      } catch (thrown) {
        runtime.isFresh = false;
        if (thrown instanceof Miss || thrown instanceof TimeOver) results[at] = toFailed(thrown, text);
        else undecided.push(at);
      }
    }
    return undecided.length === 0 ? results : decide(results, undecided, rows, interpret);
  };
}

/** Has JSONata's evaluator answer for the rows that are open. */
async function decide(
  results: Results,
  open: readonly number[],
  rows: readonly Row[],
  interpret: Interpret,
): Promise<Results> {
  for (const at of open) results[at] = await interpret(rows[at] as Row);
  return results;
}

/** In the place of a position: no such column; and a repeat. */
const ABSENT = -1;
const REPEAT = -2;

/** The columns that an expression reads, by their positions in the header of the records at hand. */
class Columns {
  private readonly slots: { readonly name: string; at: number }[] = [];
  private header: Header | undefined;
  private row: Row | undefined;
  private cells: SourceRecord['cells'] = [];

  reader(name: string): Run {
    const slot = { name, at: ABSENT };
    this.slots.push(slot);
    return () => {
      if (slot.at >= 0) return this.cells[slot.at];
      return slot.at === ABSENT ? undefined : this.row?.children(name);
    };
  }

  read(row: Row): void {
    const { header, cells } = row.record;
    this.row = row;
    this.cells = cells;
    if (header !== this.header) this.find(header);
  }

  private find(header: Header): void {
    for (const slot of this.slots) {
      const isRepeat = header.repeats?.has(slot.name) === true;
      slot.at = header.positions.get(slot.name) ?? (isRepeat ? REPEAT : ABSENT);
    }
    this.header = header;
  }
}
