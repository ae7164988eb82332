/** What YAML's parser complains of, in words for people who write a spec and not a parser. */
import { visit, type Document, type YAMLError } from 'yaml';
import { lineAt, toLineColumn, type Place, type SourceText } from './document.ts';
import type { Code } from '../messages/code-table.ts';
import { problem, type Problem } from './problem.ts';
import { findOddLine, type OddLine } from './yaml-indentation.ts';

/** The problems of a text that YAML does not take: the causes that can be seen, without what follows from them. */
export function toYamlProblems(document: Document.Parsed, source: SourceText): Problem[] {
  const found = listProblems(document, source).sort((a, b) => (a.place?.start ?? 0) - (b.place?.start ?? 0));
  const [first] = found;
  if (!first) return found;
  const blank = findStrangeBlank(source);
  if (blank) return [blank];
  const tabs = found.filter((one) => one.code === 'yaml/tab');
  if (tabs.length > 0) return tabs;
  // Quotes that are missing here and there are slips of their own; what a lost bracket or blank does to the rest is none.
  if (MENDED_ALONE.has(first.code)) return found.filter((one) => MENDED_ALONE.has(one.code));
  const torn = findTornExpression(source, first.place?.start ?? 0);
  const odd = findOddLine(source.text);
  return [torn ?? (odd ? toIndentProblem(odd, source) : first)];
}

/** An expression whose brackets close on another line, just above the place where YAML gives up. */
function findTornExpression(source: SourceText, position: number): Problem | undefined {
  const lineStart = toLineStart(source.text, position);
  const above = /:[ \t]+(=[^\n]*)\n\s*$/.exec(source.text.slice(Math.max(0, lineStart - LONGEST_LINE), lineStart));
  if (!above?.[1] || depthOf(above[1]) <= 0) return undefined;
  const start = lineStart - above[0].length + above[0].indexOf('=');
  const lines: string[] = [];
  for (const line of source.text.slice(start).split('\n', MOST_LINES)) {
    lines.push(line);
    if (depthOf(lines.join('\n')) <= 0) break;
  }
  const end = start + above[1].length;
  return problem('yaml/expression-lines', { rewrite: asBlock(lines.join('\n')) }, { source, start, end });
}

/** An expression of more lines is not repeated. */
const MOST_LINES = 20;

/** Brackets that are open at the end of an expression, apart from those in texts. */
function depthOf(expression: string): number {
  const bare = expression.replace(/"[^"\n]*"|'[^'\n]*'|`[^`\n]*`/g, '');
  return (bare.match(/[([{]/g)?.length ?? 0) - (bare.match(/[)\]}]/g)?.length ?? 0);
}

/** Lines as a block with a bar. */
export function asBlock(lines: string): string {
  const trimmed = lines.trim().split(/\s*\n\s*/);
  return ['|', ...trimmed.map((line) => `  ${line}`)].join('\n');
}

/** Mistakes within one value: what stands on other lines does not follow from them. */
const MENDED_ALONE: ReadonlySet<string> = new Set<Code>([
  'yaml/quotes',
  'yaml/double-quotes',
  'yaml/expression-quotes',
  'yaml/expression-in-flow',
  'yaml/reference-quotes',
  'yaml/tag',
]);

