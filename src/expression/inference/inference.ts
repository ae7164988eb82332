/**
 * Goes through an expression without a row, and tells what type the value of each part has. It reports nothing: it
 * lists what it meets, and rules tell what cannot be right.
 */
import type { ExpressionText } from '../../base/expression-text.ts';
import type { Tree } from '../../jsonata/tree.ts';
import type { ExpressionContext } from '../context.ts';
import { SIGNATURES } from '../known-functions.ts';
import { ANYTHING, FUNCTION, KIND, NUMBER, OBJECT, type Leaf, type Type } from '../types.ts';
import { typeOfApplication, typeOfCall } from './infer-calls.ts';
import { typeOfLambda } from './infer-lambdas.ts';
import { typeOfBinary } from './infer-operations.ts';
import { blockOf, typeOfCondition, typeOfConstructor, type Block } from './infer-parts.ts';
import { typeOfKey, typeOfPath, typeOfTail } from './infer-paths.ts';
import { literalType } from './literal-types.ts';
import { OwnFunctions } from './own-functions.ts';
import { Part } from './part.ts';
import { typeOfColumn } from './record-types.ts';
import { ByScope, RECORD_SCOPE, withOwnName, type Scope } from './scopes.ts';
import { Spans } from './spans.ts';
import { Structure } from './structure.ts';
import type { Inferring, Meeting, Visit } from './visit.ts';

export class Inference implements Inferring {
  readonly spans: Spans;
  readonly context: ExpressionContext;
  readonly isFunction: boolean;
  /** What was met, in the order in which it was understood: parts before the whole. */
  readonly visits: Visit[] = [];
  readonly own: OwnFunctions;
  /** The whole expression, as the record's. */
  readonly whole: Part;
  readonly #text: ExpressionText;
  readonly structure: Structure;
  readonly #types = new ByScope<Type>();
  readonly #blocks = new ByScope<Block>();
  readonly compared = new Set<Tree>();
  #branches = 0;
  #calls = 0;

  /** `own` is shared by an expression and the functions that it calls. */
  constructor(
    text: ExpressionText,
    tree: Tree,
    context: ExpressionContext,
    isFunction: boolean,
    own = new OwnFunctions(),
  ) {
    this.#text = text;
    this.spans = new Spans(text.text);
    this.context = context;
    this.isFunction = isFunction;
    this.own = own;
    this.structure = new Structure(tree, this.spans);
    this.whole = new Part(tree, RECORD_SCOPE, this);
  }

  typeOf(node: Tree, scope: Scope): Type {
    return this.#types.get(node, scope, () => {
      this.own.enter();
      const found = this.#infer(new Part(node, scope, this));
      this.own.leave();
      const { keepArray, keepSingletonArray } = node;
      // `a[]` is a list even of one.
      return keepArray === true || keepSingletonArray === true ? { kinds: found.kinds | KIND.list } : found;
    });
  }

  #infer(part: Part): Type {
    const { node, scope } = part;
    switch (node.type) {
      case 'number':
        this.meet('number', part);
        return literalType(node.value);
      case 'string':
      case 'value':
        return literalType(node.value);
      case 'regex':
        this.meet('pattern', part);
        return FUNCTION;
      case 'name':
        this.meet('name', part);
        return scope.isRecord ? typeOfColumn(this, String(node.value)) : typeOfKey(part);
      case 'variable':
        return typeOfTail(this, part, this.#variable(part));
      case 'path':
        return typeOfPath(this, part);
      case 'binary':
        return typeOfTail(this, part, typeOfBinary(this, part));
      case 'unary':
        return typeOfTail(this, part, this.#unary(part));
      case 'condition':
        return this.inBranch(() => typeOfCondition(this, part));
      case 'block':
        return typeOfTail(this, part, this.#block(node, scope).type);
      case 'bind':
        return this.typeOf(node.rhs as Tree, withOwnName(node, scope));
      case 'lambda':
        return typeOfLambda(this, node, scope, []);
      case 'function':
        return typeOfTail(this, part, typeOfCall(this, part));
      case 'partial':
        for (const one of node.arguments ?? []) if (one.type !== 'operator') this.typeOf(one, scope);
        return FUNCTION;
      case 'apply':
        return typeOfApplication(this, part);
      case 'transform':
        for (const one of [node.pattern, node.update, node.delete])
          if (one) this.typeOf(one, { ...scope, isRecord: false, context: ANYTHING });
        return FUNCTION;
      default:
        return typeOfTail(this, part, ANYTHING);
    }
  }

  #variable({ node, scope }: Part): Type {
    const name = String(node.value);
    if (name === '') return scope.isRecord ? OBJECT : scope.context;
    if (name === '$') return OBJECT;
    const found = scope.variables.get(name);
    // An object is looked in by its variable's name.
    if (found) return found.keys ? { ...found, written: `$${name}` } : found;
    if (SIGNATURES.has(name)) return FUNCTION;
    return this.typeOfOwn(name) ?? ANYTHING;
  }

  #unary(part: Part): Type {
    if (part.operator !== '-') return typeOfConstructor(part);
    this.typeOf(part.node.expression as Tree, part.scope);
    this.meet('calculation', part);
    return NUMBER;
  }

  #block(node: Tree, scope: Scope): Block {
    return this.#blocks.get(node, scope, () => blockOf(this, node, scope));
  }

  scopeOfBlock(node: Tree, scope: Scope): Scope {
    return this.#block(node, scope).scope;
  }

  typeOfOwn(name: string): Type | undefined {
    return this.own.typeOf(
      name,
      this.context,
      (text, tree) => new Inference(text, tree, this.context, this.isFunction, this.own),
    );
  }

  leafOf(part: Part, type = part.type): Leaf {
    const { span, text } = part;
    return { type, place: this.#text.placeOf(span.start, span.end), text, isWhole: text === this.#text.text.trim() };
  }

  meet(as: Meeting, part: Part): void {
    this.visits.push({ as, part, isSure: this.#branches === 0 });
  }

  inBranch<T>(look: () => T): T {
    if (this.#calls === 0) return look();
    this.#branches += 1;
    const found = look();
    this.#branches -= 1;
    return found;
  }

  inCall<T>(look: () => T): T | undefined {
    return this.own.spend(() => {
      // Whether a call comes about is another question than whether its branches do.
      const outside = this.#branches;
      this.#branches = 0;
      this.#calls += 1;
      const found = look();
      this.#calls -= 1;
      this.#branches = outside;
      return found;
    });
  }
}
