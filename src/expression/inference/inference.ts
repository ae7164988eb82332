/** Goes through an expression without a row, and tells what type its value has and what cannot be right. */
import type { Finding } from '../finding.ts';
import type { ArgsOf, Code } from '../../messages/code-table.ts';
import { reason } from '../../messages/reason.ts';
import type { Problem, Severity } from '../../base/problem.ts';
import { checkCall } from '../rules/check-calls.ts';
import { checkAlternatives, checkOperands } from '../rules/check-conditions.ts';
import { checkContradictions, checkSame } from '../rules/check-contradictions.ts';
import { checkPattern } from '../rules/check-helpers.ts';
import { checkKnownValues } from '../rules/check-known-values.ts';
import { checkWords } from '../rules/check-validation.ts';
import { checkBinary, checkNumber } from '../rules/check-operators.ts';
import type { ExpressionContext } from '../context.ts';
import { FoundProblems } from '../rules/found-problems.ts';
import { SIGNATURES } from '../known-functions.ts';
import { typeOfBinding, typeOfBlock, typeOfCondition, typeOfConstructor, type Block } from './infer-parts.ts';
import { joinedType } from './joined-type.ts';
import { typeOfPart, typeOfPath, typeOfTail } from './infer-paths.ts';
import { unwrapped, written, type Scope } from './part.ts';
import { leavesOf, type LeafInspection } from './leaves.ts';
import { typeOfLambda } from './infer-lambdas.ts';
import { cellType, numberType, valueType } from './literal-types.ts';
import { OwnFunctions } from './own-functions.ts';
import { Spans, type Span } from './spans.ts';
import type { ExpressionText } from '../../base/expression-text.ts';
import type { Tree } from '../../jsonata/tree.ts';
import { ANYTHING, BOOLEAN, FUNCTION, isOnly, KIND, NUMBER, OBJECT, type Leaf, type Type } from '../types.ts';

const CHAINED: ReadonlySet<string> = new Set(['and', 'or', '&']);

export class Inferrer implements LeafInspection {
  readonly spans: Spans;
  readonly context: ExpressionContext;
  readonly isFunction: boolean;
  readonly #text: ExpressionText;
  readonly #findings: FoundProblems;
  readonly #own: OwnFunctions;
  /** As last looked at: whoever asks twice must not double the work at each level. */
  readonly #types = new Map<Tree, { readonly scope: Scope; readonly type: Type }>();
  /** As last looked at: their inner scope is what is known of the parts by. */
  readonly #blocks = new Map<Tree, { readonly outer: Scope; readonly found: Block }>();
  /** Operands of and, or and &: of a chain of them the whole is looked at, once. */
  readonly #parts = new Set<Tree>();

  /** `own` is shared by an expression and the functions that it calls. */
  constructor(text: ExpressionText, context: ExpressionContext, isFunction: boolean, own = new OwnFunctions()) {
    this.#text = text;
    this.spans = new Spans(text.text);
    this.context = context;
    this.isFunction = isFunction;
    this.#findings = new FoundProblems(text, this.spans);
    this.#own = own;
  }

  /** What is wrong here. */
  get problems(): readonly Problem[] {
    return this.#findings.problems;
  }

  /** What calls from here bring about in functions of the spec. */
  get problemsOfCalls(): readonly Problem[] {
    return this.#own.problems;
  }

  report<C extends Code>(code: C, args: ArgsOf<C>, span: Span, severity: Severity = 'error'): void {
    this.#findings.report(reason(code, args), span, severity);
  }

  add(finding: Finding): void {
    const { at, severity = 'error' } = finding;
    this.#findings.report(finding, 'span' in at ? at.span : at, severity);
  }

