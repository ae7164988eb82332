/** The arguments of a call against the signature of a built-in or a helper. */
import { HELPERS } from '../helpers/helper-table.ts';
import { written, type Inspection, type Scope } from '../inference/part.ts';
import { isPatternParameter, toPattern } from './quoted-patterns.ts';
import { asNumber, asText, toOperand } from './rewrites.ts';
import { parameterAt, type Parameter, type Signature } from '../signatures.ts';
import type { Tree } from '../../jsonata/tree.ts';
import { isOnly, KIND, kindName, mayBe, type Type } from '../types.ts';

interface Call {
  readonly inspection: Inspection;
  readonly procedure: Tree;
  readonly name: string;
  readonly signature: Signature;
  readonly args: readonly Tree[];
  readonly types: readonly Type[];
  readonly scope: Scope;
}

/**
 * Compares arguments with the signature; false where their number is wrong. JSONata reads them in their places first;
 * where they do not fit there, and the context can be the first argument, as those that follow it.
 */
export function checkArguments(call: Call): boolean {
  const { signature, types, scope } = call;
  const { parameters } = signature;
  const [first] = parameters;
  const mayShift = first?.takesContext === true && accepts(first, scope.context);
  const shifted = mayShift ? parameters.slice(1) : undefined;
  const fitting = [parameters, shifted].find((one) => one !== undefined && fits(one, types));
  if (fitting) {
    reportItems(call, fitting);
    return true;
  }
  const own = takesCount(parameters, types.length) ? parameters : undefined;
  // What fits as far as it goes lacks an argument.
  const isCut = types.every((one, at) => acceptsAt(parameters, at, one));
  const isEnough = shifted !== undefined && takesCount(shifted, types.length);
  const wanted = own ?? (isEnough && !isCut ? shifted : undefined);
  if (!wanted) reportCount(call, mayShift && !isEnough);
  else reportTypes(call, wanted);
  return wanted !== undefined;
}

function fits(parameters: readonly Parameter[], types: readonly Type[]): boolean {
  return takesCount(parameters, types.length) && types.every((one, at) => acceptsAt(parameters, at, one));
}

function takesCount(parameters: readonly Parameter[], given: number): boolean {
  const least = parameters.filter((one) => !one.isOptional).length;
  const most = parameters.some((one) => one.isRepeated) ? Infinity : parameters.length;
  return given >= least && given <= most;
}

function acceptsAt(parameters: readonly Parameter[], at: number, type: Type): boolean {
  const parameter = parameterAt(parameters, at);
  return parameter !== undefined && accepts(parameter, type);
}

/** JSONata takes a single value where it wants a list. */
function accepts({ type }: Parameter, given: Type): boolean {
  if (given.kinds === 0) return true;
  if (!isOnly(type, KIND.list)) return mayBe(given, type.kinds);
  if (!type.items) return true;
  const items = given.items && isOnly(given, KIND.list) ? given.items : given;
  return items.kinds === 0 || mayBe(items, type.items.kinds | KIND.list);
}

function reportCount(call: Call, mayShift: boolean): void {
  const { inspection, procedure, name, signature, types } = call;
  const rewrite = listedRewrite(call);
  const args = {
    name,
    rewrite,
    wanted: countOf(signature.parameters, mayShift),
    given: plural(types.length),
    form: formOf(name, signature.parameters),
  };
  inspection.report('expression/argument-count', args, inspection.spans.of(procedure));
}

/** `$max(a, b)`, which takes one list; empty of any other call. */
function listedRewrite({ inspection, name, signature, args, scope }: Call): string {
  const [only, ...more] = signature.parameters;
  if (!only || more.length > 0 || args.length < 2 || !isOnly(only.type, KIND.list)) return '';
  const isOfNumbers = only.type.items !== undefined && mayBe(only.type.items, KIND.number);
  const operands = args.map((one) => toOperand(inspection, one, scope));
  const texts = operands.map((one) =>
    isOfNumbers && isOnly(one.type, KIND.text) ? asNumber(inspection, one) : one.text,
  );
  return texts.includes('') ? '' : `$${name}([${texts.join(', ')}])`;
}

function countOf(parameters: readonly Parameter[], mayShift: boolean): string {
  const least = parameters.filter((one) => !one.isOptional && !(one.takesContext && mayShift)).length;
  const most = parameters.length;
  if (parameters.some((one) => one.isRepeated)) return `at least ${plural(least)}`;
  return least === most ? plural(most) : `${least} to ${plural(most)}`;
}

