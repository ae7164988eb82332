import { nearest } from '../base/nearest.ts';
import { problem, type Problem } from '../base/problem.ts';
import { describe } from '../messages/describe.ts';
import type { Place } from '../base/document.ts';
import type { Header } from '../contracts/record.ts';
import type { ShapeProperty } from '../contracts/shape.ts';
import { compileExpression, type Expression } from '../expression/compile.ts';
import { syntaxProblem } from '../expression/syntax/syntax-problem.ts';
import { checkExpression, type CheckedExpression, type CheckOptions } from '../expression/check-expression.ts';
import type { ExpressionContext } from '../expression/context.ts';
import type { Leaf } from '../expression/types.ts';
import type { ExpressionText } from '../base/expression-text.ts';
import type { NamedField, TransformSpec, Written } from './mapping-spec.ts';
import { checkUncomputed } from './check-literals.ts';
import { checkCompulsory, isCompletedAlways } from './check-compulsory.ts';
import { checkResult } from './check-result.ts';
import { convertValue } from './convert.ts';
import { targetName, type Field, type Origin, type Required, type Target, type TargetElement } from './field.ts';
import { DOT } from './cells.ts';
import type { GeneratedElement, GeneratedMapping } from './generated-file.ts';

/** An expression of the pipeline, for the checks that follow once the source's header is known. */
export interface UsedExpression {
  readonly text: ExpressionText;
  readonly expression: Expression;
  /** The values that it may come to, as far as that can be told. */
  readonly leaves: readonly Leaf[];
  /** Checks it again, once the columns of the record and of its children are known; undefined where they add nothing. */
  readonly checkWith?: (header: Header) => CheckedExpression | undefined;
}

/** What expressions may look things up in, whatever the field. */
type Tables = Pick<ExpressionContext, 'table' | 'tableNames' | 'choices' | 'userFunctions'>;

/** The fields of one form version, with their expressions and what is wrong with them. */
export interface BuiltFields {
  readonly fields: readonly Field[];
  readonly used: readonly UsedExpression[];
  readonly problems: readonly Problem[];
}

/** Compiles and checks a text; adds to `problems` and to `used`. Undefined where it cannot be compiled. */
export function compileText(
  text: ExpressionText,
  context: ExpressionContext,
  problems: Problem[],
  used: UsedExpression[],
  options: CheckOptions = {},
): UsedExpression | undefined {
  const compiled = compileExpression(text.text, context);
  if (!compiled.ok) {
    problems.push(syntaxProblem(text, compiled.error));
    return undefined;
  }
  const checked = checkExpression(text, context, options);
  problems.push(...checked.problems);
  const { expression } = compiled;
  const checkWith = (header: Header): CheckedExpression | undefined => {
    const isRepeat = ({ name }: { readonly name: string }): boolean => header.repeats?.has(name) === true;
    const isFinal = checked.open.size === 0 && !expression.references.columns.some(isRepeat);
    return isFinal ? undefined : checkExpression(text, { ...context, header }, options);
  };
  const compiledText = { text, expression, leaves: checked.leaves, checkWith };
  used.push(compiledText);
  return compiledText;
}

/**
 * The fields of one form version: the generated ones in the order of the program, then those by hand that add to them;
 * a field by hand takes the place of the generated one of the same target.
 */
export function buildFields(
  transform: TransformSpec,
  generated: GeneratedMapping | undefined,
  properties: readonly ShapeProperty[],
  tables: Tables,
): BuiltFields {
  const problems: Problem[] = [];
  const used: UsedExpression[] = [];
  const byTarget = new Map<string, Field>();
  for (const ofProgram of generated?.elements ?? []) {
    if (ofProgram.column !== undefined) byTarget.set(ofProgram.element.id, fromColumn(ofProgram, ofProgram.column));
  }
  const written = new Set<string>();
  const add = (named: NamedField, target: Target, generatedElement: GeneratedElement | undefined): void => {
    const id = target.is === 'property' ? target.property.name : target.element.id;
    if (written.has(id)) problems.push(problem('mapping/twice', { field: targetName(target) }, named.namePlace));
    written.add(id);
    const context = contextOf(tables, generated, generatedElement);
    const field = fromHand(named, target, generatedElement, context, problems, used);
    if (!field) return;
    byTarget.set(id, field);
    problems.push(...checkCompulsory(named, field, isCompletedAlways(byTarget), generated?.of));
  };
  for (const named of transform.properties) {
    const property = properties.find((candidate) => candidate.name === named.name);
    if (property) add(named, { is: 'property', property }, undefined);
  }
  for (const named of transform.values) {
    const match = findElement(named, generated);
    if ('code' in match) problems.push(match);
    else add(named, { is: 'element', element: match.element }, match.generated);
  }
  for (const property of properties) {
    // One whose expression cannot be read is told as that.
    if (property.required && !written.has(property.name))
      problems.push(problem('mapping/required-target', { property: property.name }));
  }
  return { fields: [...byTarget.values()], used, problems };
}

function fromColumn(generated: GeneratedElement, column: string): Field {
  return {
    target: { is: 'element', element: generated.element },
    from: { is: 'column', column },
    when: undefined,
    required: generated.element.compulsory,
    optionMap: generated.element.optionSet ? (generated.optionMap ?? NO_OPTIONS(generated)) : undefined,
    get place() {
      return generated.place;
    },
  };
}

/** A data element with an option set that is not mapped: any answer is a miss that names the option set. */
const NO_OPTIONS = (generated: GeneratedElement) => ({
  name: generated.element.optionSet?.id ?? generated.element.name,
  get: () => undefined,
  keys: () => [],
});

