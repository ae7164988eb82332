/** Value types, each with others that take all of its values and mean the same by them. */
const WIDER: Readonly<Record<string, readonly string[]>> = {
  INTEGER_POSITIVE: ['INTEGER_ZERO_OR_POSITIVE', 'INTEGER', 'NUMBER'],
  INTEGER_ZERO_OR_POSITIVE: ['INTEGER', 'NUMBER'],
  INTEGER_NEGATIVE: ['INTEGER', 'NUMBER'],
  INTEGER: ['NUMBER'],
  UNIT_INTERVAL: ['NUMBER'],
  PERCENTAGE: ['NUMBER'],
  TEXT: ['LONG_TEXT'],
  LETTER: ['TEXT', 'LONG_TEXT'],
  TRUE_ONLY: ['BOOLEAN'],
};

/** Whether a value type takes every value that another one took. */
export function isWider(now: string, before: string): boolean {
  return (Object.hasOwn(WIDER, before) ? WIDER[before] : undefined)?.includes(now) === true;
}
