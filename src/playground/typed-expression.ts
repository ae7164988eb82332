import type { ExpressionText } from '../base/expression-text.ts';

/** An expression typed on the command line, as a text with places. */
export function asTyped(text: string): ExpressionText {
  const source = { file: 'expression', text };
  const placeOf = (start: number, end: number) => ({ source, start, end });
  return { text, place: placeOf(0, text.length), placeOf };
}

/**
 * An expression as it may be pasted from a spec, with the = that marks it there, and YAML's quotes around both. Without
 * them it is what was meant: no expression begins with =, and a text that does is hardly ever wanted.
 */
export function withoutMark(pasted: string): { readonly text: string; readonly hadMark: boolean } {
  const trimmed = pasted.trim();
  const inside = withoutQuotes(trimmed);
  if (!inside.startsWith('=')) return { text: pasted, hadMark: false };
  return { text: inside.slice(1).trim(), hadMark: true };
}

/** The value of a text that is one quoted scalar of YAML; any other text as it is. */
function withoutQuotes(text: string): string {
  if (/^'(?:[^']|'')*'$/.test(text)) return text.slice(1, -1).replaceAll("''", "'");
  if (!/^"(?:[^"\\]|\\[^])*"$/.test(text)) return text;
  return text.slice(1, -1).replace(/\\([^])/g, (escape, sign: string) => ('"\\/'.includes(sign) ? sign : escape));
}
