import { readFileSync } from 'node:fs';
import { EtlError, EXIT, ProblemsError } from '../base/errors.ts';
import { isObject } from '../base/json.ts';
import { problem, type Problem } from '../base/problem.ts';
import { loadText } from '../base/text-file.ts';
import type { SourceRecord } from '../engine/contracts.ts';
import { checkColumnNames } from '../expression/check-columns.ts';
import { syntaxProblem, withColumnsNamed, withoutConsequences } from '../expression/check.ts';
import { checkExpression } from '../expression/check-expression.ts';
import { compileExpression } from '../expression/compile.ts';
import { Failed, viewedColumns, viewOf } from '../expression/evaluation.ts';
import type { FunctionContext } from '../expression/functions/etl-function.ts';
import { Miss } from '../expression/miss.ts';
import type { ExpressionError } from '../expression/parse.ts';
import type { ExpressionText } from '../expression/text.ts';

/** What `etl eval` answers. */
export interface Evaluation {
  readonly expression: string;
  /** Absent in JSON where the expression gave nothing. */
  readonly value: unknown;
  /** text, number, boolean, list, object, null, nothing. */
  readonly type: string;
  /** False where JSONata's own evaluator did the work. */
  readonly compiled: boolean;
  /** Milliseconds of one evaluation, after compiling. */
  readonly ms: number;
}

/** Without a pipeline nothing can be looked up. */
export const NO_TABLES: FunctionContext = { table: () => undefined, options: () => undefined, tableNames: [] };

/** An expression typed on the command line, as a text with places. */
export function asTyped(text: string): ExpressionText {
  const source = { file: 'expression', text };
  const placeOf = (start: number, end: number) => ({ source, start, end });
  return { text, place: placeOf(0, text.length), placeOf };
}

/** A record made of an object of texts: its columns are the keys. */
export function toRecord(input: unknown): SourceRecord {
  if (!isObject(input)) throw new EtlError('eval/not-a-row', {}, { exitCode: EXIT.usage });
  const columns = Object.keys(input);
  const cells = columns.map((name) => {
    const cell = input[name];
    return typeof cell === 'string' ? cell : cell === null ? '' : JSON.stringify(cell);
  });
  return { header: { columns, positions: new Map(columns.map((name, at) => [name, at])) }, cells, row: 1, line: 1 };
}

/** Reads `--input`: a file, or standard input for `-`. */
export async function readInput(path: string): Promise<unknown> {
  const text = path === '-' ? readFileSync(0, 'utf8') : (await loadText(path, path, 'the input')).text;
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n', 1)[0] : 'it is no JSON';
    throw new EtlError('eval/not-json', { path, reason: reason ?? '' }, { exitCode: EXIT.usage, cause: error });
  }
}

/** Checks and evaluates an expression on one record, as a field would. Throws ProblemsError, drawn inside the expression. */
export async function evaluateOn(text: string, record: SourceRecord, context: FunctionContext): Promise<Evaluation> {
  const typed = asTyped(text);
  const compiled = compileExpression(text, context);
  if (!compiled.ok) throw new ProblemsError([syntaxProblem(typed, compiled.error)]);
  const { expression } = compiled;
  const columns = new Set(record.header.columns);
  const names = checkColumnNames(typed, expression.references, columns);
  const found = [...checkExpression(typed, context).problems, ...names];
  const problems = withoutConsequences(withColumnsNamed(found, columns));
  if (problems.some((one) => one.severity === 'error')) throw new ProblemsError(problems);
  const view = viewOf(record, viewedColumns([expression.references], record.header));
  const started = performance.now();
  const [value] = await expression.evaluateBatch([{ record, view }]);
  const ms = performance.now() - started;
  if (value instanceof Failed)
    throw new ProblemsError([
      value.reason instanceof Miss ? missProblem(typed, value.reason) : failed(typed, value.reason),
    ]);
  return {
    expression: text,
    value,
    type: typeOf(value),
    compiled: expression.fallback === undefined,
    ms,
  };
}

function missProblem(typed: ExpressionText, { code, args }: Miss): Problem {
  return problem(code, args, typed.place);
}

function failed(typed: ExpressionText, error: ExpressionError): Problem {
  const args = { expression: typed.text, reason: error.message };
  return problem('expression/failed', args, typed.placeOf(error.start, error.end));
}

export function typeOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'string' ? 'text' : typeof value;
}
