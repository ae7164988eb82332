/** The only import of jsonata's parser and evaluator: what it throws and what it parses become our own shapes here. */
import jsonata from 'jsonata';

/** A node of jsonata's parse tree, as far as it is read here (its own typings lack half of it). */
export interface Node {
  readonly type: string;
  readonly value?: unknown;
  /** Offset after the token. */
  readonly position?: number;
  readonly arguments?: readonly Node[];
  readonly procedure?: Node;
  readonly steps?: readonly Node[];
  readonly expressions?: readonly Node[];
  /** Predicates and sorting that follow a step. */
  readonly stages?: readonly Node[];
  readonly predicate?: readonly Node[];
  readonly expr?: Node;
  /** A node; of an object constructor its pairs. */
  readonly lhs?: Node | readonly (readonly [Node, Node])[];
  readonly rhs?: Node;
  readonly group?: { readonly lhs: readonly (readonly [Node, Node])[] };
  /** Names that a step binds: `@$focus`, `#$index`. */
  readonly focus?: string;
  readonly index?: string;
  readonly terms?: readonly { readonly expression: Node }[];
  readonly condition?: Node;
  readonly then?: Node;
  readonly else?: Node;
  readonly body?: Node;
  readonly expression?: Node;
  readonly pattern?: Node;
  readonly update?: Node;
  readonly delete?: Node;
}

/** An error inside an expression: offsets into its text. */
export interface ExpressionError {
  /** jsonata's own code, `S0203`. */
  readonly code: string;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Bounds of one evaluation: an expression may neither hang nor exhaust the stack or the memory. Milliseconds, nested
 * calls, values of lists and objects, characters.
 */
export const LIMITS = { timeout: 2000, stack: 500, sequence: 1_000_000, text: 10_000_000 } as const;

export type Parsed =
  | { readonly ok: true; readonly tree: Node; readonly evaluator: jsonata.Expression }
  | { readonly ok: false; readonly error: ExpressionError };

/** Parses a JSONata expression. Never throws. */
export function parseExpression(text: string): Parsed {
  try {
    const evaluator = jsonata(text, LIMITS);
    return { ok: true, tree: evaluator.ast() as unknown as Node, evaluator };
  } catch (error) {
    return { ok: false, error: toExpressionError(error, text) };
  }
}

/** Whether a text is valid JSONata. */
export function isExpression(text: string): boolean {
  return parseExpression(text).ok;
}

/** jsonata throws plain objects whose `position` is the offset after the token; `(end)` stands for the end of the text. */
export function toExpressionError(thrown: unknown, text: string): ExpressionError {
  const error = (thrown ?? {}) as { code?: string; message?: string; position?: number; token?: unknown };
  const token = typeof error.token === 'string' && error.token !== '(end)' ? error.token : '';
  const end = Math.min(error.position ?? text.length, text.length);
  const start =
    token !== '' && text.slice(end - token.length, end) === token ? end - token.length : Math.max(end - 1, 0);
  return {
    code: error.code ?? 'unknown',
    message: (error.message ?? 'it failed').replace(/\.$/, ''),
    start,
    end: Math.max(end, start + 1),
  };
}
