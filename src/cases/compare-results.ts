/** Expressions of a case, evaluated on its record. */
import { canonicalJson, type Json } from '../base/json.ts';
import { toReference } from '../base/document.ts';
import { problem, type Problem } from '../base/problem.ts';
import type { SourceRecord } from '../contracts/record.ts';
import { Failed, RecordRow } from '../expression/batch.ts';
import { checkExpression } from '../expression/check-expression.ts';
import { compileExpression } from '../expression/compile.ts';
import { checkColumnNames } from '../expression/names/check-columns.ts';
import { readColumns } from '../expression/read-columns.ts';
import { syntaxProblem } from '../expression/syntax/syntax-problem.ts';
import type { LoadedPipeline } from '../job/load-pipeline.ts';
import { atTime } from '../jsonata/clock.ts';
import { describe } from '../messages/describe.ts';
import type { Case, ExpectedResult } from './case.ts';

/** What is wrong with the expressions themselves, and those that give something else. */
export interface Results {
  readonly wrong: readonly Problem[];
  readonly other: readonly Problem[];
  /** What each of them gives, in their order; undefined where it is wrong. */
  readonly gives: readonly (Json | undefined)[];
}

/** Evaluates the expressions of a case. */
export async function compareResults(one: Case, record: SourceRecord, loaded: LoadedPipeline): Promise<Results> {
  const { context } = await loaded.contextOf(record);
  const wrong: Problem[] = [];
  const other: Problem[] = [];
  const gives: (Json | undefined)[] = [];
  for (const result of one.results) {
    const { expression: written } = result;
    const compiled = compileExpression(written.text, context);
    const faults = compiled.ok
      ? [
          ...checkExpression(written, { ...context, header: record.header }).problems,
          ...checkColumnNames(written, compiled.expression.references, record.header),
        ].filter(({ severity }) => severity === 'error')
      : [syntaxProblem(written, compiled.error)];
    wrong.push(...faults);
    gives.push(undefined);
    if (!compiled.ok || faults.length > 0) continue;
    const { expression } = compiled;
    const row = new RecordRow(record, readColumns([expression.references]));
    const [value] = await atTime(one.now, async () => expression.evaluateBatch([row]));
    if (value instanceof Failed) {
      other.push(toProblem(one, result, reasonOf(value)));
      continue;
    }
    const given = toJson(value);
    gives[gives.length - 1] = given;
    if (canonicalJson(given) !== canonicalJson(result.value)) other.push(toProblem(one, result, JSON.stringify(given)));
  }
  return { wrong, other, gives };
}

function toProblem(one: Case, { expression, value, place }: ExpectedResult, actual: string): Problem {
  const args = { case: one.name, said: toReference(place), expected: JSON.stringify(value), actual };
  return problem('case/other-result', args, expression.place);
}

function reasonOf({ reason }: Failed): string {
  return `nothing (${'args' in reason ? describe(reason.code, reason.args).message : reason.message})`;
}

/** Nothing is null; what JSON does not have is no value either. */
function toJson(value: unknown): Json {
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null') as Json;
  } catch {
    return null;
  }
}
