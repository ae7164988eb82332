/** What must be true of the data element that carries the keys of records. */

/** As the program has it. */
export interface KeyElement {
  readonly valueType: string;
  readonly hasOptions: boolean;
}

/** Any key is a text; `numbers`: only keys that are numbers will be taken. */
export type KeyFitness = 'fits' | 'numbers' | 'unfit';

const TEXTS: ReadonlySet<string> = new Set(['TEXT', 'LONG_TEXT']);
const NUMBERS = /^(?:INTEGER|NUMBER)/;

/** Whether a data element can carry a key. An option set would have to have every key as a code. */
export function fitnessForKeys({ valueType, hasOptions }: KeyElement): KeyFitness {
  if (hasOptions) return 'unfit';
  if (TEXTS.has(valueType)) return 'fits';
  return NUMBERS.test(valueType) ? 'numbers' : 'unfit';
}
