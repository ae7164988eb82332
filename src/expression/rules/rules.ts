/** The one list of checks. Of two that tell the same of one place, the later has the last word. */
import { problemOf, type Problem } from '../../base/problem.ts';
import type { ExpressionText } from '../../base/expression-text.ts';
import type { Finding } from '../finding.ts';
import type { Visit } from '../inference/visit.ts';
import { ARGUMENTS } from './argument-types.ts';
import { OPERANDS } from './operands.ts';
import { CALLEES } from './callees.ts';
import { CHILDREN } from './children.ts';
import { COMPARISONS } from './comparisons.ts';
import { KNOWN_VALUES } from './known-values.ts';
import { LITERAL_CONDITIONS } from './literal-conditions.ts';
import { MEMBERSHIP } from './membership.ts';
import { MISLEADING_CALLS } from './misleading-calls.ts';
import { PATTERNS } from './pattern-meanings.ts';
import { QUOTED_PATTERN } from './quoted-patterns.ts';
import type { Rule } from './rule.ts';
import { SINGLE_PARTS } from './single-parts.ts';
import { CONTRADICTIONS } from './contradictions.ts';
import { WRITTEN_ARGUMENTS } from './written-arguments.ts';

export const RULES: readonly Rule[] = [
  ...SINGLE_PARTS,
  ...CHILDREN,
  ...LITERAL_CONDITIONS,
  ...CONTRADICTIONS,
  ...COMPARISONS,
  MEMBERSHIP,
  ...KNOWN_VALUES,
  ...OPERANDS,
  ...CALLEES,
  ...ARGUMENTS,
  ...MISLEADING_CALLS,
  QUOTED_PATTERN,
  ...PATTERNS,
  ...WRITTEN_ARGUMENTS,
];

const BY_MEETING = new Map(
  [...new Set(RULES.flatMap((rule) => rule.on))].map((on) => [on, RULES.filter((rule) => rule.on.includes(on))]),
);

/** What the rules find in what an inference met. By code and place: what is met twice is told once. */
export class Findings {
  readonly #text: ExpressionText;
  readonly #problems = new Map<string, Problem>();

  constructor(text: ExpressionText, visits: readonly Visit[]) {
    this.#text = text;
    for (const { as, part, isSure } of visits)
      for (const rule of BY_MEETING.get(as) ?? []) this.add(rule.find(part), isSure);
  }

  get problems(): readonly Problem[] {
    return [...this.#problems.values()];
  }

  add(findings: Iterable<Finding>, isSure = true): void {
    for (const finding of findings) {
      const { code, at, severity } = finding;
      const { start, end } = 'span' in at ? at.span : at;
      const key = `${code} ${start} ${end}`;
      const isError = severity === 'error' && isSure;
      if (this.#problems.get(key)?.severity === 'error' && !isError) continue;
      this.#problems.set(key, problemOf(finding, this.#text.placeOf(start, end), isError ? 'error' : 'warning'));
    }
  }
}
