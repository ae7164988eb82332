import { toLineColumn } from './document.ts';
import type { Json } from './json.ts';
import { MAX_DEPTH, scanJson } from './json-scan.ts';

/** Why a text is not taken as JSON, and on which line. */
export type JsonRefusal =
  | { readonly is: 'broken'; readonly reason: string; readonly line: number }
  /** A key that stands twice in one object: no reader can know which of the two was meant. */
  | { readonly is: 'twice'; readonly key: string; readonly line: number; readonly first: number };

/** What a refusal of that kind is called in a sentence that has one gap for a reason. */
export function toReason(refusal: JsonRefusal): string {
  if (refusal.is === 'broken') return `line ${refusal.line}: ${refusal.reason}`;
  return `the key "${refusal.key}" stands twice, on lines ${refusal.first} and ${refusal.line}`;
}

/**
 * The door for JSON that others may have written (a byte-order mark allowed): one value, nested no deeper than what the
 * rest of the program can walk, no key twice in an object. Fast where all is well; the places are sought only where it
 * is not. Never throws.
 */
export function parseJson(text: string): { readonly value: Json } | { readonly refusal: JsonRefusal } {
  const { keys, depth } = measure(text);
  if (depth > MAX_DEPTH) return explain(text);
  let value: Json;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, '')) as Json;
  } catch {
    return explain(text);
  }
  return countKeys(value) === keys ? { value } : explain(text);
}

/** Whether a text is nested deeper than what the rest of the program can walk. */
export function isTooDeep(text: string): boolean {
  return measure(text).depth > MAX_DEPTH;
}

/** The slow way through the text, which knows where things stand. */
function explain(text: string): { readonly refusal: JsonRefusal } {
  const scanned = scanJson(text);
  const lineOf = (offset: number): number => toLineColumn(text, offset).line;
  if ('fault' in scanned) {
    return { refusal: { is: 'broken', reason: scanned.fault.reason, line: lineOf(scanned.fault.start) } };
  }
  const [twice] = scanned.duplicates;
  if (!twice) return { refusal: { is: 'broken', reason: 'it cannot be read', line: 1 } };
  return { refusal: { is: 'twice', key: shorten(twice.key), line: lineOf(twice.start), first: lineOf(twice.first) } };
}

/** Colons and the deepest nesting of brackets, outside of texts: of JSON, its keys and its depth. */
function measure(text: string): { keys: number; depth: number } {
  let keys = 0;
  let open = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === 0x22) at = endOfText(text, at);
    else if (char === 0x3a) keys += 1;
    else if (char === 0x7b || char === 0x5b) depth = Math.max(depth, (open += 1));
    else if (char === 0x7d || char === 0x5d) open -= 1;
  }
  return { keys, depth };
}

/** Offset of the quote that closes the text which starts at `start`. */
function endOfText(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}

function countKeys(value: Json): number {
  if (value === null || typeof value !== 'object') return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) count += countKeys(item);
    return count;
  }
  for (const item of Object.values(value as Record<string, Json>)) count += 1 + countKeys(item);
  return count;
}

function shorten(key: string): string {
  return key.length > 80 ? `${key.slice(0, 79)}…` : key;
}
