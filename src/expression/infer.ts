/** Goes through an expression without a row, and tells what type its value has and what cannot be right. */
import type { Code } from '../base/codes.ts';
import { nearest } from '../base/nearest.ts';
import { problem, type Args, type Problem, type Severity } from '../base/problem.ts';
import { checkCall } from './check-calls.ts';
import { checkAlternatives, checkLiteralCondition, checkOperands } from './check-conditions.ts';
import { checkKnownValues } from './check-known-values.ts';
import { checkPattern } from './check-helpers.ts';
import { checkBinary, checkNumber } from './check-operators.ts';
import type { FunctionContext } from './functions/etl-function.ts';
import { FUNCTIONS } from './functions/function-table.ts';
import { isRounded } from './functions/conversions.ts';
import { typeOfPart, typeOfPath, typeOfTail } from './infer-paths.ts';
import { withOwnName, written, type Inspection, type Scope } from './inspect.ts';
import type { Tree } from './tree.ts';
import { BUILT_IN_SIGNATURES } from './signatures.ts';
import { oneOf, someOf } from './shapes.ts';
import { Spans, type Span } from './spans.ts';
import type { ExpressionText } from './text.ts';
import {
  ANYTHING,
  BOOLEAN,
  FUNCTION,
  isOnly,
  KIND,
  listOf,
  mayBe,
  NOTHING,
  NUMBER,
  OBJECT,
  union,
  type Type,
} from './types.ts';

export class Inferrer implements Inspection {
  readonly spans: Spans;
  readonly context: FunctionContext;
  readonly isFunction: boolean;
  readonly #text: ExpressionText;
  /** By code and place: parts that are looked at twice are reported once. */
  readonly #problems = new Map<string, Problem>();
  /** As last looked at: whoever asks twice must not double the work at each level. */
  readonly #types = new Map<Tree, { readonly scope: Scope; readonly type: Type }>();
  /** Calls whose coming to nothing is provided for. */
  readonly #guarded = new Set<string>();

  constructor(text: ExpressionText, context: FunctionContext, isFunction: boolean) {
    this.#text = text;
    this.spans = new Spans(text.text);
    this.context = context;
    this.isFunction = isFunction;
  }

