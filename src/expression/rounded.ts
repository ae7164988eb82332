/** Nearer to 0 a number keeps fewer digits, and in the end none. */
const LEAST_WITH_ALL_DIGITS = 2 ** -1022;

/** Whether a decimal number would lose digits: a whole one beyond 2^53, another beyond 15 of them. */
export function isRounded(written: string): boolean {
  const found = /^[+-]?(\d*)(\.\d*)?$/.exec(written);
  if (!found) return false;
  const [, whole = '', fraction] = found;
  const number = Number(written);
  if (Number.isInteger(number) ? !Number.isSafeInteger(number) : !Number.isFinite(number)) return true;
  if (fraction === undefined) return false;
  const digits = (whole + fraction.slice(1)).replace(/^0+|0+$/g, '').length;
  return digits > 15 || (digits > 0 && Math.abs(number) < LEAST_WITH_ALL_DIGITS);
}
