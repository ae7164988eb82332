import { isEmail, isUrl } from './addresses.ts';
import { isCalendarDate, isDateTime } from './instants.ts';
import { isUid } from './uid.ts';

const MAX_LENGTH = 50_000;
const NUMBER = /^(?:-?0|-?[1-9]\d*)(?:\.\d+)?$/;

/** What a value may refer to. */
export interface ValueContext {
  orgUnitExists(reference: string): boolean;
  /** User names that a USERNAME value may have; null: any. */
  readonly usernames: ReadonlySet<string> | null;
  /** References to org units need not be uids, and blanks alone are a user name: so up to 2.40. */
  readonly lenient: boolean;
}

/** A value is not of its type, or refers to what does not exist. */
export type ValueFault = 'type' | 'missing';

type Check = (value: string) => boolean;

/** Tests by value type; types that are not here take any text. Found by trying some thousand values on real servers. */
const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['LETTER', (value) => value.length === 1 && /^\p{L}$/u.test(value)],
  ['NUMBER', isNumber],
  ['UNIT_INTERVAL', (value) => isNumber(value) && Number(value) >= 0 && Number(value) <= 1],
  ['PERCENTAGE', (value) => isNumber(value) && Number(value) >= 0 && Number(value) <= 100],
  ['INTEGER', (value) => /^(?:0|-?[1-9]\d*)$/.test(value) && fits32Bits(value)],
  ['INTEGER_POSITIVE', (value) => /^[1-9]\d*$/.test(value) && fits32Bits(value)],
  ['INTEGER_NEGATIVE', (value) => /^-[1-9]\d*$/.test(value) && fits32Bits(value)],
  ['INTEGER_ZERO_OR_POSITIVE', (value) => /^(?:0|[1-9]\d*)$/.test(value) && fits32Bits(value)],
  ['BOOLEAN', (value) => /^(?:true|false)$/i.test(value)],
  ['TRUE_ONLY', (value) => /^true$/i.test(value)],
  ['DATE', startsWithDate],
  ['AGE', startsWithDate],
  ['DATETIME', isDateTime],
  ['TIME', (value) => /^(?:[01]?\d|2[0-3]):[0-5]\d$/.test(value)],
  ['COORDINATE', isCoordinate],
  ['PHONE_NUMBER', (value) => /^[0-9+()#. \t\n\v\f\r/ext-]{6,50}$/.test(value)],
  ['EMAIL', isEmail],
  ['URL', isUrl],
]);

/**
 * What is wrong with a value of a type; null where nothing is. Blanks alone pass for all types but those that name an
 * org unit or (not up to 2.40) a user.
 */
export function faultOfValue(type: string, value: string, context: ValueContext): ValueFault | null {
  if (type === 'USERNAME' && !(context.lenient && value.trim() === '')) {
    if (!/^(?=.{4,255}$)[A-Za-z0-9]+(?:[-_.@][A-Za-z0-9]+)*$/.test(value)) return 'type';
    return context.usernames === null || context.usernames.has(value) ? null : 'missing';
  }
  if (type === 'ORGANISATION_UNIT') {
    if (!context.lenient && !isUid(value)) return 'type';
    return context.orgUnitExists(value) ? null : 'missing';
  }
  if (value.trim() === '') return null;
  if (isTooLong(value)) return 'type';
  // The sandbox stores no files, so no value can refer to one.
  if (type === 'FILE_RESOURCE' || type === 'IMAGE') return isUid(value) ? 'missing' : 'type';
  const check = CHECKS.get(type);
  return check && !check(value) ? 'type' : null;
}

/** Longer than any value may be, whatever its type. */
export function isTooLong(value: string): boolean {
  return value.length > MAX_LENGTH;
}

function isNumber(value: string): boolean {
  return value.length < 250 && NUMBER.test(value);
}

function fits32Bits(value: string): boolean {
  const number = Number(value);
  return number >= -2_147_483_648 && number <= 2_147_483_647;
}

/** A calendar date, after which anything may follow as long as the last character is a letter, a digit or `_`. */
function startsWithDate(value: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:.*[\p{L}\p{Nd}_])?$/u.exec(value);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= 1 && isCalendarDate(year, month, day);
}

/** `[longitude,latitude]`; blanks count nowhere, further numbers are not looked at. */
function isCoordinate(value: string): boolean {
  const text = value.replace(/\s/g, '');
  if (!text.startsWith('[') || !text.endsWith(']')) return false;
  const [longitude, latitude] = text.slice(1, -1).split(',').map(toDecimal);
  if (longitude === undefined || latitude === undefined) return false;
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
}

function toDecimal(text: string): number {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
}
