/** What people who know other languages mostly meant, where a text is no JSONata. */
import type { ExpressionError } from '../../jsonata/parse.ts';
import { SUGGESTIONS } from '../helpers/helper-table.ts';
import { byName, PATTERN } from '../names/foreign-names.ts';
import { shapeHint } from './syntax-shapes.ts';

const A_NUMBER = SUGGESTIONS.whole('COLUMN');
const CONDITION = 'A choice is written CONDITION ? "a" : "b"';
const BLANK = 'A blank cell is the empty text: COLUMN = "", and COLUMN != "" for “not blank”.';
const QUOTE_INSIDE = 'A text ends with the quote that it starts with; a quote inside it is written \\"';

/** By the signs around the caret. */
const BY_SIGN = byName([
  ['== ===', 'Equality is one sign: ='],
  ['<> !== =! ≠', 'Write !='],
  ['=> ≥', 'Write >='],
  ['=< ≤', 'Write <='],
  ['&&', 'Write and'],
  ['|| |', 'Write or; texts are joined by &'],
  ['!', 'Write $not(…), or != to compare.'],
  ['++', 'Texts are joined by &'],
  ['~', PATTERN],
  [':', CONDITION],
]);

/** By the word at the caret. */
const BY_WORD = byName([
  ['AND', 'Write and, in small letters.'],
  ['OR', 'Write or, in small letters.'],
  ['IN', 'Write in, in small letters.'],
  ['NOT', 'Write $not(…), or != to compare.'],
  ['LIKE CONTAINS', PATTERN],
  ['IS', BLANK],
  ['THEN ELSE', CONDITION],
  ['BETWEEN', `Write ${A_NUMBER} >= 1 and ${A_NUMBER} <= 5`],
]);

/** By jsonata's own code. */
const BY_CODE = byName([
  ['too-deep', 'Make a look-up of a long chain of conditions, or a list: COLUMN in ["a", "b"]'],
  ['S0101', QUOTE_INSIDE],
  ['S0104', 'Behind \\u stand four digits: "\\u00e9"'],
  ['S0105', 'A column ends with the backtick that it starts with: `group/question`'],
  ['S0208', 'Parameters start with a dollar sign: function($a) { $a }'],
  ['S0212', 'Variables start with a dollar sign: ($x := …; $x). To compare write ='],
  ['S0302', 'A pattern stands between two slashes: /^text/'],
]);

const SIGNS = /[=<>!&|~+≠≥≤]+/gu;
const TYPOGRAPHIC = /[“”„«»‘’]/u;

/** What to do about a syntax error; undefined where nothing can be guessed. */
export function syntaxHint(text: string, error: ExpressionError): string | undefined {
  const { code, start, end } = error;
  if (code === 'S0103') return escapeHint(text.slice(start));
  const shape = code === 'S0101' || code === 'S0105' ? undefined : shapeHint(text, bare(text), error);
  const found = shape ?? BY_CODE.get(code);
  if (found !== undefined) return found;
  const before = bare(text.slice(0, start));
  const token = text.slice(start, end);
  if (code === 'S0203') return bracketHint(text);
  if (code === 'S0207') return text.trim() === '' ? 'An expression must stand here.' : 'Something must follow here.';
  if (before.trim() === '' && token === '=') return 'Leave this = out.';
  if (TYPOGRAPHIC.test(text)) return 'Texts stand in straight quotes: "text"';
  if (/^(?:if|case)\b/i.test(before.trimStart())) return CONDITION;
  const signs = [...text.matchAll(SIGNS)].find((one) => one.index <= start && start < one.index + one[0].length);
  const sign = BY_SIGN.get(signs?.[0] ?? '') ?? BY_SIGN.get(token);
  if (sign !== undefined) return sign;
  if (token === ';') return 'Arguments are separated by commas; steps stand in brackets: ($x := …; $x)';
  if (token === ',' && /\bin\s*\([^)]*$/.test(before)) return 'A list stands in square brackets: in ["a", "b"]';
  if (token === ',' && /\d$/.test(before)) return 'A decimal number has a point: 1.5';
  const isQuote = /["']/.test(text.charAt(start));
  if (isQuote && /["']\s+$/.test(text.slice(0, start))) return 'Texts are joined by &';
  if (/["']/.test(text.charAt(start - 1))) return QUOTE_INSIDE;
  if (code === 'S0201' && token === ')') return 'This bracket closes nothing: leave it out, or open one before it.';
  if (/\bnot\s+$/i.test(before)) return BY_WORD.get('NOT');
  const word = /^[\p{L}\p{N}_]+/u.exec(text.slice(start))?.[0] ?? '';
  const known = BY_WORD.get(word.toUpperCase());
  if (known !== undefined && word !== '') return known;
  if (word !== '' && /["'\d]\s+$/.test(text.slice(0, start)))
    return 'Between two values something must stand: and, or, &';
  // A word behind a word: half of a column, mostly.
  if (word !== '' && /[\p{L}\p{N}_]\s*$/u.test(before))
    return 'A column with a slash, a blank or a dash stands in backticks: `group/question`.';
  return code === 'S0211' ? 'Something is missing before it.' : undefined;
}

/** `"\2"` of other languages' replacements, and backslashes of patterns. */
function escapeHint(from: string): string {
  const sign = /^\\?(.)/u.exec(from)?.[1] ?? '';
  return /\d/.test(sign)
    ? `What a bracket of the pattern found is written $${sign}`
    : 'In quotes a backslash is written \\\\; a pattern stands between slashes: /\\d+/';
}

/** The last bracket that is not closed, with what it belongs to. */
function bracketHint(text: string): string {
  const open: number[] = [];
  for (const { 0: sign, index } of bare(text).matchAll(/[()[\]{}]/g)) {
    if ('([{'.includes(sign)) open.push(index);
    else open.pop();
  }
  const at = open.at(-1) ?? 0;
  const called = /\$*[\p{L}\p{N}_]*$/u.exec(text.slice(0, at))?.[0] ?? '';
  return `The bracket ${called && `of ${called}`}${text.charAt(at)} is not closed.`;
}

/** Without its texts, quoted names and comments, letter for letter. */
function bare(text: string): string {
  return text.replace(/"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|`[^`]*`|\/\*[^]*?\*\//g, (quoted) =>
    '_'.repeat(quoted.length),
  );
}