  typeOf(node: Tree, scope: Scope): Type {
    const known = this.#types.get(node);
    if (known?.scope === scope) return known.type;
    this.#own.enter();
    const found = this.#typeOf(node, scope);
    this.#own.nesting -= 1;
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
        return numberType(this, node);
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
        this.#findings.handled.add(node.rhs);
        return typeOfBinding(this, node, scope);
      case 'lambda':
        return this.lambdaType(node, scope, []);
      case 'function':
        if (node.procedure?.value === 'exists') this.#findings.handled.add(node.arguments?.[0]);
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

  lambdaType(node: Tree, scope: Scope, known: readonly Type[]): Type {
    return typeOfLambda(this, { own: this.#own, findings: this.#findings }, node, scope, known);
  }

  typeOfOwn(name: string): Type | undefined {
    return this.#own.typeOf(name, this, (text) => new Inferrer(text, this.context, this.isFunction, this.#own));
  }

  condition(node: Tree, scope: Scope): Type {
    const type = this.typeOf(node, scope);
    if (type.cell !== undefined)
      this.report('expression/text-as-condition', { text: written(this, node) }, this.spans.of(node), 'warning');
    return type;
  }

  /** What an expression comes to in the end: each branch by itself. */
  leaves(node: Tree, scope: Scope): readonly Leaf[] {
    return leavesOf(this, node, scope);
  }

  leafOf(node: Tree, type: Type): Leaf {
    const span = this.spans.of(node);
    const text = this.spans.textOf(span);
    return { type, place: this.#text.placeOf(span.start, span.end), text, isWhole: text === this.#text.text.trim() };
  }

  scopeOfBlock(node: Tree, scope: Scope): Scope {
    return this.#block(node, scope).scope;
  }

  #block(node: Tree, scope: Scope): Block {
    const known = this.#blocks.get(node);
    if (known?.outer === scope) return known.found;
    const found = typeOfBlock(this, node, scope);
    this.#blocks.set(node, { outer: scope, found });
    return found;
  }

  #condition(node: Tree, scope: Scope): Type {
    return this.#findings.inBranch(() => typeOfCondition(this, this.#findings.handled, node, scope));
  }

  #binary(node: Tree, scope: Scope): Type {
    const operator = String(node.value);
    if (operator === '=' || operator === '!=' || operator === 'in') {
      for (const one of [node.lhs as Tree, node.rhs]) this.#findings.handled.add(one);
      if (checkAlternatives(this, node, scope)) return BOOLEAN;
    }
    const isPart = this.#parts.has(node);
    for (const one of [node.lhs as Tree, node.rhs as Tree].map((part) => unwrapped(part)))
      if (one.type === 'binary' && one.value === operator) this.#parts.add(one);
    const type = checkBinary(this, node, scope);
    if (!CHAINED.has(operator)) {
      checkKnownValues(this, node, scope);
      checkWords(this, node, scope);
      checkSame(this, node, scope);
    } else if (operator === '&') return isPart ? type : joinedType(this, node, scope);
    else if (!isPart) {
      checkOperands(this, node, scope);
      checkContradictions(this, node, scope);
    }
    return type;
  }

  #variable(node: Tree, scope: Scope): Type {
    const name = String(node.value);
    if (name === '') return scope.isRecord ? OBJECT : scope.context;
    if (name === '$') return OBJECT;
    const found = scope.variables.get(name);
    // An object is looked in by its variable's name.
    if (found) return found.keys ? { ...found, written: `$${name}` } : found;
    if (SIGNATURES.has(name)) return FUNCTION;
    return this.typeOfOwn(name) ?? ANYTHING;
  }

  #unary(node: Tree, scope: Scope): Type {
    if (node.value !== '-') return typeOfConstructor(this, node, scope);
    const operand = node.expression as Tree;
    checkNumber(this, '-', operand, this.typeOf(operand, scope));
    return NUMBER;
  }

  #apply(node: Tree, scope: Scope): Type {
    const lhs = node.lhs as Tree;
    const rhs = node.rhs as Tree;
    const type = this.typeOf(lhs, scope);
    if (rhs.type === 'function')
      return checkCall(this, rhs, scope, isOnly(type, KIND.function) ? undefined : { node: lhs, type });
    const target = this.typeOf(rhs, scope);
    if (isOnly(type, KIND.function)) return FUNCTION;
    // A pattern gives its first match, or nothing.
    if (rhs.type === 'regex') return OBJECT;
    if (rhs.type !== 'variable') return target.kinds === 0 ? target : ANYTHING;
    const call = { type: 'function', procedure: rhs, arguments: [] } as Tree;
    return checkCall(this, call, scope, { node: lhs, type });
  }
}
