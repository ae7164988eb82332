/** Patterns that are written in quotes: `$contains(name, "^K")` looks for these two signs. */
import { finding } from '../finding.ts';
import { literalText } from '../inference/part.ts';
import { BUILT_IN_SIGNATURES } from '../signatures.ts';
import { callRule, type Rule } from './rule.ts';

/** Built-ins whose second parameter is a text or a pattern, or a pattern alone. */
const WITH_PATTERN = new Set(['match', 'contains', 'replace', 'split']);
const PATTERN_PARAMETER = 1;

/** Where among so many arguments of a call the pattern stands. */
function patternPlace(name: string, given: number): number {
  const least = BUILT_IN_SIGNATURES.get(name)?.least ?? 0;
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

/** A text that reads like a pattern. */
export const QUOTED_PATTERN: Rule = callRule(function* ({ name, args }) {
  // $match takes no text at all: its types say so.
  if (!WITH_PATTERN.has(name) || name === 'match') return;
  const at = args[patternPlace(name, args.length)];
  const literal = at?.literal;
  if (!at || typeof literal !== 'string') return;
  if (literal === '' && name === 'replace') {
    const shown = { name, value: '""', reason: 'there is nothing to look for.' };
    yield finding('expression/argument-refused', shown, at);
    return;
  }
  const pattern = patternOf(literal) ?? likeOf(name, literal);
  if (pattern === undefined) return;
  const shown = { text: literalText(literal), pattern };
  yield finding('expression/pattern-in-quotes', shown, at, 'warning');
});

/** The pattern that a text reads like; undefined of any other text. */
function patternOf(literal: string): string | undefined {
  // `"/^1/"`, with the flags of other languages.
  const [, inner = '', flags = ''] = /^\/(.+)\/([gimsuy]*)$/s.exec(literal) ?? [];
  const isSlashed = inner !== '' && (flags !== '' || /[[\]^$\\*+|()]/.test(inner));
  if (isSlashed) return toPattern(inner, flags.replace(/[^im]/g, ''));
  return MARKS.some((one) => one.test(literal)) ? toPattern(literal) : undefined;
}

/** `"%text%"` and `"text*"`, which other languages compare with. */
function likeOf(name: string, literal: string): string | undefined {
  if (name !== 'contains') return undefined;
  const [, before, word = '', after] = /^([%*])?([\p{L}\p{N}][\p{L}\p{N} ]*)([%*])?$/u.exec(literal) ?? [];
  // `50%` and `5*` are texts of their own.
  if (word === '' || (before === undefined && after === undefined) || !/\p{L}/u.test(word)) return undefined;
  return `/${before === undefined ? '^' : ''}${word}${after === undefined ? '$' : ''}/`;
}

/** A text between slashes; undefined where it makes no pattern. */
export function toPattern(text: string, flags = ''): string | undefined {
  const source = text.replace(/(?<!\\)\//g, '\\/');
  try {
    return source.trim() === '' ? undefined : `/${new RegExp(source).source}/${flags}`;
  } catch {
    return undefined;
  }
}
