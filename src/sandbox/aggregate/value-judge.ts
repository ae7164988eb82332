import { isUid } from '../uid.ts';
import type { DataElementModel } from '../model.ts';
import { faultOfValue, isTooLong } from '../value-types.ts';
import type { DataValueTraits } from '../versions.ts';

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

/** Names of faults where they are not `value_not_` and the type. */
const FAULT_NAMES: ReadonlyMap<string, string> = new Map([
  ['LETTER', 'value_not_valid_letter'],
  ['NUMBER', 'value_not_numeric'],
  ['INTEGER_POSITIVE', 'value_not_positive_integer'],
  ['INTEGER_NEGATIVE', 'value_not_negative_integer'],
  ['INTEGER_ZERO_OR_POSITIVE', 'value_not_zero_or_positive_integer'],
  ['BOOLEAN', 'value_not_bool'],
  ['DATE', 'value_not_valid_date'],
  ['AGE', 'value_not_valid_age'],
  ['DATETIME', 'value_not_valid_datetime'],
  ['TIME', 'value_not_valid_time'],
  ['EMAIL', 'value_not_valid_email'],
  ['USERNAME', 'value_not_valid_username'],
  ['ORGANISATION_UNIT', 'value_not_valid_org_unit_uid'],
  ['FILE_RESOURCE', 'value_not_valid_file_resource_uid'],
  ['IMAGE', 'value_not_valid_file_resource_uid'],
]);

/** Types whose values are UIDs. Nobody looks whether there is what they name: the shape is all that counts here. */
const REFERENCES: ReadonlySet<string> = new Set(['ORGANISATION_UNIT', 'FILE_RESOURCE', 'IMAGE']);

/** A value as it is stored: booleans in one writing, and from 2.43 on whole numbers without `.0`. */
export function normalized(value: string, { valueType }: DataElementModel, isNewer: boolean): string {
  if (isNewer && valueType.startsWith('INTEGER') && value.endsWith('.0')) return value.slice(0, -'.0'.length);
  if (valueType !== 'BOOLEAN' && valueType !== 'TRUE_ONLY') return value;
  const lower = value.toLowerCase();
  return BOOLEANS.get(lower) ?? (isNewer ? MORE_BOOLEANS.get(lower) : undefined) ?? value;
}

/** The name of what is wrong with a value by its type, such as `value_not_integer`; null where nothing is. */
export function faultOf(value: string, { valueType }: DataElementModel): string | null {
  if (value.trim() === '' || isOfType(value, valueType)) return null;
  if (isTooLong(value)) return 'value_length_greater_than_max_length';
  return FAULT_NAMES.get(valueType) ?? `value_not_${valueType.toLowerCase()}`;
}

function isOfType(value: string, valueType: string): boolean {
  if (REFERENCES.has(valueType)) return isUid(value);
  return faultOfValue(valueType, value, { orgUnitExists: () => true, usernames: null, lenient: false }) === null;
}

/** The piece of a value that is no code of the option set of its element; null: it is a good value, or there is no set. */
export function noOptionIn(
  value: string,
  { valueType, optionSet }: DataElementModel,
  takes: OptionTraits,
): string | null {
  if (!optionSet) return null;
  const { codes } = optionSet;
  const isWhole = valueType !== 'MULTI_TEXT' || takes.importer === 'body';
  if (isWhole && codes.has(value)) return null;
  if (valueType !== 'MULTI_TEXT') return value;
  const pieces = piecesOf(value);
  const isTwice = new Set(pieces).size < pieces.length;
  return pieces.find((piece) => !codes.has(piece)) ?? (isTwice && takes.countsCodes ? value : null);
}

type OptionTraits = Pick<DataValueTraits, 'importer' | 'countsCodes'>;

/** Codes with commas between; commas at the end are nothing. */
function piecesOf(value: string): string[] {
  const pieces = value.split(',');
  while (pieces.length > 0 && pieces.at(-1) === '') pieces.pop();
  return pieces;
}
