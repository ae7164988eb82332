import { finding, unseen, type Finding } from './findings.ts';
import type { DataElementModel } from './model.ts';
import { isTooLong, type ValueFault } from './value-types.ts';
import type { Traits } from './versions.ts';

/** What a reference is called that leads nowhere. */
const REFERENCES: ReadonlyMap<string, string> = new Map([
  ['USERNAME', 'Username'],
  ['ORGANISATION_UNIT', 'Organisation unit'],
]);

/** Names of faults up to 2.40, where they are not `value_not_` and the type. */
const OLDER_NAMES: ReadonlyMap<string, string> = new Map([
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
]);

/** What it is called that a value is not of its type, as in `value_not_bool`. */
export function faultName(valueType: string): string {
  return OLDER_NAMES.get(valueType) ?? `value_not_${valueType.toLowerCase()}`;
}

/** The verdict on a faulty value: later releases name its type, earlier ones its data element. */
export function findingOfValue(
  event: string,
  value: string,
  { uid, valueType }: DataElementModel,
  fault: ValueFault,
  { version, lenientValues }: Traits,
): Finding {
  if (lenientValues) {
    if (valueType === 'ORGANISATION_UNIT') return finding('E1007', event, value);
    if (valueType === 'FILE_RESOURCE' || valueType === 'IMAGE') return finding('E1084', event, value);
    return finding(
      'E1302',
      event,
      uid,
      isTooLong(value) ? 'value_length_greater_than_max_length' : faultName(valueType),
    );
  }
  const missing = `${REFERENCES.get(valueType) ?? 'File resource'} \`${value}\` could not be found.`;
  const words = fault === 'missing' ? missing : `Value type is ${valueType} but the value \`${value}\` is not.`;
  // 2.41.9 leaves a gap where the next release names the type.
  return finding('E1302', event, version === '2.41' ? unseen(valueType) : valueType, words);
}
