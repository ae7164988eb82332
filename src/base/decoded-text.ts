/** A text as it was before somebody encoded it, with the place of each of its characters in the text as it is. */
export interface DecodedText {
  readonly text: string;
  /** Where the character at `at` starts in the original, and where it ends. */
  startOf(at: number): number;
  endOf(at: number): number;
}

/** Encodings within encodings: JSON in JSON, a URL in a URL. */
const MOST_LEVELS = 4;

const ESCAPE =
  /((?:%[0-9a-fA-F]{2})+)|(?:\\u|%u)([0-9a-fA-F]{4})|\\u\{([0-9a-fA-F]{1,6})\}|\\x([0-9a-fA-F]{2})|&#[xX]([0-9a-fA-F]{1,6});|&#(\d{1,7});|&(amp|lt|gt|quot|apos);|\\(["'\\/bfnrt])/g;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const AFTER_BACKSLASH: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/**
 * The text itself, and what it says once percent signs (URL), backslashes (JSON) and entities (HTML) are taken for
 * escapes, again and again as long as there are some: nobody knows which of them was meant.
 */
export function toDecodedTexts(text: string): DecodedText[] {
  const levels: DecodedText[] = [{ text, startOf: (at) => at, endOf: (at) => at + 1 }];
  for (let level = levels[0]; level !== undefined && levels.length < MOST_LEVELS;) {
    level = /[%\\&]/.test(level.text) ? decodeOnce(level) : undefined;
    if (level) levels.push(level);
  }
  return levels;
}

function decodeOnce(outer: DecodedText): DecodedText | undefined {
  const starts: number[] = [];
  const ends: number[] = [];
  let text = '';
  let from = 0;
  const put = (character: string, start: number, end: number): void => {
    text += character;
    for (let unit = 0; unit < character.length; unit += 1) {
      starts.push(outer.startOf(start));
      ends.push(outer.endOf(end - 1));
    }
  };
  const copyTo = (end: number): void => {
    for (let at = from; at < end; at += 1) put(outer.text.charAt(at), at, at + 1);
  };
  for (const match of outer.text.matchAll(ESCAPE)) {
    copyTo(match.index);
    from = match.index + match[0].length;
    const [whole, bytes, ...others] = match;
    if (bytes === undefined) put(decodeCharacter(others), match.index, from);
    else
      for (const { character, start, end } of decodeBytes(whole))
        put(character, match.index + start, match.index + end);
  }
  if (from === 0) return undefined;
  copyTo(outer.text.length);
  return { text, startOf: (at) => starts[at] ?? outer.text.length, endOf: (at) => ends[at] ?? outer.text.length };
}

function decodeCharacter(groups: readonly (string | undefined)[]): string {
  const [unicode, braced, hex, htmlHex, htmlDecimal, named, backslash] = groups;
  if (named !== undefined) return NAMED[named] ?? '';
  if (backslash !== undefined) return AFTER_BACKSLASH[backslash] ?? backslash;
  const code =
    htmlDecimal === undefined ? Number.parseInt(unicode ?? braced ?? hex ?? htmlHex ?? '', 16) : Number(htmlDecimal);
  return code <= 0x10_ffff ? String.fromCodePoint(code) : '\uFFFD';
}

/** `%C3%A9` is é; a byte that is no UTF-8 is the character of Latin 1. */
function decodeBytes(run: string): { character: string; start: number; end: number }[] {
  const bytes = Buffer.from(run.replaceAll('%', ''), 'hex');
  const found: { character: string; start: number; end: number }[] = [];
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at] as number;
    const length = lead < 0xc2 || lead > 0xf4 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    const character = bytes.subarray(at, at + length).toString('utf8');
    const isWhole = length > 1 && at + length <= bytes.length && !character.includes('\uFFFD');
    const step = isWhole ? length : 1;
    const shown = isWhole ? character : String.fromCharCode(lead);
    found.push({ character: shown, start: at * 3, end: (at + step) * 3 });
    at += step;
  }
  return found;
}
