import { ProblemsError } from '../base/errors.ts';
import { problem, problemOf, type Problem } from '../base/problem.ts';
import type { SourceRecord } from '../contracts/record.ts';
import { checkColumnNames } from '../expression/names/check-columns.ts';
import { syntaxProblem } from '../expression/syntax/syntax-problem.ts';
import { withColumnsNamed, withoutConsequences } from '../expression/consequences.ts';
import { checkExpression } from '../expression/check-expression.ts';
import { compileExpression, type Expression } from '../expression/compile.ts';
import { Failed, RecordRow } from '../expression/batch.ts';
import { readColumns } from '../expression/read-columns.ts';
import type { ExpressionContext } from '../expression/context.ts';
import { HELPERS } from '../expression/helpers/helper-table.ts';
import { Miss } from '../base/miss.ts';
import type { ExpressionText } from '../base/expression-text.ts';
import type { Evaluated } from './evaluation.ts';
import { measureMicroseconds } from '../cli/measure.ts';
import { RowRejected } from '../cli/row-rejected.ts';
import { asTyped } from './typed-expression.ts';

/** Without a pipeline nothing can be looked up. */
export const NO_TABLES: ExpressionContext = { table: () => undefined, options: () => undefined, tableNames: [] };

/**
 * Checks and evaluates an expression on one record, as a field would. Throws, drawn inside the expression,
 * ProblemsError for what is wrong with the expression, and RowRejected where it gives nothing for this record.
 */
export async function evaluateOn(text: string, record: SourceRecord, context: ExpressionContext): Promise<Evaluated> {
  const typed = asTyped(text);
  const compiled = compileExpression(text, context);
  if (!compiled.ok) throw new ProblemsError([syntaxProblem(typed, compiled.error)]);
  const { expression } = compiled;
  const warnings = check(typed, expression, record, context);
  const row = new RecordRow(record, readColumns([expression.references]));
  const [value] = await expression.evaluateBatch([row]);
  if (value instanceof Failed) throw new RowRejected([rejection(typed, value, expression, context)]);
  // No field takes such a number.
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new RowRejected([problem('value/not-finite', {}, typed.place)]);
  const microseconds = await measureMicroseconds((times) =>
    expression.evaluateBatch(Array.from({ length: times }, () => row)),
  );
  return { expression: text, value, fallback: expression.fallback?.reason, microseconds, warnings };
}

/** The warnings; throws where something is wrong. */
function check(
  typed: ExpressionText,
  { references }: Expression,
  { header }: SourceRecord,
  context: ExpressionContext,
): readonly Problem[] {
  const told = [
    ...checkExpression(typed, { ...context, header }).problems,
    ...checkColumnNames(typed, references, header),
  ];
  const problems = withoutConsequences(withColumnsNamed(told, new Set(header.columns)));
  if (problems.some((problem) => problem.severity === 'error')) throw new ProblemsError(problems);
  return problems;
}

function rejection(
  typed: ExpressionText,
  { reason }: Failed,
  expression: Expression,
  context: ExpressionContext,
): Problem {
  if (reason instanceof Miss) {
    const place = placeOfMiss(reason, expression, context);
    return problemOf(reason, place ? typed.placeOf(place.start, place.end) : typed.place);
  }
  const args = { expression: typed.text, reason: reason.message };
  return problem('expression/failed', args, typed.placeOf(reason.start, reason.end));
}

/** Where the helper stands that missed: known where no other call can have said so. */
function placeOfMiss(
  { code }: Miss,
  { references }: Expression,
  { userFunctions = [] }: ExpressionContext,
): { readonly start: number; readonly end: number } | undefined {
  const own = new Set(userFunctions.map((declared) => declared.name));
  if (references.variables.some((variable) => own.has(variable.name))) return undefined;
  const [call, ...others] = references.variables.filter((variable) =>
    HELPERS.get(variable.name)?.errors.some((error) => error === code),
  );
  return others.length === 0 ? call : undefined;
}
