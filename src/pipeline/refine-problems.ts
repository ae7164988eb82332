import type { Place } from '../base/document.ts';
import { withArgs } from '../messages/reason.ts';
import type { Args, Problem } from '../base/problem.ts';
import { toSingleQuoted } from '../base/yaml-faults.ts';
import type { YamlScalar } from '../base/yaml-reader.ts';
import type { Assembly } from './assembly.ts';
import type { SpecScalar } from './spec-file.ts';

/**
 * Makes what the schema says fit for people who wrote YAML: nothing about what is already known to be broken (`torn`),
 * no values that came from outside or are secret, and the rewrite where quotes or a `=` would mend it.
 */
export function refineProblems(
  problems: readonly Problem[],
  { scalars }: Assembly,
  torn: readonly Place[],
  secretPlaces: readonly Place[],
): Problem[] {
  const known = problems.filter((problem) => SAYS_IT_ALL.has(problem.code));
  const unresolved = scalars.filter((entry) => entry.is === 'unresolved').map((entry) => entry.scalar.place);
  const empty = scalars.filter((entry) => isEmptyField(entry.scalar)).map((entry) => entry.scalar.place);
  const broken = [...torn, ...unresolved, ...empty, ...known.flatMap((problem) => problem.place ?? [])];
  const byPlace = new Map(scalars.map((entry) => [toKey(entry.scalar.place), entry]));
  const hidden = new Set(secretPlaces.map(toKey));
  return problems.flatMap((problem) => {
    if (SAYS_IT_ALL.has(problem.code)) return [problem];
    if (problem.place && broken.some((place) => problem.place && isWithin(problem.place, place))) return [];
    const scalar = problem.place && byPlace.get(toKey(problem.place));
    if (!scalar || !problem.place) return [problem];
    return [withArgs(problem, refineArgs(problem, scalar, hidden.has(toKey(problem.place))))];
  });
}

/** A field of `transform` with nothing after its colon. */
export function isEmptyField({ pointer, raw }: YamlScalar): boolean {
  return pointer[0] === 'transform' && pointer.length > 1 && raw === '';
}

/** Where one of these is found, the schema's own opinion of the value adds nothing. */
const SAYS_IT_ALL: ReadonlySet<string> = new Set(['spec/no-expression', 'spec/nothing-written']);

function refineArgs({ code, args }: Problem, { scalar, is }: SpecScalar, isSecret: boolean): Args {
  const shown = code === 'spec/not-one-of' || code === 'spec/not-yet' ? 'value' : 'found';
  const hasValue = args[shown] !== undefined && args[shown] !== '';
  if (isSecret && hasValue) return { ...args, [shown]: 'a secret' };
  if (is === 'replaced' && hasValue) return { ...args, [shown]: `what ${String(scalar.value)} stands for` };
  if (code !== 'spec/wrong-value') return args;
  if (scalar.raw === '') return { ...args, found: 'nothing' };
  if (args['wantsQuotes'] === true) return { ...args, rewrite: `"${scalar.raw}"` };
  const wantsExpression = String(args['expected']).startsWith('an expression, which');
  if (wantsExpression && is !== 'expression') return { ...args, rewrite: toExpressionScalar(String(scalar.value)) };
  return args;
}

/** A text as an expression in YAML, in quotes where it needs them. */
function toExpressionScalar(text: string): string {
  return /: | #|[\n]|:$/.test(text) ? toSingleQuoted(`=${text}`) : `=${text}`;
}

function toKey({ source, start, end }: Place): string {
  return `${source.file}\n${start}\n${end}`;
}

function isWithin(inner: Place, outer: Place): boolean {
  return inner.source === outer.source && inner.start >= outer.start && inner.end <= outer.end;
}