  get problems(): readonly Problem[] {
    return [...this.#problems.values()];
  }

  report(code: Code, args: Args, span: Span, severity: Severity = 'error'): void {
    const key = `${code} ${span.start} ${span.end}`;
    if (code === 'expression/unguarded-lookup' && this.#guarded.has(key)) return;
    this.#problems.set(key, problem(code, args, this.#text.placeOf(span.start, span.end), severity));
  }

  typeOf(node: Tree, scope: Scope): Type {
    const known = this.#types.get(node);
    if (known?.scope === scope) return known.type;
    const found = this.#typeOf(node, scope);
    const { keepArray, keepSingletonArray } = node;
    // `a[]` is a list even of one.
    const type = keepArray === true || keepSingletonArray === true ? { kinds: found.kinds | KIND.list } : found;
    this.#types.set(node, { scope, type });
    return type;
  }

  #typeOf(node: Tree, scope: Scope): Type {
    switch (node.type) {
      case 'string':
        return { kinds: KIND.text, literal: String(node.value) };
      case 'number':
        return this.#number(node);
      case 'value':
        return valueType(node.value);
      case 'regex':
        checkPattern(this, node);
        return FUNCTION;
      case 'name':
        return scope.isRecord ? cellType(this.context, String(node.value)) : typeOfPart(this, node, scope);
      case 'variable':
        return typeOfTail(this, node, scope, this.#variable(node, scope));
      case 'path':
        return typeOfPath(this, node, scope);
      case 'binary':
        return typeOfTail(this, node, scope, this.#binary(node, scope));
      case 'unary':
        return typeOfTail(this, node, scope, this.#unary(node, scope));
      case 'condition':
        return this.#condition(node, scope);
      case 'block':
        return typeOfTail(this, node, scope, this.#block(node, scope).type);
      case 'bind':
        this.#guard(node.rhs);
        return this.typeOf(node.rhs as Tree, { ...scope, variables: withOwnName(node, scope.variables) });
      case 'lambda':
        return this.lambdaType(node, scope, ANYTHING);
      case 'function':
        if (node.procedure?.value === 'exists') this.#guard(node.arguments?.[0]);
        return typeOfTail(this, node, scope, checkCall(this, node, scope));
      case 'partial':
        for (const one of node.arguments ?? []) if (one.type !== 'operator') this.typeOf(one, scope);
        return FUNCTION;
      case 'apply':
        return this.#apply(node, scope);
      case 'transform':
        for (const one of [node.pattern, node.update, node.delete])
          if (one) this.typeOf(one, { ...scope, isRecord: false, context: ANYTHING });
        return FUNCTION;
      default:
        return typeOfTail(this, node, scope, ANYTHING);
    }
  }

  lambdaType(node: Tree, scope: Scope, first: Type): Type {
    const variables = new Map(scope.variables);
    const names = (node.arguments ?? []).map((one) => String(one.value));
    for (const [at, name] of names.entries()) variables.set(name, at === 0 ? first : ANYTHING);
    if (node.body) this.typeOf(node.body, { ...scope, variables });
    const isThunk = node.thunk === true;
    return isThunk ? ANYTHING : { kinds: KIND.function, arity: names.length };
  }

  condition(node: Tree, scope: Scope): Type {
    const type = this.typeOf(node, scope);
    if (type.cell !== undefined)
      this.report('expression/text-as-condition', { text: written(this, node) }, this.spans.of(node), 'warning');
    return type;
  }

  /** What an expression comes to in the end: each branch by itself. */
  leaves(node: Tree, scope: Scope): { readonly node: Tree; readonly type: Type }[] {
    if (node.type === 'condition') {
      const other = node.else ? this.leaves(node.else, scope) : [{ node, type: NOTHING }];
      return [...this.leaves(node.then as Tree, scope), ...other];
    }
    if (node.type === 'block' && node.predicate === undefined && node.group === undefined) {
      const last = node.expressions?.at(-1);
      return last ? this.leaves(last, this.#block(node, scope).scope) : [];
    }
    return [{ node, type: this.typeOf(node, scope) }];
  }

  #binary(node: Tree, scope: Scope): Type {
    const operator = String(node.value);
    if (operator === '=' || operator === '!=' || operator === 'in') {
      for (const one of [node.lhs as Tree, node.rhs]) this.#guard(one);
      if (checkAlternatives(this, node, scope)) return BOOLEAN;
    }
    const type = checkBinary(this, node, scope);
    if (operator === 'and' || operator === 'or') checkOperands(this, node, scope);
    else checkKnownValues(this, node, scope);
    return type;
  }

  #number(node: Tree): Type {
    const span = this.spans.token(node.position);
    if (isRounded(this.spans.textOf(span)))
      this.report('expression/too-many-digits', { text: this.spans.textOf(span) }, span);
    return { kinds: KIND.number, literal: Number(node.value) };
  }

  #variable(node: Tree, scope: Scope): Type {
    const name = String(node.value);
    if (name === '') return scope.isRecord ? OBJECT : scope.context;
    if (name === '$') return OBJECT;
    const isFunction = FUNCTIONS.has(name) || BUILT_IN_SIGNATURES.has(name);
    return scope.variables.get(name) ?? (isFunction ? FUNCTION : ANYTHING);
  }

  #unary(node: Tree, scope: Scope): Type {
    if (node.value === '-') {
      const operand = node.expression as Tree;
      checkNumber(this, '-', operand, this.typeOf(operand, scope));
      return NUMBER;
    }
    if (node.value === '[') {
      const types = (node.expressions ?? []).map((one) => this.typeOf(one, scope));
      const items = types.map((one) =>
        isOnly(one, KIND.list) ? (one.items ?? ANYTHING) : mayBe(one, KIND.list) ? ANYTHING : one,
      );
      return listOf(
        items.length === 1
          ? (items[0] as Type)
          : items.reduce((a, b) => union({ kinds: a.kinds }, { kinds: b.kinds }), NOTHING),
      );
    }
    for (const pair of Array.isArray(node.lhs) ? (node.lhs as [Tree, Tree][]) : [])
      for (const one of pair) this.typeOf(one, scope);
    return OBJECT;
  }

  #condition(node: Tree, scope: Scope): Type {
    const condition = node.condition as Tree;
    const then = node.then as Tree;
    // `a ?? b` asks $exists(a), which nobody has written; `a ?: b` asks a itself.
    const isCoalescing = condition.type === 'function' && condition.procedure?.position === undefined;
    const isDefault = !isCoalescing && this.spans.of(condition).start === this.spans.of(then).start;
    if (isCoalescing || isDefault) this.#guard(then);
    const first = this.typeOf(then, scope);
    const second = node.else ? this.typeOf(node.else, scope) : NOTHING;
    if (isCoalescing && first.cell !== undefined && node.else) {
      const [text, other] = [written(this, then), written(this, node.else)];
      const args = { text, effect: '?? never takes the other value', rewrite: `${text} != "" ? ${text} : ${other}` };
      this.report('expression/blank-is-text', args, this.spans.of(node), 'warning');
    }
    if (!isCoalescing && !isDefault) {
      this.condition(condition, scope);
      checkLiteralCondition(this, condition);
    }
    return union(first, second);
  }

  /** Somebody looks at whether this comes to nothing. */
  #guard(node: Tree | undefined): void {
    if (!node) return;
    const { start, end } = this.spans.of(node);
    this.#guarded.add(`expression/unguarded-lookup ${start} ${end}`);
    if (node.type === 'block') this.#guard(node.expressions?.at(-1));
    else if (node.type === 'apply') for (const one of [node.lhs as Tree, node.rhs]) this.#guard(one);
    else if (node.type === 'path') this.#guard(node.steps?.at(-1));
    else if (node.type === 'function') for (const one of node.arguments ?? []) this.#guard(one);
  }

