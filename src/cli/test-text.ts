/** What `etl test` tells people. */
import type { Covered } from '../contracts/coverage.ts';
import type { CaseCoverage } from '../cases/coverage.ts';
import type { TestedSpec } from '../cases/test-cases.ts';
import { shownPath } from './load-pipeline.ts';

/** `pipelines/sipca.cases.yaml: 19 cases, all as expected.` */
export function describeTested({ file, cases }: TestedSpec): string {
  const failing = cases.filter(({ failures }) => failures.length > 0).length;
  const count = `${cases.length} case${cases.length === 1 ? '' : 's'}`;
  const how = failing === 0 ? `${cases.length === 1 ? '' : 'all '}as expected` : `${failing} not as expected`;
  return `${shownPath(file.path)}: ${count}, ${how}.`;
}

const KINDS = [
  ['versions', 'form versions'],
  ['questions', 'questions'],
  ['choices', 'choices'],
  ['branches', 'branches'],
] as const;

/** `Touched: 3 of 3 form versions, 176 of 176 questions, …`; what there is none of is left out. */
export function describeCovered(coverage: CaseCoverage): string {
  const parts = KINDS.flatMap(([key, words]) => {
    const covered = coverage[key];
    return covered && covered.total > 0 ? [`${covered.covered} of ${covered.total} ${words}`] : [];
  });
  const tables = coverage.lookups.map(({ name, covered, total }) => `${covered} of ${total} entries of ${name}`);
  return `Touched: ${[...parts, ...tables].join(', ')}.`;
}

/** What no case touches, a line each. */
export function describeUntouched(coverage: CaseCoverage): string[] {
  return KINDS.flatMap(([key, words]) => linesOf(words, coverage[key]));
}

function linesOf(words: string, covered: Covered | null): string[] {
  if (!covered || covered.left.length === 0) return [];
  return [`${words} that no case touches:`, ...covered.left.map((name) => `  ${name}`)];
}
