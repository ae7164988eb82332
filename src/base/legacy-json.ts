import { isObject, type Json } from './json.ts';

const INDENT = ' '.repeat(4);

/**
 * JSON as the files in use today have it, to the byte: keys sorted by code point, indented by 4, characters beyond ASCII
 * as they are, no line end at the end. (`JSON.stringify` cannot: it puts keys that look like numbers first.)
 */
export function toLegacyJson(value: Json): string {
  return write(value, '\n');
}

function write(value: Json, lineStart: string): string {
  const inner = lineStart + INDENT;
  if (Array.isArray(value)) {
    const items = value.map((item: Json) => inner + write(item, inner));
    return items.length === 0 ? '[]' : `[${items.join(',')}${lineStart}]`;
  }
  if (isObject(value)) {
    const members = sorted(Object.keys(value)).map(
      (key) => `${inner}${JSON.stringify(key)}: ${write(value[key] as Json, inner)}`,
    );
    return members.length === 0 ? '{}' : `{${members.join(',')}${lineStart}}`;
  }
  return JSON.stringify(value);
}

/** The engine's own order is twenty times as fast, and the same where nothing lies beyond the first plane. */
function sorted(keys: string[]): string[] {
  return keys.some((key) => SURROGATE.test(key)) ? keys.sort(compareCodePoints) : keys.sort();
}

const SURROGATE = /[\ud800-\udfff]/;

/** Order of texts by code point. The language's own order is by UTF-16 unit, which puts emoji before `～`. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const difference = rank(a.charCodeAt(at)) - rank(b.charCodeAt(at));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Surrogates stand for what lies beyond all other units. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