function fromHand(
  named: NamedField,
  target: Target,
  generated: GeneratedElement | undefined,
  context: ExpressionContext,
  problems: Problem[],
  used: UsedExpression[],
): Field | undefined {
  const { field } = named;
  const condition = `\`when\` of ${named.name}`;
  const when =
    field.form === 'long' && field.when ? compileText(field.when, context, problems, used, { condition }) : undefined;
  const written = field.form === 'short' ? field.value : field.from;
  const origin = written ? toOrigin(written, context, problems, used) : generatedOrigin(generated, named, problems);
  if (!origin) return undefined;
  const { from, leaves } = origin;
  // A short field is the value that DHIS2 gets; `from` replaces the cell, and the option map still applies.
  const isFinal = field.form === 'short' || target.is === 'property';
  const place: Place =
    field.form === 'long'
      ? field.place
      : field.value.is === 'literal'
        ? field.value.place
        : field.value.expression.place;
  const built: Field = {
    target,
    from,
    when: when && { expression: when.expression, text: when.text.text },
    required: requiredBy(target, field.form === 'long' ? field.required : undefined),
    optionMap: isFinal || !generated?.element.optionSet ? undefined : (generated.optionMap ?? NO_OPTIONS(generated)),
    place,
  };
  const uncomputed = checkUncomputed(built);
  problems.push(...uncomputed);
  if (from.is === 'literal' && uncomputed.length === 0)
    checkLiteral(built, from.value, written?.is === 'literal' ? written.place : place, problems);
  problems.push(...checkResult(built, leaves));
  return built;
}

/** Whether a field is required: as the spec says or, where it says nothing, the sink or the program. */
function requiredBy(target: Target, written: boolean | undefined): Required | undefined {
  if (written !== undefined) return written ? 'always' : undefined;
  if (target.is === 'element') return target.element.compulsory;
  return target.property.required ? 'always' : undefined;
}

function toOrigin(
  written: Written,
  context: ExpressionContext,
  problems: Problem[],
  used: UsedExpression[],
): CheckedOrigin | undefined {
  if (written.is === 'literal') return { from: { is: 'literal', value: written.value }, leaves: [] };
  const compiled = compileText(written.expression, context, problems, used);
  if (!compiled) return undefined;
  const { expression, text, leaves } = compiled;
  return { from: { is: 'expression', expression, text: text.text }, leaves };
}

interface CheckedOrigin {
  readonly from: Origin;
  readonly leaves: readonly Leaf[];
}

/** `{ when: …, required: … }` without `from` keeps the generated column. */
function generatedOrigin(
  generated: GeneratedElement | undefined,
  named: NamedField,
  problems: Problem[],
): CheckedOrigin | undefined {
  if (generated?.column !== undefined) return { from: { is: 'column', column: generated.column }, leaves: [] };
  problems.push(problem('mapping/no-from', { name: named.name }, named.namePlace));
  return undefined;
}

function checkLiteral(field: Field, value: unknown, place: Place, problems: Problem[]): void {
  const converted = convertValue(field, value);
  if (converted.ok) return;
  const reason = describe(converted.code, converted.args).message;
  problems.push(
    problem('mapping/bad-literal', { field: targetName(field.target), value: converted.value, reason }, place),
  );
}

function contextOf(
  tables: Tables,
  generated: GeneratedMapping | undefined,
  own: GeneratedElement | undefined,
): ExpressionContext {
  const optionMaps = generated?.optionMaps;
  return {
    ...tables,
    options: (id) => (id === undefined ? own?.optionMap : optionMaps?.get(id)),
    optionSets: [...(optionMaps?.keys() ?? [])],
  };
}

/** A UID, or that of an element and of its combo. */
const IDS = /^[A-Za-z][A-Za-z0-9]{10}(\.[A-Za-z][A-Za-z0-9]{10})?$/;

type FoundElement = { readonly element: TargetElement; readonly generated: GeneratedElement | undefined };

function findElement(named: NamedField, generated: GeneratedMapping | undefined): FoundElement | Problem {
  const { name, namePlace } = named;
  // Without a mapping nothing is known of the program: a UID is taken at its word, and its values as text.
  if (!generated) {
    if (!IDS.test(name)) return problem('mapping/name-without-mapping', { name }, namePlace);
    const element = { id: name, name, valueType: 'TEXT', compulsory: undefined, optionSet: undefined };
    return { element, generated: undefined };
  }
  const byId = generated.elements.find((candidate) => candidate.element.id === name);
  const byName = generated.elements.filter((candidate) => candidate.names.includes(name));
  const [match] = byId ? [byId] : byName;
  if (match && (byId || byName.length === 1)) return { element: match.element, generated: match };
  if (match)
    return problem(
      'mapping/ambiguous-data-element',
      { name, uids: byName.map((candidate) => candidate.element.id), place: generated.of },
      namePlace,
    );
  const cells = cellsOfElement(name, generated);
  if (cells.length > 0) return problem('mapping/element-has-cells', { name, cells }, namePlace);
  const near = nearest(
    name,
    generated.elements.flatMap((candidate) => [...candidate.names, candidate.element.id]),
  );
  const others = near === undefined ? cellsOfElement(name.split(DOT, 1)[0] as string, generated) : [];
  if (others.length > 0) return problem('mapping/unknown-cell', { name, cells: others }, namePlace);
  const args = { name, place: generated.of, ...(near !== undefined && { nearest: near }) };
  return problem('mapping/unknown-data-element', args, namePlace);
}

/** The cells of a data element that is broken down, by the words that a spec uses for them; empty where there is none. */
function cellsOfElement(name: string, { elements }: GeneratedMapping): string[] {
  const cells = elements.flatMap(({ names }) => names.findLast((cell) => cell.startsWith(`${name}${DOT}`)) ?? []);
  return cells.map((cell) => (cell.includes(',') ? `"${cell}"` : cell));
}
