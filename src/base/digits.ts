/** Digits read one by one: what most cells of a form are, read without a pattern and without making texts on the way. */

const ZERO = 48;
const MINUS = 45;
const POINT = 46;
/** As many digits as any number of them keeps: every whole number so long is exact. */
const MOST_DIGITS = 15;
const POWERS = Array.from({ length: MOST_DIGITS + 1 }, (_, at) => 10 ** at);

/** The digit at a place; -1 where there is none. */
export function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - ZERO;
  return digit >= 0 && digit <= 9 ? digit : -1;
}

/** The number of the two digits at a place; -1 where there are not two. */
export function twoDigitsAt(text: string, at: number): number {
  const tens = digitAt(text, at);
  const ones = digitAt(text, at + 1);
  return tens < 0 || ones < 0 ? -1 : tens * 10 + ones;
}

/** The number of the four digits at a place; -1 where there are not four. */
export function fourDigitsAt(text: string, at: number): number {
  const hundreds = twoDigitsAt(text, at);
  const rest = twoDigitsAt(text, at + 2);
  return hundreds < 0 || rest < 0 ? -1 : hundreds * 100 + rest;
}

/**
 * The number that a text stands for which is nothing but digits, at most 15, perhaps with a minus before and a point
 * (character code) between them; NaN for any other text. Exact: the digits as a whole number and the power of ten are
 * exact, so that their quotient is the number nearest to what is written, as `Number` gives it.
 */
export function plainNumber(text: string, point = POINT): number {
  const { length } = text;
  const first = text.charCodeAt(0) === MINUS ? 1 : 0;
  let whole = 0;
  let pointAt = -1;
  for (let at = first; at < length; at += 1) {
    const digit = digitAt(text, at);
    if (digit >= 0) whole = whole * 10 + digit;
    else if (pointAt < 0 && at > first && text.charCodeAt(at) === point) pointAt = at;
    else return Number.NaN;
  }
  const digits = length - first - (pointAt < 0 ? 0 : 1);
  if (digits === 0 || digits > MOST_DIGITS || pointAt === length - 1) return Number.NaN;
  const value = pointAt < 0 ? whole : whole / (POWERS[length - 1 - pointAt] as number);
  return first === 1 ? -value : value;
}
