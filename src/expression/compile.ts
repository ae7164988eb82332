import type { SourceRecord } from '../engine/contracts.ts';
import { Miss } from './miss.ts';
import { findReferences, type References } from './analyse.ts';
import type { FunctionContext } from './functions/etl-function.ts';
import { FUNCTIONS } from './functions/function-table.ts';
import { parseExpression, toExpressionError, type ExpressionError, type Node } from './parse.ts';

/** What an expression gave for one record. */
export type Evaluated =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly miss: Miss }
  | { readonly ok: false; readonly miss?: undefined; readonly error: ExpressionError };

/** A record with the object view that interpreted expressions see. */
export interface Row {
  readonly record: SourceRecord;
  /** Column → cell, without a prototype. */
  readonly view: Readonly<Record<string, string>>;
}

/**
 * An expression ready to run over batches. Where it is a plain closure it answers at once; where JSONata's evaluator
 * does the work it gives a promise, one for the whole batch.
 */
export interface Expression {
  readonly references: References;
  evaluateBatch(rows: readonly Row[]): Evaluated[] | Promise<Evaluated[]>;
}

export type CompileResult =
  | { readonly ok: true; readonly expression: Expression }
  | { readonly ok: false; readonly error: ExpressionError };

/** Compiles an expression; `context` is what its functions may look things up in. */
export function compileExpression(text: string, context: FunctionContext): CompileResult {
  const parsed = parseExpression(text);
  if (!parsed.ok) return parsed;
  const references = findReferences(parsed.tree, text);
  const column = soleColumn(parsed.tree);
  if (column !== undefined) return { ok: true, expression: { references, evaluateBatch: readColumn(column) } };
  for (const one of FUNCTIONS.values()) {
    parsed.evaluator.registerFunction(one.name, (...args: unknown[]) => {
      const [first] = args;
      if (one.name !== 'table' && (first === undefined || first === null || first === '' || isBlank(first))) return undefined;
      return one.run(args, context);
    });
  }
  const evaluate = async (row: Row): Promise<Evaluated> => {
    try {
      return { ok: true, value: await parsed.evaluator.evaluate(row.view) };
    } catch (thrown) {
      if (thrown instanceof Miss) return { ok: false, miss: thrown };
      return { ok: false, error: toExpressionError(thrown, text) };
    }
  };
  return { ok: true, expression: { references, evaluateBatch: (rows) => Promise.all(rows.map(evaluate)) } };
}

/** The column, where the whole expression is nothing but a column. */
function soleColumn(tree: Node): string | undefined {
  const steps = tree.type === 'path' ? (tree.steps ?? []) : [];
  const [only] = steps;
  const isPlain = steps.length === 1 && only?.type === 'name' && only.stages === undefined && tree.group === undefined;
  return isPlain ? String(only.value) : undefined;
}

function readColumn(column: string): (rows: readonly Row[]) => Evaluated[] {
  return (rows) =>
    rows.map(({ record }) => {
      const at = record.header.positions.get(column);
      return { ok: true, value: at === undefined ? undefined : record.cells[at] };
    });
}

function isBlank(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === '';
}
