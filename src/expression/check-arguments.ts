/** The arguments of a call against the signature of a built-in or a helper. */
import { FUNCTIONS } from './functions/function-table.ts';
import { written, type Inspection, type Scope } from './inspect.ts';
import type { Parameter, Signature } from './signatures.ts';
import type { Tree } from './tree.ts';
import { isOnly, KIND, kindName, mayBe, type Type } from './types.ts';

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
  if (fits(parameters, types) || (shifted && fits(shifted, types))) return true;
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

/** The last one may be repeated. */
function parameterAt(parameters: readonly Parameter[], at: number): Parameter | undefined {
  return parameters[at] ?? (parameters.at(-1)?.isRepeated === true ? parameters.at(-1) : undefined);
}

/** JSONata takes a single value where it wants a list. */
function accepts({ type }: Parameter, given: Type): boolean {
  if (given.kinds === 0) return true;
  if (!isOnly(type, KIND.list)) return mayBe(given, type.kinds);
  if (!type.items) return true;
  const items = given.items && isOnly(given, KIND.list) ? given.items : given;
  return items.kinds === 0 || mayBe(items, type.items.kinds | KIND.list);
}

function reportCount({ inspection, procedure, name, signature, types }: Call, mayShift: boolean): void {
  const args = {
    name,
    wanted: countOf(signature.parameters, mayShift),
    given: plural(types.length),
    form: formOf(name, signature.parameters),
  };
  inspection.report('expression/argument-count', args, inspection.spans.of(procedure));
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

function reportArgument(call: Call, parameter: Parameter, node: Tree, type: Type, at: number): void {
  const { inspection, name, signature } = call;
  const text = written(inspection, node);
  const wantsNumber = mayBe(parameter.type.items ?? parameter.type, KIND.number);
  const rewrite =
    wantsNumber && type.cell !== undefined
      ? `$int(${text}) or $decimal(${text})`
      : isOnly(type, KIND.number) && mayBe(parameter.type, KIND.text)
        ? type.literal === undefined
          ? `$string(${text})`
          : `"${text}"`
        : '';
  const wanted = kindName(parameter.type);
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

/** `$substring(text, number, number?)`; of ours as it stands in the table. */
function formOf(name: string, parameters: readonly Parameter[]): string {
  const own = FUNCTIONS.get(name);
  if (own) return own.signature;
  const names = parameters.map((one) => `${kindName(one.type).replace(/^(an?) /, '')}${one.isOptional ? '?' : ''}`);
  return `$${name}(${names.join(', ')})`;
}
