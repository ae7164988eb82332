/** The cases of one spec: loaded, mapped and compared. */
import { problem, type Problem } from '../base/problem.ts';
import { suggestionFor } from '../base/suggestion.ts';
import type { LoadedPipeline } from '../job/load-pipeline.ts';
import type { Said } from './case.ts';
import type { ExportOptions } from './exported-rows.ts';
import { compareCase } from './compare-case.ts';
import { compareResults } from './compare-results.ts';
import { keptFacts } from './kept-facts.ts';
import { loadCases, type LoadedCases, type ReadyCase } from './load-cases.ts';
import { bindCases, type Outcome } from './map-cases.ts';
import { TargetNames } from './target-names.ts';

/** A case, what became of it, and what of that is not as expected. */
export interface TestedCase {
  readonly case: ReadyCase;
  readonly outcome: Outcome;
  /** What its expressions give. */
  readonly gives: readonly unknown[];
  readonly failures: readonly Problem[];
}

export interface TestedSpec {
  readonly loaded: LoadedPipeline;
  readonly file: LoadedCases;
  readonly names: TargetNames;
  readonly cases: readonly TestedCase[];
  /** What is wrong with the file of cases: no case counts where there is an error. */
  readonly problems: readonly Problem[];
}

export type TestOptions = Omit<ExportOptions, 'folder'> & { readonly shown: (path: string) => string };

/** Tests a pipeline with the cases of a file. Throws EtlError `file/*`, ProblemsError. */
export async function testCases(path: string, loaded: LoadedPipeline, options: TestOptions): Promise<TestedSpec> {
  const { shown, ...others } = options;
  const names = new TargetNames(loaded, await keptFacts(loaded, shown));
  const file = await loadCases(path, loaded, shown, others);
  const problems = [...file.problems, ...checkNames(file, loaded, names)];
  if (problems.some(isError)) return { loaded, file, names, cases: [], problems };
  const mapCase = bindCases(loaded, file, options.temporary);
  const cases: TestedCase[] = [];
  for (const one of file.cases) {
    const outcome = await mapCase(one);
    if ('code' in outcome) {
      problems.push(outcome);
      continue;
    }
    const results = outcome.record && (await compareResults(one, outcome.record, loaded));
    problems.push(...(results?.wrong ?? []));
    const failures = [...compareCase(one, outcome, { loaded, names }), ...(results?.other ?? [])];
    cases.push({ case: one, outcome, gives: results?.gives ?? [], failures });
  }
  return { loaded, file, names, cases: problems.some(isError) ? [] : cases, problems };
}

function isError({ severity }: Problem): boolean {
  return severity === 'error';
}

/** Names of fields and versions that nobody knows. */
function checkNames({ cases }: LoadedCases, { mapping }: LoadedPipeline, names: TargetNames): Problem[] {
  const versions = mapping.versions.map(({ name }) => name);
  return cases.flatMap(({ expected, version }) => [
    ...(version && !versions.includes(version.value) ? [unknownVersion(version, versions)] : []),
    ...(expected?.is === 'fields' ? expected.fields.flatMap((field) => faultOf(names.targetOf(field))) : []),
    ...(expected?.is === 'rejects'
      ? expected.rejects.flatMap(({ field, place }) =>
          field === undefined ? [] : faultOf(names.targetOf({ name: field, namePlace: place })),
        )
      : []),
  ]);
}

function faultOf(found: ReturnType<TargetNames['targetOf']>): Problem[] {
  return 'code' in found ? [found] : [];
}

function unknownVersion({ value, place }: Said, versions: readonly string[]): Problem {
  return problem('cases/unknown-version', { version: value, ...suggestionFor(value, versions) }, place);
}