  #block(node: Tree, scope: Scope): { readonly type: Type; readonly scope: Scope } {
    const variables = new Map(scope.variables);
    const inner = { ...scope, variables };
    let type: Type = NOTHING;
    for (const one of node.expressions ?? []) {
      type = this.typeOf(one, inner);
      if (one.type === 'bind') variables.set(String((one.lhs as Tree).value), type);
    }
    return { type, scope: inner };
  }

  #apply(node: Tree, scope: Scope): Type {
    const lhs = node.lhs as Tree;
    const rhs = node.rhs as Tree;
    const type = this.typeOf(lhs, scope);
    if (rhs.type === 'function')
      return checkCall(
        this,
        rhs,
        scope,
        mayBe(type, KIND.function) && isOnly(type, KIND.function) ? undefined : { node: lhs, type },
      );
    const target = this.typeOf(rhs, scope);
    if (isOnly(type, KIND.function)) return FUNCTION;
    if (rhs.type !== 'variable') return target.kinds === 0 ? target : ANYTHING;
    const call = { type: 'function', procedure: rhs, arguments: [] } as Tree;
    return checkCall(this, call, scope, { node: lhs, type });
  }
}

/** The cell of a column, with its choices where the mapping knows them. */
function cellType(context: FunctionContext, column: string): Type {
  const choices = context.choices?.(column);
  const cell = { kinds: KIND.text, cell: column };
  if (!choices) return cell;
  const { codes, isMultiple } = choices;
  const values = new Set(codes.keys());
  const words = oneOf(values, false, (text) => {
    const code = nearest(text, codes.values());
    return [...values].find((one) => codes.get(one) === code);
  });
  return isMultiple ? { ...cell, shape: someOf(words, values), words } : { ...cell, shape: words };
}

function valueType(value: unknown): Type {
  if (value === null) return { kinds: KIND.null, literal: null };
  return typeof value === 'boolean' ? { kinds: KIND.boolean, literal: value } : ANYTHING;
}
