/** Regular expressions as functions of the language, and the built-ins that match: $contains, $match, $replace, $split. */
import { Undecided } from './fault.ts';
import { checkMatched, mostMatched } from '../patterns/matching.ts';
import type { Runtime } from './runtime.ts';
import { emptySequence } from './sequence.ts';

/** What a matcher finds. */
interface Match {
  readonly match: string;
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | undefined)[];
  readonly next: () => Match | undefined;
}

/** A regular expression as a value: called with a text, it gives the first match, which knows the next. */
export interface Matcher {
  (text: string, from?: number): Match | undefined;
  /** Whether there is a match. */
  test(text: string): boolean;
}

/** Makes a matcher with a state of its own. */
export function matcherOf(pattern: RegExp, runtime: Runtime): Matcher {
  const regex = new RegExp(pattern);
  const most = runtime.limits.characters === undefined ? Infinity : mostMatched(pattern);
  const begin = (text: string, from: number): void => {
    checkMatched(text.length, most);
    runtime.work(text.length);
    regex.lastIndex = from;
  };
  // Two declared parameters: jsonata's arity of a regular expression is 2.
  const matcher = function (text: string, from?: number): Match | undefined {
    // A function as the text is for jsonata to print.
    if (typeof text !== 'string') throw new Undecided();
    begin(text, from ?? 0);
    const found = regex.exec(text);
    if (found === null) return undefined;
    const match = found[0];
    const next = (): Match | undefined => {
      if (regex.lastIndex >= text.length) return undefined;
      const following = matcher(text, regex.lastIndex);
      // It would stand still for ever.
      if (following?.match === '') throw new Undecided();
      return following;
    };
    return { match, start: found.index, end: found.index + match.length, groups: found.slice(1), next };
  };
  const test = (text: string): boolean => {
    begin(text, 0);
    return regex.test(text);
  };
  return Object.assign(matcher, { test });
}

export function isMatcher(value: unknown): value is Matcher {
  return typeof value === 'function' && 'test' in value;
}

/** What another function of the expression finds, in the place of a pattern, is for jsonata to look at. */
function matcherFrom(value: unknown): Matcher {
  if (!isMatcher(value)) throw new Undecided();
  return value;
}

/** Goes through the matches, at most `limit` of them. */
function* matches(pattern: unknown, text: string, limit: number | undefined): Generator<Match> {
  const most = limit ?? Infinity;
  let found = matcherFrom(pattern)(text);
  for (let count = 0; found !== undefined && count < most; count += 1) {
    yield found;
    found = found.next();
  }
}

export function contains(text: string | undefined, token: unknown): boolean | undefined {
  if (text === undefined || token === undefined) return undefined;
  return typeof token === 'string' ? text.includes(token) : matcherFrom(token).test(text);
}

export function match(text: string | undefined, pattern: unknown, limit: number | undefined): unknown {
  if (text === undefined) return undefined;
  if ((limit as number) < 0) throw new Undecided();
  const result = emptySequence();
  if (limit === undefined || limit > 0) {
    for (const found of matches(pattern, text, limit)) {
      result.push({ match: found.match, index: found.start, groups: found.groups });
    }
  }
  return result;
}

export function split(text: string | undefined, separator: unknown, limit: number | undefined): unknown {
  if (text === undefined) return undefined;
  if ((limit as number) < 0) throw new Undecided();
  if (limit !== undefined && !(limit > 0)) return [];
  if (typeof separator === 'string') return text.split(separator, limit);
  const parts: string[] = [];
  let start = 0;
  for (const found of matches(separator, text, limit)) {
    parts.push(text.substring(start, found.start));
    start = found.end;
  }
  if (limit === undefined || parts.length < limit) parts.push(text.substring(start));
  return parts;
}

export function replace(
  this: unknown,
  text: string | undefined,
  pattern: unknown,
  replacement: unknown,
  limit: number | undefined,
): unknown {
  if (text === undefined) return undefined;
  if (pattern === '' || (limit as number) < 0) throw new Undecided();
  if (limit !== undefined && !(limit > 0)) return text;
  if (typeof pattern === 'string') return replaceText(text, pattern, replacement, limit);
  let result = '';
  let position = 0;
  for (const found of matches(pattern, text, limit)) {
    result += text.substring(position, found.start);
    const put =
      typeof replacement === 'string'
        ? fillIn(replacement, found)
        : (replacement as { apply(self: unknown, args: readonly unknown[]): unknown }).apply(this, [found]);
    if (typeof put !== 'string') throw new Undecided();
    result += put;
    position = found.start + found.match.length;
  }
  return result + text.substring(position);
}

function replaceText(text: string, pattern: string, replacement: unknown, limit: number | undefined): string {
  // jsonata puts in the source text of its own function.
  if (typeof replacement !== 'string') throw new Undecided();
  let result = '';
  let position = 0;
  let found = text.indexOf(pattern);
  const most = limit ?? Infinity;
  for (let count = 0; found !== -1 && count < most; count += 1) {
    result += text.substring(position, found) + replacement;
    position = found + pattern.length;
    found = text.indexOf(pattern, position);
  }
  return result + text.substring(position);
}

/** Fills `$0`, `$1` … and `$$` of a replacement. As many digits are read as there may be groups. */
function fillIn(replacement: string, { match: whole, groups }: Match): string {
  let filled = '';
  let position = 0;
  for (let dollar = replacement.indexOf('$'); dollar !== -1; dollar = replacement.indexOf('$', position)) {
    filled += replacement.substring(position, dollar);
    position = dollar + 1;
    const sign = replacement.charAt(position);
    if (sign === '$' || sign === '0') {
      filled += sign === '$' ? '$' : whole;
      position += 1;
      continue;
    }
    const digits = groups.length === 0 ? 1 : Math.floor(Math.log(groups.length) * Math.LOG10E) + 1;
    let group = Number.parseInt(replacement.substring(position, position + digits), 10);
    if (digits > 1 && group > groups.length)
      group = Number.parseInt(replacement.substring(position, position + digits - 1), 10);
    if (Number.isNaN(group)) filled += '$';
    else {
      filled += groups[group - 1] ?? '';
      position += String(group).length;
    }
  }
  return filled + replacement.substring(position);
}
