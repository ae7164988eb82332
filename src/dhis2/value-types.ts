import { toDecimalText } from '../base/decimal-text.ts';
import {
  anything,
  isBoolean,
  isCoordinate,
  isDate,
  isDateTime,
  isEmail,
  isIntegerWithin,
  isLetter,
  isNumber,
  isNumberWithin,
  isPhoneNumber,
  isReference,
  isTime,
  isTrue,
  isUrl,
  isUsername,
  type Check,
} from './value-checks.ts';
import {
  asIs,
  checked,
  toBoolean,
  toCoordinate,
  toDateTime,
  toDay,
  toInteger,
  toMultiText,
  toNumber,
  toTime,
  toTrueOnly,
  refuse,
  type Convert,
  type Converted,
} from './value-conversions.ts';

export type { Converted, ValueCode } from './value-conversions.ts';

/** One value type of DHIS2. */
interface ValueType {
  readonly check: Check;
  readonly convert: Convert;
  /** Whether the server lets text of blanks through, as it does for nearly every type. */
  readonly takesBlanks: boolean;
}

const of = (check: Check, convert: Convert, takesBlanks = true): ValueType => ({ check, convert, takesBlanks });
const text = of(anything, asIs);

const INT_MIN = -2_147_483_648;
const INT_MAX = 2_147_483_647;

function integer(least: number, most: number): ValueType {
  const check = isIntegerWithin(least, most);
  return of(check, toInteger(check, least, most));
}

function number(least: number, most: number): ValueType {
  const check = isNumberWithin(least, most);
  return of(check, toNumber(check, least, most));
}

/** The one table: what DHIS2 takes, and what may be made of a cell without losing or guessing anything. */
const VALUE_TYPES: ReadonlyMap<string, ValueType> = new Map([
  ['TEXT', text],
  ['LONG_TEXT', text],
  ['MULTI_TEXT', of(anything, toMultiText)],
  ['REFERENCE', text],
  ['GEOJSON', text],
  ['TRACKER_ASSOCIATE', text],
  ['LETTER', of(isLetter, checked(isLetter, 'one letter'))],
  ['NUMBER', of(isNumber, toNumber(isNumber))],
  ['PERCENTAGE', number(0, 100)],
  ['UNIT_INTERVAL', number(0, 1)],
  ['INTEGER', integer(INT_MIN, INT_MAX)],
  ['INTEGER_POSITIVE', integer(1, INT_MAX)],
  ['INTEGER_NEGATIVE', integer(INT_MIN, -1)],
  ['INTEGER_ZERO_OR_POSITIVE', integer(0, INT_MAX)],
  ['BOOLEAN', of(isBoolean, toBoolean)],
  ['TRUE_ONLY', of(isTrue, toTrueOnly)],
  ['DATE', of(isDate, toDay)],
  ['AGE', of(isDate, toDay)],
  ['DATETIME', of(isDateTime, toDateTime)],
  ['TIME', of(isTime, toTime)],
  ['COORDINATE', of(isCoordinate, toCoordinate)],
  ['EMAIL', of(isEmail, checked(isEmail, 'an e-mail address'))],
  ['PHONE_NUMBER', of(isPhoneNumber, checked(isPhoneNumber, 'a phone number: 6 to 50 digits, blanks, + ( ) # . / -'))],
  ['URL', of(isUrl, checked(isUrl, 'a web address that starts with http:// or https://'))],
  ['USERNAME', of(isUsername, checked(isUsername, 'the name of a DHIS2 user'), false)],
  ['ORGANISATION_UNIT', of(isReference, checked(isReference, 'the UID of an organisation unit'), false)],
  ['FILE_RESOURCE', of(isReference, checked(isReference, 'the UID of a file that DHIS2 has'))],
  ['IMAGE', of(isReference, checked(isReference, 'the UID of an image that DHIS2 has'))],
]);

/** Length limit of every data value, in UTF-16 units. */
const MOST_UNITS = 50_000;

/** What Java calls blank: no no-break spaces. */
// oxlint-disable-next-line no-control-regex -- Java counts these control characters as blanks
const BLANK = /^[\t-\r\x1c-\x20\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]*$/;

/** Whether the server takes a text for blanks alone. */
export function isBlank(text: string): boolean {
  return BLANK.test(text);
}

/** Whether we know a value type; values of others go as they are. */
export function isValueType(name: string): boolean {
  return VALUE_TYPES.has(name);
}

/** All value types that we know, in the order of the table. */
export function valueTypes(): readonly string[] {
  return [...VALUE_TYPES.keys()];
}

/**
 * Whether DHIS2 takes exactly this text for a data element of this type without an option set. Existence (of users,
 * units, files, top-level domains) is left to the server. U+0000 never passes: it breaks the whole request.
 */
export function takesValue(valueType: string, value: string): boolean {
  if (value.includes('\0')) return false;
  const type = VALUE_TYPES.get(valueType) ?? text;
  if (value === '') return true;
  if (BLANK.test(value)) return type.takesBlanks;
  return value.length <= MOST_UNITS && type.check(value);
}

/**
 * Makes a cell, or what an expression came to, into the value that DHIS2 stores, without losing or guessing anything:
 * blanks around are trimmed, text is put into NFC, and the conversions of the value type apply. Blank text is null.
 * Text of an unknown type goes as it is.
 */
export function toDhis2Value(valueType: string, raw: string | number | boolean): Converted {
  if (typeof raw === 'number' && !Number.isFinite(raw)) return refuse('value/not-finite');
  const written = typeof raw === 'number' ? toDecimalText(raw) : String(raw);
  const trimmed = written.trim();
  const value = trimmed.normalize('NFC');
  if (value === '') return { ok: true, value: null, conversion: null };
  if (value.includes('\0')) return refuse('value/nul');
  if (!value.isWellFormed()) return refuse('value/broken-text');
  if (value.length > MOST_UNITS) return refuse('value/too-long', { length: value.length });

  const converted = (VALUE_TYPES.get(valueType) ?? text).convert(value);
  if (!converted.ok) return { ...converted, args: { valueType, ...converted.args } };
  if (converted.conversion !== null || converted.value === written) return converted;
  return { ...converted, conversion: trimmed === written ? 'accents composed (NFC)' : 'blanks trimmed' };
}
