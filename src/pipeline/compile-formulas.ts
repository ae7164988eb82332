/** The expressions in the config of a component, compiled before it is built. */
import { ProblemsError } from '../base/errors.ts';
import { isObject } from '../base/json.ts';
import type { Problem } from '../base/problem.ts';
import type { ServerSourceKind } from '../contracts/component.ts';
import type { Formula } from '../contracts/formula.ts';
import { compileFormula } from '../expression/formula.ts';
import { ownSchema } from './component-schema.ts';
import type { ComponentSpec } from './pipeline-spec.ts';

/** The properties whose schema says that they become formulas. Throws ProblemsError, each placed in its expression. */
export function compileFormulas(
  component: ComponentSpec,
  kind: ServerSourceKind,
): { readonly [property: string]: Formula } {
  const formulas: [string, Formula][] = [];
  const problems: Problem[] = [];
  for (const [property, schema] of Object.entries(ownSchema(kind).properties ?? {})) {
    const text = component.expressionOf(property);
    if (!text || !isObject(schema) || schema['becomes'] !== 'formula') continue;
    const compiled = compileFormula(text, kind.variables ?? []);
    if ('problems' in compiled) problems.push(...compiled.problems);
    else formulas.push([property, compiled.formula]);
  }
  if (problems.length > 0) throw new ProblemsError(problems);
  return Object.fromEntries(formulas);
}

/** An expression that a component brings along. It is ours: what is wrong with it is our bug. */
export function compileOwn(text: string): Formula {
  const place = { source: { file: 'expression', text }, start: 0, end: text.length };
  const compiled = compileFormula({ text, place, placeOf: () => place });
  if ('problems' in compiled) throw new Error(`${text}: ${compiled.problems.map((one) => one.code).join(', ')}`);
  return compiled.formula;
}
