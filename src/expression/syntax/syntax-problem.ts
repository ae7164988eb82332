import { problem, type Problem } from '../../base/problem.ts';
import type { ExpressionText } from '../../base/expression-text.ts';
import type { ExpressionError } from '../../jsonata/parse.ts';
import { syntaxHint } from './syntax-hints.ts';

/** A syntax error as a problem, placed inside the file; `name` of a function of the spec that has it. */
export function syntaxProblem(text: ExpressionText, error: ExpressionError, name?: string): Problem {
  const hint = syntaxHint(text.text, error);
  const args = {
    reason: error.message,
    ...(['unsupported', 'too-deep'].includes(error.code) && { isWellFormed: true }),
    ...(hint !== undefined && { hint }),
    ...(name !== undefined && { function: name }),
  };
  return problem('expression/syntax', args, text.placeOf(error.start, error.end));
}
