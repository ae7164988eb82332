/** What the number format of a cell makes of its number, as far as it changes what a person reads. Pure. */

/** How a number is shown. What is decoration alone (colours, thousands, currencies, decimals left away) is `plain`. */
export type NumberForm =
  | { readonly is: 'plain' }
  | { readonly is: 'percent' }
  | { readonly is: 'date' }
  | { readonly is: 'dateTime' | 'time'; readonly second: number }
  /** Hours that go on beyond 24; `second` as for times. */
  | { readonly is: 'duration'; readonly unit: 'h' | 'm' | 's'; readonly second: number }
  /** Digits at fixed places, as `000` or `000-00`: a `0` for each digit, all else as it stands. */
  | { readonly is: 'mask'; readonly mask: readonly string[] };

/** `second` of a form that shows none; others say how many decimals of a second are shown. */
export const NO_SECOND = -1;

export const PLAIN: NumberForm = { is: 'plain' };

/** Formats that have a number and no code in the file. Those of East Asia (27 to 36, 50 to 58) are dates or times, too. */
const BUILT_IN: ReadonlyMap<number, string> = new Map([
  [9, '0%'],
  [10, '0.00%'],
  [14, 'yyyy-mm-dd'],
  [15, 'd-mmm-yy'],
  [16, 'd-mmm'],
  [17, 'mmm-yy'],
  [18, 'h:mm AM/PM'],
  [19, 'h:mm:ss AM/PM'],
  [20, 'h:mm'],
  [21, 'h:mm:ss'],
  [22, 'yyyy-mm-dd h:mm'],
  ...[27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id): [number, string] => [id, 'yyyy-mm-dd']),
  ...[32, 34, 55].map((id): [number, string] => [id, 'h:mm']),
  ...[33, 35, 56].map((id): [number, string] => [id, 'h:mm:ss']),
  [45, 'mm:ss'],
  [46, '[h]:mm:ss'],
  [47, 'mm:ss.0'],
]);

/** The form of a format by its number; `code` is what the file says of it, if it does. */
export function toNumberForm(id: number, code: string | undefined): NumberForm {
  return parseFormat(code ?? BUILT_IN.get(id) ?? 'General');
}

/** Reads a format code. Only its first section counts: those for negative numbers, zero and text say nothing new. */
export function parseFormat(code: string): NumberForm {
  const tokens = tokensOf(code);
  const signs = tokens.filter((token) => token.is === 'sign').map(({ text }) => text.toLowerCase());
  const letters = signs.join('');
  if (/^general$/.test(letters)) return PLAIN;
  const elapsed = tokens.find((token) => token.is === 'elapsed');
  const second = secondOf(letters);
  if (elapsed) return { is: 'duration', unit: elapsed.text[0]?.toLowerCase() as 'h' | 'm' | 's', second };
  const hasTime = /[hs]/.test(letters);
  // `m` means minutes only beside hours or seconds; `e`, `g` and `b` are years and eras of East Asia.
  const hasDay = /[yd]/.test(letters) || (hasTime ? hasMonth(letters) : /m/.test(letters)) || /^[eg]+/.test(letters);
  if (hasDay) return hasTime ? { is: 'dateTime', second } : { is: 'date' };
  if (hasTime) return { is: 'time', second };
  if (signs.includes('%')) return { is: 'percent' };
  return toMask(tokens);
}

/** A month beside a time: an `m` that is next to neither hours nor seconds, or too long for minutes. */
function hasMonth(letters: string): boolean {
  return letters
    .replace(/am\/pm|a\/p/g, '')
    .replace(/h+[^a-z]*m{1,2}(?!m)/g, 'h')
    .replace(/(?<!m)m{1,2}[^a-z]*s/g, 's')
    .includes('m');
}

function secondOf(letters: string): number {
  const shown = /s(?:\.(0+))?(?!.*s)/.exec(letters) ?? (/s/.test(letters) ? [''] : undefined);
  return shown ? (shown[1]?.length ?? 0) : NO_SECOND;
}

function toMask(tokens: readonly Token[]): NumberForm {
  const zeros = tokens.filter(({ is, text }) => is === 'sign' && text === '0').length;
  const isFixed = tokens.every(({ is, text }) => is === 'literal' || (is === 'sign' && /^[-0 ()/:+]$/.test(text)));
  if (zeros < 2 || !isFixed) return PLAIN;
  return { is: 'mask', mask: tokens.map(({ is, text }) => (is === 'sign' ? text : `"${text}`)) };
}

interface Token {
  /** `literal`: shown as it stands. `elapsed`: `[h]`, `[mm]`. `sign`: means something. */
  readonly is: 'literal' | 'elapsed' | 'sign';
  readonly text: string;
}

const PIECES = /"([^"]*)"?|\\(.)|[_*].|\[([^\]]*)\]?|([^])/g;

/** The pieces of the first section; colours, conditions, languages, and what only fills a column are left out. */
function tokensOf(code: string): Token[] {
  const tokens: Token[] = [];
  for (const [, quoted, escaped, inBrackets, sign] of code.matchAll(PIECES)) {
    if (sign === ';') break;
    if (quoted !== undefined || escaped !== undefined) tokens.push({ is: 'literal', text: quoted ?? escaped ?? '' });
    else if (inBrackets !== undefined && /^(?:h+|m+|s+)$/i.test(inBrackets))
      tokens.push({ is: 'elapsed', text: inBrackets });
    else if (sign !== undefined) tokens.push({ is: 'sign', text: sign });
  }
  return tokens;
}
