/** What a cell reads as: the text that a person sees in it. Pure. */
import type { NumberForm } from './number-form.ts';
import { toNumberText } from './number-text.ts';

/** A cell as it stands in the file. */
export interface RawCell {
  /** `n` (a number), `s` (a shared text), `str` (a text that a formula gave), `inlineStr`, `b`, `e`, `d`. */
  readonly type: string;
  /** Its value, or its text where it is inline. */
  readonly value: string;
  readonly hasFormula: boolean;
  readonly form: NumberForm;
}

/** Why a cell has no text: an error in it, or a formula whose result is not in the file. */
export type CellFault = { readonly is: 'error'; readonly error: string } | { readonly is: 'uncalculated' };

/** What the cells of a workbook need to be read. */
export interface CellContext {
  readonly is1904: boolean;
  readonly isUncalculated: boolean;
  /** A shared text by its number; throws where there is none. */
  readonly shared: (at: number) => string;
}

export function toCellText(cell: RawCell, { is1904, isUncalculated, shared }: CellContext): string | CellFault {
  const { type, value, hasFormula, form } = cell;
  switch (type) {
    case 's':
      return withControls(shared(Number(value)));
    case 'inlineStr':
    case 'str':
      return withControls(value);
    case 'b':
      return value === '' ? '' : value === '1' || value === 'true' ? 'TRUE' : 'FALSE';
    case 'e':
      return { is: 'error', error: value };
    case 'd':
      return toDateText(value, form);
    default:
      // Programs that do not calculate leave no result, or 0, and have Excel calculate when a person opens the file.
      if (hasFormula && (value === '' || (isUncalculated && value === '0'))) return { is: 'uncalculated' };
      return value === '' ? '' : toNumberText(value, form, is1904);
  }
}

/** Characters that XML cannot hold are written by their numbers: `_x000D_`; and so is the sign `_` before such a text. */
function withControls(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** A date that is written as one; without a time where its format shows none. */
function toDateText(value: string, form: NumberForm): string {
  const [day = '', time] = value.split('T');
  if (time === undefined) return value;
  if (form.is === 'time') return time.slice(0, form.second < 0 ? 5 : 8);
  return form.is === 'dateTime' || !/^00:00(?::00(?:\.0+)?)?Z?$/.test(time) ? value : day;
}
