import { toJsonProblem, type JsonProblem } from '../base/json-problem.ts';
import type { CaseCoverage } from './coverage.ts';
import type { TestedSpec } from './test-cases.ts';

/** What `etl test --json` prints of a spec. */
export interface SpecResult {
  readonly spec: string;
  readonly cases: readonly { readonly name: string; readonly ok: boolean; readonly failures: readonly JsonProblem[] }[];
  /** Names of cases whose expectations were written anew. */
  readonly updated: readonly string[];
  readonly coverage: CaseCoverage;
}

export function toSpecResult(spec: string, { cases }: TestedSpec, coverage: CaseCoverage): SpecResult {
  const results = cases.map(({ case: { name }, failures }) => {
    return { name, ok: failures.length === 0, failures: failures.map(toJsonProblem) };
  });
  return { spec, cases: results, updated: [], coverage };
}
