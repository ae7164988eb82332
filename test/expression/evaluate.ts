import { compileExpression } from '../../src/expression/compile.ts';
import { Failed, RecordRow } from '../../src/expression/batch.ts';
import { EVERY_COLUMN } from '../../src/expression/read-columns.ts';
import type { ExpressionContext } from '../../src/expression/context.ts';
import { toRecords, type JsonRow } from './with-children.ts';

/** Evaluates a text on one record; gives the value, or `Failed`. */
export async function evaluate(text: string, row: JsonRow, context: ExpressionContext): Promise<unknown> {
  const compiled = compileExpression(text, context);
  if (!compiled.ok) throw new Error(compiled.error.message);
  const rows = toRecords([row]).map((record) => new RecordRow(record, EVERY_COLUMN));
  return (await compiled.expression.evaluateBatch(rows))[0];
}

/** The code of what failed; a value as it is. */
export function codeOf(result: unknown): unknown {
  return result instanceof Failed ? result.reason.code : result;
}
