/** Which part of what stands behind a key is hidden. Offsets are those of the text that is given. */
import { isOpenHeader } from '../base/credential.ts';
import type { Stretch } from '../base/document.ts';
import { isConnectionWord, type ConnectionWords } from './connection-words.ts';

/** References that name something rather than being it; the default of one may be anything. */
const REFERENCE = /\$\{(?:([A-Za-z_]\w*)(:-[^}]*)?|ini:[^}#\s]+#[^}\s]+\.[\w-]+)\}/g;
/** What people call variables: in capitals, or after what they hold. */
const NAME = /^[A-Z][A-Z0-9_]*$|user|pass|token|secret|sas|key|conn|url|host|server|dhis|azure|blob/i;

/** Everything but blanks, closing brackets of a collection around it, and references. */
export function hiddenInValue(text: string): Stretch[] {
  const hidden: Stretch[] = [];
  let from = 0;
  const hideTo = (end: number): void => {
    const piece = text.slice(from, end);
    // A quote or a bracket by itself says nothing.
    if (!/[^\s"'{}[\],]/.test(piece)) return;
    const isWhole = from === 0 && end === text.length;
    const closing = isWhole ? trailing(piece, /[\s}\],]/) : 0;
    const opening = piece.length - piece.trimStart().length;
    hidden.push({ start: from + opening, end: end - (closing < piece.length ? closing : 0) });
  };
  for (const match of text.matchAll(REFERENCE)) {
    const [whole, name, otherwise] = match;
    if (name !== undefined && !NAME.test(name)) continue;
    hideTo(match.index);
    from = match.index + whole.length;
    if (otherwise !== undefined && otherwise.length > 2)
      hidden.push({ start: from - 1 - otherwise.length + 2, end: from - 1 });
  }
  hideTo(text.length);
  return hidden;
}

/** `Token `, `Bearer `: the word before a token says how it is used, and is no secret. */
const SCHEME = /^\s*["']?[A-Za-z][\w-]*[ \t]+(?=(?:\$\{[^}]*\}|[^\s"',{}])+["']?[\s,}\]]*$)/;

/** The same for a member of a set of secrets, such as headers. */
export function hiddenInMember(name: string, text: string): Stretch[] {
  if (isOpenHeader(name)) return [];
  const from = SCHEME.exec(text)?.[0].length ?? 0;
  return hiddenInValue(text.slice(from)).map(({ start, end }) => ({ start: start + from, end: end + from }));
}

const MEMBER = /(^|[{[,\s])(["']?)([A-Za-z][\w-]*)\2\s*:(?=[\s"'{[]|$)\s*/g;

/**
 * In `{ … }` what stands behind a key that is not known to be open is hidden, up to the next key that is known. `isOpen`:
 * the text begins behind one that is.
 */
export function hiddenInFlow(text: string, words: ConnectionWords, isOpen: boolean): Stretch[] {
  const hidden: Stretch[] = [];
  let from = 0;
  let kind: 'open' | 'secret' | 'start' = isOpen ? 'open' : 'start';
  /** Where the set of secrets ends in which we are, and the name of its member. */
  let mapEnd = -1;
  let member: string | undefined;
  const closeAt = (end: number): void => {
    const piece = text.slice(from, end);
    if (member !== undefined) {
      for (const { start, end: until } of hiddenInMember(member, piece))
        hidden.push({ start: from + start, end: from + until });
      return;
    }
    const shown =
      kind === 'open' ? openPart(piece) : kind === 'start' ? (/^[\s{[&#]*/.exec(piece)?.[0].length ?? 0) : 0;
    const inner = piece.slice(shown);
    const rest = inner.slice(0, inner.length - trailing(inner, /[\s,{[]/));
    for (const stretch of hiddenInValue(rest))
      hidden.push({ start: from + shown + stretch.start, end: from + shown + stretch.end });
  };
  for (const match of text.matchAll(MEMBER)) {
    const [whole, before = '', , key = ''] = match;
    const opensMap = text.charAt(match.index + whole.length) === '{';
    const isMember = match.index < mapEnd;
    if (!isMember && !opensMap && !isConnectionWord(key, words)) continue;
    closeAt(match.index + (before.length > 0 ? 1 : 0));
    from = match.index + whole.length;
    member = isMember ? key : undefined;
    kind = words.open.has(key) ? 'open' : opensMap ? 'start' : 'secret';
    if (opensMap && words.maps.has(key)) mapEnd = toFlowEnd(text, from);
  }
  closeAt(text.length);
  return hidden;
}

/** How many signs at the end are of a kind. (A pattern would look at each run of blanks anew from each of them.) */
function trailing(text: string, kind: RegExp): number {
  let end = text.length;
  while (end > 0 && kind.test(text.charAt(end - 1))) end -= 1;
  return text.length - end;
}

/** How much of the value of an open key is shown: a URL may hold a password or a token. */
function openPart(text: string): number {
  const [value = ''] = /^\s*(?:"[^"]*"|'[^']*'|[^,}\]]*)[\s,}\]]*/.exec(text) ?? [];
  const isRisky = /[?@]|sig=|\/\/[^/\s]*:(?!\d{1,5}(?:[/\s"',}\]]|$))/i.test(text.replace(REFERENCE, ''));
  return isRisky ? 0 : value.length;
}

/** Where the `{ … }` that begins at or after `from` ends. */
export function toFlowEnd(text: string, from: number): number {
  let depth = 0;
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (quote !== '') quote = sign === quote ? '' : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '{' || sign === '[') depth += 1;
    else if ((sign === '}' || sign === ']') && (depth -= 1) <= 0) return at + 1;
  }
  return text.length;
}
