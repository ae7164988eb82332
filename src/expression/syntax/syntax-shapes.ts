/** Stretches of other languages that are no JSONata, and how JSONata says the same. */
import { SIGNATURES } from '../known-functions.ts';
import type { ExpressionError } from '../../jsonata/parse.ts';

interface Shape {
  /** Looked for where the error is, in the text without its quoted parts. */
  readonly pattern: RegExp;
  /** What to do, from the groups of the pattern as they are written; undefined where it is something else. */
  readonly hint: (groups: readonly string[], error: ExpressionError) => string | undefined;
}

/** A column, a text, a number or a variable; what is quoted has become underlines. */
const VALUE = String.raw`[\p{L}\p{N}_$.]+`;
const COMMENT = 'A comment stands between /* and */';
const FLAGS = 'JSONata knows the flags i and m alone';

const SHAPES: readonly Shape[] = [
  {
    pattern: /^\s*(.+?)\s+if\s+(.+?)\s+else\s+(.+?)\s*$/u,
    hint: ([yes, condition, no]) => `Write ${condition} ? ${yes} : ${no}`,
  },
  {
    pattern: /([,;])\s*$/u,
    hint: ([sign]) => `Leave the ${sign} at the end out.`,
  },
  {
    pattern: new RegExp(String.raw`\$([\p{L}\p{N}_]+)[ \t]+(${VALUE})`, 'u'),
    hint: ([name = '', value]) =>
      SIGNATURES.has(name) ? `What a function takes stands in brackets: $${name}(${value})` : undefined,
  },
  {
    pattern: /(?:function|λ)\s+([\p{L}\p{N}_]+)\s*(\([^)]*\))/u,
    hint: ([name, list]) => `A function has no name there: ($${name} := function${list} { … }; …)`,
  },
  {
    pattern: /\b(?:let|var|const)\s+\$?([\p{L}\p{N}_]+)\s*:?=/u,
    hint: ([name]) => `A variable is set in brackets: ($${name} := …; $${name})`,
  },
  { pattern: /\breturn\s+\S/u, hint: () => 'Leave return out: what stands last is the result.' },
  {
    pattern: new RegExp(String.raw`(${VALUE})\s*//\s*(\d+|\$?[\p{L}_][\p{L}\p{N}_]*\s*$)?[^]*`, 'u'),
    hint: ([value, other]) =>
      other !== undefined && /^[\d$]/.test(other)
        ? `Write $floor(${value} / ${other}); to divide, one slash.`
        : COMMENT,
  },
  { pattern: /#[^]*/u, hint: (_, { code }) => (code === 'S0214' ? COMMENT : undefined) },
  {
    pattern: /\b(\d{4})-(\d\d?)-(\d\d?)\b/u,
    hint: (parts) => `A date is a text, in quotes: "${parts.map((part) => part.padStart(2, '0')).join('-')}"`,
  },
  { pattern: /\b\d\d?\/\d\d?\/\d{4}\b/u, hint: () => 'A date is a text, the year first: "2025-03-14"' },
  {
    pattern: /(?<![\p{L}\p{N}_.])(0\d+)\b/u,
    hint: ([number = '']) => `A number has no zero before it: ${String(Number(number))}; a code is a text: "${number}"`,
  },
  {
    pattern: new RegExp(String.raw`(${VALUE})\[\s*(-?\d*)\s*:\s*(-?\d*)\s*\]?`, 'u'),
    hint: ([value, from = '', to = '']) => {
      const start = Number(from);
      const length = Number(to) - start;
      if (to === '') return `Write $substring(${value}, ${start})`;
      return start < 0 || length < 0
        ? 'Write $substring(text, start, length)'
        : `Write $substring(${value}, ${start}, ${length})`;
    },
  },
  {
    pattern: /\(\s*((?:\$[\p{L}\p{N}_]+\s*,?\s*)+)\)\s*=>|(\$[\p{L}\p{N}_]+)\s*=>(?=[^]*\2)/u,
    hint: ([list, one]) => `A function is written function(${(list ?? one ?? '').trim()}) { … }`,
  },
  {
    pattern: /\(\s*\$[\p{L}\p{N}_]+\s*:=[^;()]*,/u,
    hint: () => 'Steps are separated by semicolons: ($x := …; $x)',
  },
  {
    pattern: /(?<![\p{L}\p{N}_])(?<!\bin\s*)\(([^()[\]]*,[^()[\]]*)\)/u,
    hint: ([list = ''], { message }) =>
      message.endsWith('got ","') ? `A list stands in square brackets: [${list.trim()}]` : undefined,
  },
  {
    pattern: new RegExp(String.raw`(${VALUE})\s*(?:\*\*|\^)\s*(${VALUE})`, 'u'),
    hint: ([base, exponent]) => `Write $power(${base}, ${exponent})`,
  },
  {
    pattern: /\bf(_+)/u,
    hint: ([text = '']) => (/^["']/.test(text) ? 'Texts are joined by &: "text " & COLUMN' : undefined),
  },
  {
    pattern: /(?<!\$)\{{1,2}\s*([\p{L}\p{N}_]+)\s*\}{1,2}/u,
    hint: ([name]) => `A column stands without braces: ${name}`,
  },
  {
    pattern: /[–—−]/u,
    hint: () => 'A minus is the sign -; a column with a dash in it stands in backticks.',
  },
  {
    pattern: /\(\?([a-z]+)\)[^]*/u,
    hint: ([flags = '']) => (/^[im]+$/.test(flags) ? `Flags stand behind the pattern: /text/${flags}` : FLAGS),
  },
  {
    pattern: /\/[im]*([gimsuy]+)\b/u,
    hint: ([flags = '']) =>
      `${FLAGS}: leave ${flags.replace(/[im]/g, '')} out. $replace and $match take all there are.`,
  },
];

/** What a stretch around an error says in another language; `bare` is the text without what is quoted. */
export function shapeHint(text: string, bare: string, error: ExpressionError): string | undefined {
  for (const { pattern, hint } of SHAPES) {
    const all = [...bare.matchAll(new RegExp(pattern, 'dgu'))];
    const found = all.find((one) => one.index <= error.start && error.start <= one.index + one[0].length);
    const groups = found?.indices?.slice(1).map((one) => (one ? text.slice(...one) : undefined));
    const told = groups && hint(groups as string[], error);
    if (told !== undefined) return told;
  }
  return undefined;
}
