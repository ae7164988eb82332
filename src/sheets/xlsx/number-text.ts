/** Numbers of a workbook as the texts that a person reads: in full, without exponents and without binary noise. Pure. */
import { toDecimalText } from '../../base/decimal-text.ts';
import type { NumberForm } from './number-form.ts';
import { toIsoText } from './serial-date.ts';

/** Digits that Excel keeps and shows; what is written beyond them is noise of binary fractions. */
const DIGITS_OF_EXCEL = 15;

const WHOLE = /^-?\d+$/;

/** What a number of a cell reads as; `written` is how it stands in the file. */
export function toNumberText(written: string, form: NumberForm, is1904: boolean): string {
  if (form.is === 'plain') return toPlainText(written);
  const value = Number(written);
  if (written.trim() === '' || !Number.isFinite(value)) return written;
  if (form.is === 'percent') return `${toPlainText(String(Number((value * 100).toPrecision(DIGITS_OF_EXCEL))))}%`;
  if (form.is === 'mask') return toMasked(toPlainText(written), form.mask);
  return toIsoText(value, form, is1904) ?? toPlainText(written);
}

/** The number in full: `1E+15` is 1000000000000000, 0.30000000000000004 is 0.3; an id of many digits stays as written. */
function toPlainText(written: string): string {
  if (WHOLE.test(written)) return written === '-0' ? '0' : written;
  const value = Number(written);
  if (written.trim() === '' || !Number.isFinite(value)) return written;
  const text = toDecimalText(Number(value.toPrecision(DIGITS_OF_EXCEL)));
  return text === '-0' ? '0' : text;
}

/** Digits put in the places of a mask, from the right; more digits than places stand before the first. */
function toMasked(text: string, mask: readonly string[]): string {
  const digits = text.replace('-', '');
  if (!WHOLE.test(digits)) return text;
  const places = mask.filter((piece) => piece === '0').length;
  const padded = digits.padStart(places, '0');
  let at = padded.length - places;
  let isFirst = true;
  const filled = mask.map((piece) => {
    if (piece !== '0') return piece.startsWith('"') ? piece.slice(1) : piece;
    const shown = isFirst ? padded.slice(0, at + 1) : (padded[at] ?? '');
    isFirst = false;
    at += 1;
    return shown;
  });
  return (text.startsWith('-') ? '-' : '') + filled.join('');
}
