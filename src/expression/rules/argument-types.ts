/** The arguments of a call against the signature of a built-in or a helper. */
import { finding, type Finding } from '../finding.ts';
import { HELPERS, SUGGESTIONS } from '../helpers/helper-table.ts';
import { isBare } from '../../jsonata/tree.ts';
import { accepts, fitOf, type Fit } from '../inference/fit.ts';
import { handedItems, type Call } from '../inference/infer-calls.ts';
import { ownFunction, type Part } from '../inference/part.ts';
import { SIGNATURES } from '../known-functions.ts';
import { countsOf, parameterAt, type Parameter, type Signature } from '../signatures.ts';
import { isOnly, KIND, kindName, mayBe } from '../types.ts';
import { repeatAsValue } from './children.ts';
import { isPatternParameter, toPattern } from './quoted-patterns.ts';
import { asNumber, asText } from './rewrites.ts';
import { callRule, type Rule } from './rule.ts';

/** A call of what has a signature: as it stands there, or of a function that is handed over and gets the items of a list. */
type Given = Pick<Call, 'name' | 'args' | 'types' | 'callee'> & { readonly signature: Signature };

const FITTING: Rule = callRule((call) => wrongArguments(call as Given));

/** `$map([beds, qty], $round)`: a function that is handed over gets the items of the list. */
const HANDED_OVER: Rule = callRule(function* (call) {
  const handed = handedItems(call);
  const node = call.node.arguments?.[1];
  if (!handed || node?.type !== 'variable') return;
  const callee = call.of(node);
  const name = String(node.value);
  const signature = ownFunction(callee) ? undefined : SIGNATURES.get(name);
  if (!signature || signature.least > 1) return;
  const item = call.of(handed.list.node, handed.item);
  const given: Given = { name, signature, callee, args: [item], types: [handed.item] };
  yield* wrongArguments(given);
  yield* againstCall(given);
});

/** What a helper itself has against a call. */
const AGAINST_CALL: Rule = callRule((call) => againstCall(call));

function againstCall({
  name,
  args,
  types,
  callee,
}: Pick<Call, 'name' | 'args' | 'types' | 'callee'>): readonly Finding[] {
  const { context, isFunction } = callee.known;
  return HELPERS.get(name)?.check?.({ context, isFunction, callee: callee.span, args, types }) ?? [];
}

function* wrongArguments(call: Given): Iterable<Finding> {
  const { signature, types, callee } = call;
  const fit = fitOf(signature, types, callee.scope.context);
  if (!fit.wanted) yield wrongCount(call, fit);
  else yield* wrongTypes(call, fit.wanted, fit.isFitting);
}

function wrongCount(call: Given, { mayTakeContext }: Fit): Finding {
  const { name, signature, types, callee } = call;
  const args = {
    name,
    rewrite: listedRewrite(call),
    wanted: countOf(signature, mayTakeContext),
    given: plural(types.length),
    form: formOf(name, signature.parameters),
  };
  return finding('expression/argument-count', args, callee);
}

/** `$max(a, b)`, which takes one list; empty of any other call. */
function listedRewrite({ name, signature, args }: Given): string {
  const [only, ...more] = signature.parameters;
  if (!only || more.length > 0 || args.length < 2 || !isOnly(only.type, KIND.list)) return '';
  const isOfNumbers = only.type.items !== undefined && mayBe(only.type.items, KIND.number);
  const texts = args.map((one) => (isOfNumbers && one.is(KIND.text) ? asNumber(one) : one.text));
  return texts.includes('') ? '' : `$${name}([${texts.join(', ')}])`;
}

function countOf({ parameters, most }: Signature, mayTakeContext: boolean): string {
  const { least } = countsOf(parameters.filter((parameter) => !(parameter.takesContext && mayTakeContext)));
  if (most === Infinity) return `at least ${plural(least)}`;
  return least === most ? plural(most) : `${least} to ${plural(most)}`;
}

export function plural(count: number): string {
  return count === 0 ? 'no arguments' : count === 1 ? 'one argument' : `${count} arguments`;
}

