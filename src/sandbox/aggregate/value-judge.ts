import type { DataElementModel, Model } from '../model.ts';
import { faultName } from '../value-findings.ts';
import { faultOfValue, isTooLong } from '../value-types.ts';

/** Texts that are booleans, whatever their case. */
const BOOLEANS: ReadonlyMap<string, string> = new Map([
  ...['true', 't', '1'].map((text) => [text, 'true'] as const),
  ...['false', 'f', '0'].map((text) => [text, 'false'] as const),
]);
/** From 2.43 on these as well. */
const MORE_BOOLEANS: ReadonlyMap<string, string> = new Map([
  ['yes', 'true'],
  ['y', 'true'],
  ['no', 'false'],
  ['n', 'false'],
]);

/** A value as it is stored: booleans in one writing. */
export function normalized(value: string, { valueType }: DataElementModel, alsoWords: boolean): string {
  if (valueType !== 'BOOLEAN' && valueType !== 'TRUE_ONLY') return value;
  const lower = value.toLowerCase();
  return BOOLEANS.get(lower) ?? (alsoWords ? MORE_BOOLEANS.get(lower) : undefined) ?? value;
}

/** The name of what is wrong with a value by its type, such as `value_not_integer`; null where nothing is. */
export function faultOf(value: string, { valueType }: DataElementModel, model: Model): string | null {
  const orgUnitExists = (uid: string): boolean => model.orgUnits.has(uid);
  const fault = faultOfValue(valueType, value, { orgUnitExists, usernames: null, lenient: false });
  if (fault === null) return null;
  return isTooLong(value) ? 'value_length_greater_than_max_length' : faultName(valueType);
}

/** Whether a value is a code of the option set of its element, if that has one; a MULTI_TEXT holds several. */
export function isOptionOf(value: string, { valueType, optionSet }: DataElementModel): boolean {
  if (!optionSet || value.trim() === '') return true;
  const codes = valueType === 'MULTI_TEXT' ? value.split(',') : [value];
  return codes.every((code) => optionSet.codes.has(code));
}
