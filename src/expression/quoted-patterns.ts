/** Patterns that are written in quotes: `$contains(name, "^K")` looks for these two signs. */
import { literalText, type Inspection } from './inspect.ts';
import { BUILT_IN_SIGNATURES } from './signatures.ts';
import type { Tree } from './tree.ts';
import type { Type } from './types.ts';

/** Built-ins whose second parameter is a text or a pattern, or a pattern alone. */
const WITH_PATTERN = new Set(['match', 'contains', 'replace', 'split']);
const PATTERN_PARAMETER = 1;

/** Where among so many arguments of a call the pattern stands. */
function patternPlace(name: string, given: number): number {
  const least = BUILT_IN_SIGNATURES.get(name)?.parameters.filter((one) => !one.isOptional).length ?? 0;
  // With one too few, the context is the text.
  return given < least ? PATTERN_PARAMETER - 1 : PATTERN_PARAMETER;
}

/** Whether a parameter of a function is a pattern. */
export function isPatternParameter(name: string, at: number): boolean {
  return WITH_PATTERN.has(name) && at === PATTERN_PARAMETER;
}

/** Signs that make sense in a pattern, and hardly ever stand so in a cell. */
const MARKS: readonly RegExp[] = [
  /^\^[^^]/, // its beginning
  /\\(?:[dDsSwWb](?!\p{L})|\.)/u, // a class, or a sign that is meant as it stands
  /\[\^[^\]]+\]/, // all but these
  /\[(?:[\p{L}\p{N}]-[\p{L}\p{N}]|[^\]\p{L}\p{N}])*[\p{L}\p{N}]-[\p{L}\p{N}][^\]\p{L}\p{N}]*\]/u, // from … to …
  /^\[[^\]\p{L}\p{N}]{2,}\][+*]?$/u, // one of some signs
  /\.[*+]/, // anything
  /^\([^()|]+(?:\|[^()|]+)+\)$/, // one of some words
];

/** Warns of a text that reads like a pattern. */
export function checkQuotedPattern(
  inspection: Inspection,
  name: string,
  args: readonly Tree[],
  types: readonly Type[],
): void {
  // $match takes no text at all: its types say so.
  if (!WITH_PATTERN.has(name) || name === 'match') return;
  const at = patternPlace(name, args.length);
  const node = args[at];
  const literal = types[at]?.literal;
  if (!node || typeof literal !== 'string' || !MARKS.some((one) => one.test(literal))) return;
  const pattern = toPattern(literal);
  if (pattern === undefined) return;
  const shown = { text: literalText(literal), pattern };
  inspection.report('expression/pattern-in-quotes', shown, inspection.spans.of(node), 'warning');
}

/** A text between slashes; undefined where it makes no pattern. */
export function toPattern(text: string): string | undefined {
  const source = text.replace(/(?<!\\)\//g, '\\/');
  try {
    return source.trim() === '' ? undefined : `/${new RegExp(source).source}/`;
  } catch {
    return undefined;
  }
}