function* wrongTypes(call: Given, parameters: readonly Parameter[], isFitting: boolean): Iterable<Finding> {
  for (const [at, argument] of call.args.entries()) {
    const parameter = parameterAt(parameters, at);
    if (!parameter || (isFitting && !parameter.type.items)) continue;
    // `[age, 1]` may be of numbers by its type, but not by its first item.
    for (const part of isFitting ? argument.items : [argument])
      if (!accepts(parameter, part.type)) yield wrongType(call, parameter, part, at);
  }
}

const ORDINALS = ['its first argument', 'its second argument', 'its third argument', 'its fourth argument'];

function wrongType(call: Given, parameter: Parameter, argument: Part, at: number): Finding {
  const { name, signature } = call;
  const ofRepeat = isOnly(parameter.type, KIND.list) ? undefined : repeatAsValue(argument);
  if (ofRepeat) return ofRepeat;
  const args = {
    name,
    wanted: parameterName(name, signature.parameters, parameter),
    which: ORDINALS[at] ?? `argument ${at + 1}`,
    text: argument.text,
    type: kindName(argument.type),
    rewrite: rewriteFor(call, parameter, argument),
    form: formOf(name, signature.parameters),
  };
  return finding('expression/argument-type', args, argument);
}

/** What may have been meant: a number made of a column, a text of digits. */
function rewriteFor({ name, args, signature }: Given, parameter: Parameter, argument: Part): string {
  const { text, node, literal } = argument;
  const wanted = parameter.type.items ?? parameter.type;
  const [first, sought] = args;
  if (name === 'contains' && first?.node === node && sought && argument.is(KIND.list))
    return sought.is(KIND.text) ? `${sought.text} in ${text}` : '';
  if (mayBe(wanted, KIND.number)) {
    // A function that is handed over is given the items of what stands there.
    const isItself = argument.of(node).is(KIND.text);
    if (isItself && argument.is(KIND.text)) return asNumber(argument);
    const list = parameter.type.items ? numbersOf(argument) : '';
    return list !== '' && args.length === 1 && first?.node === node ? `$${name}(${list})` : list;
  }
  const isPattern = isPatternParameter(name, signature.parameters.indexOf(parameter));
  if (isPattern && typeof literal === 'string') return toPattern(literal) ?? '';
  if (!argument.is(KIND.number) || !mayBe(wanted, KIND.text)) return '';
  return literal === undefined ? `$string(${text})` : asText(argument);
}

/** `[age, 1]` with a number made of each column, and of `members.age` of each child; empty where some of it is neither. */
function numbersOf(part: Part): string {
  const { items: parts, node, span, known } = part;
  const last = node.type === 'path' ? node.steps?.at(-1) : undefined;
  if (last?.type === 'name' && isBare(last) && part.is(KIND.text | KIND.list)) {
    const at = known.spans.token(last.position);
    return known.spans.textOf({ start: span.start, end: at.start }) + SUGGESTIONS.number(known.spans.textOf(at));
  }
  const items = parts.map((one) => (one.is(KIND.text) || one.is(KIND.number) ? asNumber(one) : ''));
  return items.length === 0 || items.includes('') ? '' : `[${items.join(', ')}]`;
}

/** `$substring(text, number, number?)`; of ours as it stands in the table. */
function formOf(name: string, parameters: readonly Parameter[]): string {
  const names = parameters.map(
    (one) => `${parameterName(name, parameters, one).replace(/^(an?) /, '')}${one.isOptional ? '?' : ''}`,
  );
  return HELPERS.get(name)?.signature ?? `$${name}(${names.join(', ')})`;
}

/** A pattern is a function, but nobody calls it so. */
function parameterName(name: string, parameters: readonly Parameter[], parameter: Parameter): string {
  const kind = kindName(parameter.type);
  return isPatternParameter(name, parameters.indexOf(parameter)) ? kind.replace('a function', 'a pattern') : kind;
}

export const ARGUMENTS: readonly Rule[] = [HANDED_OVER, FITTING, AGAINST_CALL];
