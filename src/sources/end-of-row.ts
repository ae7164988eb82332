const QUOTE = 34;
const CR = 13;
const LF = 10;

/** The bytes end before the row does. */
export const CUT = -1;
/** Quotes stand where only the parser can tell what they mean. */
export const ODD = -2;

/**
 * Where a row of a CSV ends that starts at `from`: behind its line end. Only of a row about which there can be no two
 * opinions: its quoted cells start and end with their quotes; in others, quotes stand for themselves. Else CUT or ODD.
 */
export function endOfRow(bytes: Uint8Array, from: number, delimiter: number): number {
  const { length } = bytes;
  let at = from;
  for (;;) {
    if (bytes[at] === QUOTE) {
      at = behindQuoted(bytes, at);
      if (at >= length) return CUT;
      if (bytes[at] === CR) {
        if (at + 1 === length) return CUT;
        at += 1;
        if (bytes[at] !== LF) return ODD;
      } else if (bytes[at] !== LF && bytes[at] !== delimiter) return ODD;
    } else {
      while (at < length && bytes[at] !== delimiter && bytes[at] !== LF) at += 1;
      if (at >= length) return CUT;
    }
    at += 1;
    if (bytes[at - 1] === LF) return at;
  }
}

/** Where a quoted cell ends, behind its quote; the end of the bytes where that cannot be told. */
function behindQuoted(bytes: Uint8Array, from: number): number {
  const { length } = bytes;
  let at = from + 1;
  for (;;) {
    while (at < length && bytes[at] !== QUOTE) at += 1;
    if (bytes[at + 1] !== QUOTE) return at + 1;
    at += 2;
  }
}