/** A blank that YAML takes for a letter, where it stands for the indentation or behind a key: pages and Word have such. */
function findStrangeBlank(source: SourceText): Problem | undefined {
  const found =
    /^( *(?:- +)*)[\u00A0\u2000-\u200B\u202F\u3000\uFEFF]|^ *[^\s"'#:]+:[\u00A0\u2000-\u200B\u202F\u3000]/mu.exec(
      source.text.slice(1),
    );
  if (!found) return undefined;
  const at = 1 + found.index + (found[1] === undefined ? found[0].length - 1 : found[1].length);
  const code = (source.text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return problem('yaml/strange-blank', { sign: `U+${code}` }, { source, start: at, end: at + 1 });
}

function toIndentProblem({ line, indent, beside }: OddLine, source: SourceText): Problem {
  const text = lineAt(source.text, line);
  const start = source.text.split('\n', line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const args = { indent, beside: beside.line, besideIndent: beside.indent };
  return problem('yaml/indentation', args, { source, start, end: start + text.trimEnd().length });
}

function listProblems(document: Document.Parsed, source: SourceText): Problem[] {
  const problems: Problem[] = [];
  const lines = new Set<number>();
  let unexpected = false;
  for (const error of [...document.errors, ...document.warnings]) {
    const { line } = toLineColumn(source.text, error.pos[0]);
    const follows = error.code === 'UNEXPECTED_TOKEN' && unexpected;
    unexpected ||= error.code === 'UNEXPECTED_TOKEN';
    if (lines.has(line) || follows) continue;
    if (problems.length >= MOST_PROBLEMS) break;
    lines.add(line);
    problems.push(toProblem(error, line, document, source));
  }
  if (document.directives.yaml.version !== '1.2') {
    problems.push(
      problem('yaml/syntax', { reason: 'a spec is YAML 1.2; leave the %YAML line out' }, { source, start: 0, end: 5 }),
    );
  }
  return [...problems, ...findTags(document, source)];
}

function toProblem(error: YAMLError, line: number, document: Document.Parsed, source: SourceText): Problem {
  const [start, end] = error.pos;
  const text = lineAt(source.text, line);
  const lineStart = toLineStart(source.text, start);
  // On a line of thousands of characters nobody wrote a value that quotes would mend; the pattern would take for ever.
  const value =
    text.length <= LONGEST_LINE &&
    /^(\s*(?:- +)*(?:(?:"[^"]*"|'[^']*'|[^\s"'{}[\],#:][^:]*?)\s*: +)?)(\S.*?)\s*$/.exec(text);
  if (value && value[1] !== undefined && value[2] !== undefined) {
    const from = lineStart + value[1].length;
    // A comment goes, unless its # may stand inside a text of the value.
    const written = value[2].replace(/\s+#\s[^"'`]*$/, '');
    const found = ofValue(error, written, { source, start: from, end: from + written.length });
    if (found) return found;
  }
  if (error.code === 'TAB_AS_INDENT') return problem('yaml/tab', {}, { source, start, end });
  if (error.code === 'MISSING_CHAR' && error.message.startsWith('Missing closing')) {
    return problem('yaml/syntax', { reason: 'this text has no closing quote' }, openingQuote(document, source, start));
  }
  const open =
    error.code === 'BAD_INDENT' || error.code === 'MISSING_CHAR' ? openBracket(document, source, start) : undefined;
  if (open) return problem('yaml/syntax', { reason: 'this bracket is not closed' }, open);
  if (error.code === 'TAG_RESOLVE_FAILED') return problem('yaml/tag', {}, { source, start, end });
  return problem('yaml/syntax', { reason: REASONS[error.code] ?? 'this cannot be read' }, { source, start, end });
}

const LONGEST_LINE = 2000;
/** Problems of one file that are worth a look: the rest follows from them, and each takes a walk through the document. */
const MOST_PROBLEMS = 100;

/** Faults of a value that quotes would mend. */
function ofValue(error: YAMLError, value: string, place: Place): Problem | undefined {
  if (error.code === 'TAB_AS_INDENT') return undefined;
  const isCut = /:(?:\s|$)| #/.test(value);
  if (value.startsWith('=') && isCut)
    return problem('yaml/expression-quotes', { rewrite: toQuotedExpression(value) }, place);
  if (/^[{[]/.test(value)) {
    const expression = /[:,[{]\s*(=)/.exec(value);
    const reference = /[:,[{]\s*(\$\{[^}]*\})/.exec(value);
    const at = (match: RegExpExecArray, length: number): Place => {
      const start = place.start + match.index + match[0].length - (match[1]?.length ?? 0);
      return { ...place, start, end: start + length };
    };
    if (expression) {
      const text = cutExpression(value.slice(expression.index + expression[0].length - 1));
      return problem('yaml/expression-in-flow', { rewrite: toSingleQuoted(text) }, at(expression, text.length));
    }
    if (reference?.[1])
      return problem('yaml/reference-quotes', { rewrite: `"${reference[1]}"` }, at(reference, reference[1].length));
    return undefined;
  }
  const quotable =
    error.code === 'BAD_SCALAR_START' || (error.code === 'BLOCK_AS_IMPLICIT_KEY' && value.includes(': '));
  const [, torn] = /^"(.*[^\\]".*)"$/.exec(value) ?? [];
  if (torn !== undefined) return problem('yaml/double-quotes', { rewrite: toSingleQuoted(torn) }, place);
  if (!quotable) return undefined;
  const why = error.code === 'BAD_SCALAR_START' ? `it starts with ${value[0]}` : 'it has a colon and a blank in it';
  return problem('yaml/quotes', { why, rewrite: toSingleQuoted(value) }, place);
}

/** An expression inside `{ }` or `[ ]`, up to the comma or bracket that is not its own. */
export function cutExpression(text: string): string {
  let depth = 0;
  let quote = '';
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (quote) quote = char === quote ? '' : quote;
    else if (`"'\``.includes(char)) quote = char;
    else if ('([{'.includes(char)) depth += 1;
    else if (depth > 0 && ')]}'.includes(char)) depth -= 1;
    else if (',]}\n'.includes(char) && depth === 0) return text.slice(0, index).trimEnd();
  }
  return text.trimEnd();
}

/** A text as a YAML scalar in single quotes. */
export function toSingleQuoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The same for an expression; `='$f({"a": b})'` has its = before the quotes, where it should stand inside them. */
export function toQuotedExpression(text: string): string {
  const [, quote = '', inner = ''] = /^=\s*(["'])(.*)\1$/.exec(text) ?? [];
  const isMisplaced = quote !== '' && !inner.includes(quote) && /[$?{(`]/.test(inner);
  return toSingleQuoted(isMisplaced ? `=${inner}` : text);
}

const REASONS: { readonly [code: string]: string } = {
  RESOURCE_EXHAUSTION: 'it is nested too deep',
  ALIAS_PROPS: 'an alias (*) takes no anchor or tag',
  BAD_ALIAS: 'this alias (*) names no anchor (&) before it',
  BAD_COLLECTION_TYPE: 'a tag does not fit what it marks',
  BAD_DIRECTIVE: 'this directive (%) is not known',
  BAD_DQ_ESCAPE: 'inside double quotes a \\ starts an escape, and this one does not exist; use single quotes',
  BAD_INDENT: 'the indentation does not fit the lines around it, or a bracket is not closed',
  BAD_PROP_ORDER: 'anchors and tags stand before their value, on its line',
  BAD_SCALAR_START: 'a value cannot start with this character; put it in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'the lines below are indented as if they belonged to this value, or it needs quotes',
  BLOCK_IN_FLOW: 'inside { } and [ ] a value with a colon or a comma needs quotes',
  KEY_OVER_1024_CHARS: 'a key is too long',
  MISSING_CHAR: 'something is missing here: a colon after a key, a comma, or a closing bracket',
  MULTILINE_IMPLICIT_KEY:
    'a key must stand on one line, with a colon and a space after it; look at the indentation, too',
  MULTIPLE_ANCHORS: 'a value can have one anchor (&) only',
  MULTIPLE_TAGS: 'a value can have one tag only',
  UNEXPECTED_TOKEN: 'this does not belong here; check quotes, commas, brackets and indentation before it',
};

/** A quote that is never closed runs to the end of the file: people want to see where it opens. */
function openingQuote(document: Document.Parsed, source: SourceText, position: number): Place {
  let place: Place = { source, start: position, end: position };
  visit(document, {
    Scalar(_, node) {
      const [start, end] = node.range ?? [0, 0];
      if (node.type?.startsWith('QUOTE') && start <= position && end >= position)
        place = { source, start, end: start + 1 };
    },
  });
  return place;
}

/** The bracket of the innermost `{ }` or `[ ]` that lacks its end. */
function openBracket(document: Document.Parsed, source: SourceText, position: number): Place | undefined {
  let place: Place | undefined;
  visit(document, {
    Collection(_, node) {
      const [start, end] = node.range ?? [0, 0];
      const isOpen =
        node.flow === true && start < position && end >= position - 1 && !/[}\]]$/.test(source.text.slice(start, end));
      if (isOpen) place = { source, start, end: start + 1 };
    },
  });
  return place;
}

/** Tags (`!!binary`) would make other things of a text than what stands there; unknown ones are warnings of the parser. */
function findTags(document: Document.Parsed, source: SourceText): Problem[] {
  const found: Problem[] = [];
  visit(document, {
    Value(_, node) {
      if (!node.tag?.startsWith('tag:yaml.org') || PLAIN_TAGS.test(node.tag) || !node.range) return;
      found.push(problem('yaml/tag', {}, { source, start: node.range[0], end: node.range[1] }));
    },
  });
  return found;
}

const PLAIN_TAGS = /:(?:str|int|float|bool|null|map|seq)$/;

function toLineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}
