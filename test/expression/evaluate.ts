import { compileExpression } from '../../src/expression/compile.ts';
import { Failed, RecordRow } from '../../src/expression/batch.ts';
import { EVERY_COLUMN } from '../../src/expression/read-columns.ts';
import type { ExpressionContext } from '../../src/expression/context.ts';

/** Evaluates a text on one record; gives the value, or `Failed`. */
export async function evaluate(
  text: string,
  row: Readonly<Record<string, string>>,
  context: ExpressionContext,
): Promise<unknown> {
  const compiled = compileExpression(text, context);
  if (!compiled.ok) throw new Error(compiled.error.message);
  const columns = Object.keys(row);
  const header = { columns, positions: new Map(columns.map((name, at) => [name, at])) };
  const record = { header, cells: Object.values(row), row: 1, line: 2 };
  return (await compiled.expression.evaluateBatch([new RecordRow(record, EVERY_COLUMN)]))[0];
}

/** The code of what failed; a value as it is. */
export function codeOf(result: unknown): unknown {
  return result instanceof Failed ? result.reason.code : result;
}
