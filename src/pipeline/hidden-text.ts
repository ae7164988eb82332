/**
 * Where secrets stand in a spec or a connections file, or may stand: found line by line, without a parser, for it counts
 * most in files that no parser takes. What is found here is never quoted, neither in a frame nor in a message.
 */
import type { Stretch } from '../base/document.ts';
import { nearest } from '../base/nearest.ts';
import { isConnectionWord, type ConnectionWords } from './connection-words.ts';
import type { FileRole } from './expression-scalars.ts';
import { commentStart, notProse } from './comment-prose.ts';
import { LANGUAGE } from './language.ts';
import { hiddenInFlow, hiddenInMember, hiddenInValue, toFlowEnd } from './hidden-values.ts';

/** Indentation with dashes, a key, and what stands behind its colon. */
const KEY = /^([\s-]*)(["']?)((?:[^\s"'{}[\],#&*!|>%@`][^:"']{0,200}?)?)\2\s{0,20}:(?:\s+|$)/;
/** Of a connections file. */
const PATH = /^["']?[^\s"'{}]+\.ya?ml["']?,?\s*(?:#.*)?$/;
const PARTS: ReadonlySet<string> = new Set(Object.keys(LANGUAGE.properties));
/** A line that ends like this has not said all. */
const GOES_ON = /[:,{[|>]$|^[^"]*"[^"]*$|^[^']*'[^']*$|[|>][+-]?\d?$/;
/** Parts of a spec in which a key may be called as a secret is: data elements, look-ups. */
const OF_THE_ANALYST = new Set(['transform', 'functions', 'lookups', 'mapping']);

/** The stretches that are hidden, in order. */
export function findHidden(text: string, role: FileRole, words: ConnectionWords): Stretch[] {
  const finder = new Finder(role, words);
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  for (const line of text.slice(start).split('\n')) {
    finder.read(line.replace(/\r$/, ''), start);
    start += line.length + 1;
  }
  return finder.found;
}

class Finder {
  readonly found: Stretch[] = [];
  readonly #words: ConnectionWords;
  readonly #role: FileRole;
  /** Indentation of the keys of the file; those of JSON stand deeper. */
  #topIndent: number | undefined;
  #part = '';
  /** Whether the line before, of a connection, wants another one. */
  #goesOn = false;
  /** What a secret that goes on over lines began with; undefined where none is open. */
  #open: { readonly indent: number; readonly isAnyLine: boolean; readonly isMap: boolean } | undefined;

  /** Whether the line is one of these. */
  #isInside = false;

  constructor(role: FileRole, words: ConnectionWords) {
    this.#role = role;
    this.#words = words;
  }

  /** Looks at the next line; `start` is its offset. */
  read(line: string, start: number): void {
    const trimmed = line.trim();
    this.#isInside = false;
    if (trimmed === '') return;
    const [head, lead = '', , key = ''] = KEY.exec(line) ?? [];
    const indent = lead.length === 0 ? line.length - line.trimStart().length : lead.length;
    if (head !== undefined) this.#topIndent ??= indent;
    const isTop = this.#role === 'spec' && head !== undefined && indent <= (this.#topIndent ?? 0);
    if (isTop && this.#isPart(key)) return this.#readPart(line, start, head, key);
    const isConnection = this.#role === 'connections' || this.#isConnections(this.#part);
    this.#goesOn = isConnection && GOES_ON.test(trimmed);
    if (isTop) return this.#hideLine(line, start);
    if (isConnection) return this.#readConnection(line, start, { head, key, indent });
    if (this.#role === 'spec' && this.#part === '' && /^[{[]/.test(trimmed)) return this.#readWholeInOne(line, start);
    if (head !== undefined && this.#words.secret.has(key) && !OF_THE_ANALYST.has(this.#part))
      this.#hide(start + head.length, line.slice(head.length), 'secret');
  }

  /** A key of the spec itself, such as `source`; after connections only one that is known, or nearly. */
  #isPart(key: string): boolean {
    if (PARTS.has(key)) return true;
    if (this.#goesOn) return false;
    return !this.#isConnections(this.#part) || this.#isConnections(key) || nearest(key, PARTS) !== undefined;
  }

  #readPart(line: string, start: number, head: string, key: string): void {
    this.#open = undefined;
    this.#part = key;
    if (!this.#isConnections(key)) return;
    this.#goesOn = GOES_ON.test(line.trim());
    const rest = line.slice(head.length);
    if (this.#words.secret.has(key)) this.#readConnection(line, start, { head, key, indent: 0 });
    else if (!PATH.test(rest)) this.#hide(start + head.length, rest, 'flow');
  }

  /** Also where it is misspelt, or where its secret stands by itself. */
  #isConnections(key: string): boolean {
    return key === 'connections' || this.#words.secret.has(key) || nearest(key, ['connections']) !== undefined;
  }

  #readConnection(
    line: string,
    start: number,
    { head, key, indent }: { head: string | undefined; key: string; indent: number },
  ): void {
    const isWord = head !== undefined && isConnectionWord(key, this.#words);
    if (this.#open?.isMap === true && head !== undefined && indent > this.#open.indent)
      return this.#hideMember(key, line.slice(head.length), start + head.length);
    if (this.#open && !isWord && (indent > this.#open.indent || this.#open.isAnyLine)) {
      const isName =
        head !== undefined && /^\s*(?:$|[{#])/.test(line.slice(head.length)) && indent <= this.#open.indent;
      if (!isName) {
        this.#isInside = true;
        return this.#hideLine(line, start);
      }
    }
    this.#open = undefined;
    if (head === undefined) {
      if (/^[{}[\],\s]*$/.test(line)) return;
      return /^\s*[^\s#].*[{}[\],]|^\s*[{}[\],]/.test(line)
        ? this.#hide(start, line, 'flow')
        : this.#hideLine(line, start);
    }
    const rest = line.slice(head.length);
    const at = start + head.length;
    if (this.#words.open.has(key)) return this.#hide(at, rest, 'open');
    if (this.#words.secret.has(key)) {
      const isUnclosed = /^"[^"]*$|^'[^']*$/.test(rest.trim());
      const isMap = this.#words.maps.has(key);
      this.#open = { indent, isAnyLine: rest.trim() === '' || isUnclosed, isMap };
      return isMap ? this.#hide(start, line, 'flow') : this.#hide(at, rest, 'secret');
    }
    // The name of a connection, with what it is behind it or below.
    if (/^\s*(?:$|[{#&])/.test(rest)) return this.#hide(at, rest, 'flow');
    if (isWord) this.#hide(at, rest, 'secret');
    else this.#hideLine(line, start);
  }

  /** A whole spec between braces, as JSON on one line. */
  #readWholeInOne(line: string, start: number): void {
    const match = /["']?connections["']?\s*:/.exec(line);
    if (!match) return;
    const from = match.index + match[0].length;
    this.#hide(start + from, line.slice(from, toFlowEnd(line, from)), 'flow');
  }

  #hide(start: number, text: string, as: 'secret' | 'open' | 'flow'): void {
    // Inside of a secret that goes on over lines, what looks like a comment is part of it.
    const comment = this.#isInside ? undefined : commentStart(text);
    if (comment === undefined) return this.#hideValue(start, text, as);
    this.#hideValue(start, text.slice(0, comment), as);
    for (const stretch of notProse(text.slice(comment)))
      this.#hideValue(start + comment + stretch.start, text.slice(comment).slice(stretch.start, stretch.end), 'secret');
  }

  #hideValue(start: number, text: string, as: 'secret' | 'open' | 'flow'): void {
    const stretches = as === 'secret' ? hiddenInValue(text) : hiddenInFlow(text, this.#words, as === 'open');
    for (const stretch of stretches) this.found.push({ start: start + stretch.start, end: start + stretch.end });
  }

  #hideMember(name: string, text: string, start: number): void {
    for (const stretch of hiddenInMember(name, text))
      this.found.push({ start: start + stretch.start, end: start + stretch.end });
  }

  #hideLine(line: string, start: number): void {
    const from = line.length - line.trimStart().length;
    this.#hide(start + from, line.slice(from), 'secret');
  }
}
