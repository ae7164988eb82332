/** Plain mode: JSONata exactly as jsonata has it, on any JSON input. */
import jsonata from 'jsonata';
import { compileTree, type Program } from './compile-tree.ts';
import { TimeOver, Unsupported } from './fault.ts';
import { forgetCalls, NATIVES } from './natives.ts';
import { Runtime } from './runtime.ts';
import type { Limits } from '../evaluation-limits.ts';
import { emptySequence, isSequence } from './sequence.ts';
import { isPlace, type ExpressionError } from '../parse.ts';
import type { Tree } from '../tree.ts';

/** Why an expression is left to jsonata's evaluator, and where: offsets into its text. */
export interface Fallback {
  readonly reason: string;
  readonly start: number;
  readonly end: number;
}

export interface PlainExpression {
  readonly fallback: Fallback | undefined;
  /**
   * The value, or a promise of it where jsonata's evaluator has to decide. Rejects with an error that has jsonata's
   * `code`, `position`, `token` and `message`; throws TimeOver.
   */
  evaluate(input: unknown, bindings?: Readonly<Record<string, unknown>>): unknown;
}

/** Compiles an expression for plain mode. Throws jsonata's error where the text cannot be parsed, or might never end. */
export function compilePlain(text: string, limits: Limits = {}): PlainExpression {
  const interpreter = jsonata(text, limits);
  const interpret = (input: unknown, bindings?: Readonly<Record<string, unknown>>): Promise<unknown> => {
    forgetCalls();
    return interpreter.evaluate(input, bindings as Record<string, unknown>);
  };
  const runtime = new Runtime(limits);
  const compiled = tryCompile(interpreter.ast() as unknown as Tree, text, runtime);
  if ('fallback' in compiled) return { fallback: compiled.fallback, evaluate: interpret };
  const { program } = compiled;
  const evaluate: PlainExpression['evaluate'] = (input, bindings) => {
    const bound = new Map(Object.entries(bindings ?? {}));
    // A binding may take the place of a built-in, or be a function that gives promises.
    if ([...bound].some(([name, value]) => NATIVES.has(name) || typeof value === 'function'))
      return interpret(input, bindings);
    runtime.begin();
    runtime.bindings = bound;
    runtime.root = () => input;
    try {
      return program.run(wrapped(input), program.frame());
    } catch (thrown) {
      if (thrown instanceof TimeOver) throw thrown;
      return interpret(input, bindings);
    }
  };
  return { fallback: undefined, evaluate };
}

function tryCompile(tree: Tree, text: string, runtime: Runtime): { program: Program } | { fallback: Fallback } {
  try {
    return { program: compileTree(tree, { runtime }) };
  } catch (thrown) {
    const fallback = fallbackOf(thrown, text);
    const error = endless(thrown, fallback);
    if (error) throw Object.assign(new Error(error.message), { code: error.code, position: error.end });
    return { fallback };
  }
}

/** The reason for a fall-back. Rethrows what is none. */
export function fallbackOf(thrown: unknown, text: string): Fallback {
  if (!(thrown instanceof Unsupported)) throw thrown;
  const { message, position } = thrown;
  if (!isPlace(position)) return { reason: message, start: 0, end: text.length };
  const end = Math.min(position, text.length);
  const width = text.slice(0, end).endsWith(message) ? message.length : 1;
  return { reason: message, start: Math.max(end - width, 0), end };
}

/** The error of what neither the compiler nor jsonata's evaluator can be trusted with; undefined of any other fall-back. */
export function endless(thrown: unknown, { reason, start, end }: Fallback): ExpressionError | undefined {
  if (!(thrown instanceof Unsupported) || thrown.instead === undefined) return undefined;
  return { code: 'unsupported', message: `JSONata cannot evaluate ${reason}; ${thrown.instead}`, start, end };
}

/** An array as the input is one value. */
function wrapped(input: unknown): unknown {
  if (!Array.isArray(input) || isSequence(input)) return input;
  const outer = emptySequence();
  outer.push(input);
  outer.outerWrapper = true;
  return outer;
}