export function plural(count: number): string {
  return count === 0 ? 'no arguments' : count === 1 ? 'one argument' : `${count} arguments`;
}

function reportTypes(call: Call, parameters: readonly Parameter[]): void {
  for (const [at, type] of call.types.entries()) {
    const parameter = parameterAt(parameters, at);
    const node = call.args[at];
    if (parameter && node && !accepts(parameter, type)) reportArgument(call, parameter, node, type, at);
  }
}

const ORDINALS = ['its first argument', 'its second argument', 'its third argument', 'its fourth argument'];

/** `[age, 1]` may be of numbers by its type, but not by its first item. */
function reportItems(call: Call, parameters: readonly Parameter[]): void {
  for (const [at, node] of call.args.entries()) {
    const parameter = parameterAt(parameters, at);
    if (!parameter?.type.items) continue;
    for (const item of itemsOf(node)) {
      const type = call.inspection.typeOf(item, call.scope);
      if (!accepts(parameter, type)) reportArgument(call, parameter, item, type, at);
    }
  }
}

/** What stands in `[a, b]`. */
function itemsOf({ type, value, expressions = [] }: Tree): readonly Tree[] {
  return type === 'unary' && value === '[' ? expressions : [];
}

function reportArgument(call: Call, parameter: Parameter, node: Tree, type: Type, at: number): void {
  const { inspection, name, signature } = call;
  const text = written(inspection, node);
  const rewrite = rewriteFor(call, parameter, node, type);
  const wanted = parameterName(name, signature.parameters, parameter);
  const args = {
    name,
    wanted,
    which: ORDINALS[at] ?? `argument ${at + 1}`,
    text,
    type: kindName(type),
    rewrite,
    form: formOf(name, signature.parameters),
  };
  inspection.report('expression/argument-type', args, inspection.spans.of(node));
}

/** What may have been meant: a number made of a column, a text of digits. */
function rewriteFor(call: Call, parameter: Parameter, node: Tree, type: Type): string {
  const text = written(call.inspection, node);
  const wanted = parameter.type.items ?? parameter.type;
  const [first, sought] = call.args;
  if (call.name === 'contains' && first === node && sought && isOnly(type, KIND.list)) {
    const isText = isOnly(call.inspection.typeOf(sought, call.scope), KIND.text);
    return isText ? `${written(call.inspection, sought)} in ${text}` : '';
  }
  if (mayBe(wanted, KIND.number)) {
    // A function that is handed over is given the items of what stands there.
    const isItself = isOnly(call.inspection.typeOf(node, call.scope), KIND.text);
    if (isItself && isOnly(type, KIND.text)) return asNumber(call.inspection, { node, type, text });
    const list = parameter.type.items ? numbersOf(call, node) : '';
    return list !== '' && call.args.length === 1 && call.args[0] === node ? `$${call.name}(${list})` : list;
  }
  const isPattern = isPatternParameter(call.name, call.signature.parameters.indexOf(parameter));
  if (isPattern && typeof type.literal === 'string') return toPattern(type.literal) ?? '';
  if (!isOnly(type, KIND.number) || !mayBe(wanted, KIND.text)) return '';
  return type.literal === undefined ? `$string(${text})` : asText(type);
}

/** `[age, 1]` with a number made of each column; empty where some of it is neither. */
function numbersOf({ inspection, scope }: Call, node: Tree): string {
  const items = itemsOf(node).map((one) => {
    const operand = toOperand(inspection, one, scope);
    return isOnly(operand.type, KIND.text) || isOnly(operand.type, KIND.number) ? asNumber(inspection, operand) : '';
  });
  return items.length === 0 || items.includes('') ? '' : `[${items.join(', ')}]`;
}

/** `$substring(text, number, number?)`; of ours as it stands in the table. */
function formOf(name: string, parameters: readonly Parameter[]): string {
  const own = HELPERS.get(name);
  if (own) return own.signature;
  const names = parameters.map(
    (one) => `${parameterName(name, parameters, one).replace(/^(an?) /, '')}${one.isOptional ? '?' : ''}`,
  );
  return `$${name}(${names.join(', ')})`;
}

/** A pattern is a function, but nobody calls it so. */
function parameterName(name: string, parameters: readonly Parameter[], parameter: Parameter): string {
  const kind = kindName(parameter.type);
  return isPatternParameter(name, parameters.indexOf(parameter)) ? kind.replace('a function', 'a pattern') : kind;
}
