/** The rules for expressions in YAML: what would be cut or changed silently is refused, and the rewrite is shown. */
import type { Place } from '../base/document.ts';
import { problem, type Problem } from '../base/problem.ts';
import type { YamlScalar } from '../base/yaml-reader.ts';
import { asBlock, cutExpression, toQuotedExpression, toSingleQuoted } from '../base/yaml-faults.ts';
import type { ParsedFile } from './spec-file.ts';
import { isExpressionScalar, isFunctionScalar, toExpressionText, type FileRole } from './expression-scalars.ts';

export interface LayoutFaults {
  readonly problems: readonly Problem[];
  /** What YAML has torn apart: nothing else that is found inside these is worth saying. */
  readonly torn: readonly Place[];
}

/**
 * Checks how the expressions of a file are written.
 * @param isExpression whether a text is valid JSONata
 */
export function checkLayout({ role, document }: ParsedFile, isExpression: (text: string) => boolean): LayoutFaults {
  const problems: Problem[] = [];
  const torn: Place[] = [];
  for (const { place, around, flow } of document.cutKeys) {
    torn.push(around);
    if (flow) problems.push(inFlow(place));
    else {
      const line = restOfLine(place);
      problems.push(problem('yaml/expression-quotes', { rewrite: toQuotedExpression(line) }, widen(place, line)));
    }
  }
  for (const scalar of document.scalars) {
    // A lone = is a literal wherever it stands: a delimiter, say.
    if (!isExpressionScalar(scalar, role) || scalar.raw === '=') continue;
    const fault = checkScalar(scalar, role, isExpression);
    if (!fault) continue;
    problems.push(fault);
    torn.push(scalar.flow ?? scalar.place);
  }
  return { problems, torn };
}

function checkScalar(scalar: YamlScalar, role: FileRole, isExpression: (text: string) => boolean): Problem | undefined {
  const { style, raw, place, flow } = scalar;
  if (style === 'folded')
    return problem('yaml/expression-folded', { rewrite: asBlock(raw.slice(raw.indexOf('\n') + 1)) }, place);
  if (style === 'literal') return noReference(scalar, isExpression);
  if (raw.includes('\n')) {
    const rewrite = asBlock(style === 'plain' ? raw : raw.slice(1, -1));
    return problem('yaml/expression-lines', { rewrite }, place);
  }
  if (style === 'plain' && flow) return inFlow(place);
  const line = restOfLine(place);
  const isCut =
    style === 'plain' &&
    /^\s+#/.test(line.slice(raw.length)) &&
    isExpression(isFunctionScalar(scalar, role) ? line : line.slice(1));
  if (isCut) return problem('yaml/expression-comment', { rewrite: toSingleQuoted(line) }, widen(place, line));
  return noReference(scalar, isExpression);
}

function inFlow(place: Place): Problem {
  const text = cutExpression(restOfLine(place));
  return problem('yaml/expression-in-flow', { rewrite: toSingleQuoted(text) }, widen(place, text));
}

/** `${VAR}` means nothing inside an expression, and jsonata's own message on it would lead astray. */
function noReference(scalar: YamlScalar, isExpression: (text: string) => boolean): Problem | undefined {
  const expression = toExpressionText(scalar);
  const { text } = expression;
  const match = /\$\{(?:[A-Za-z_]\w*(?::-[^}]*)?|ini:[^}]*)\}/.exec(text);
  if (!match || isExpression(text)) return undefined;
  return problem(
    'spec/reference-in-expression',
    { reference: match[0] },
    expression.placeOf(match.index, match.index + match[0].length),
  );
}

function restOfLine(place: Place): string {
  const { text } = place.source;
  const end = text.indexOf('\n', place.start);
  return text.slice(place.start, end === -1 ? text.length : end).trimEnd();
}

function widen(place: Place, text: string): Place {
  return { ...place, end: place.start + text.length };
}
