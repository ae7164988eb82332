import { isRealDate } from '../base/real-dates.ts';
import { isOnEarth } from '../base/geopoint.ts';
import { isUid } from './uid.ts';

/**
 * Which texts DHIS2 takes for a value type: its own rules, oddities included, as its import answered (2.40 to 2.43
 * agree). Nothing is trimmed by the server: blanks around a number make it fail.
 */
export type Check = (text: string) => boolean;

export const anything: Check = () => true;

/** One character of the basic plane that is a letter in any script. */
export const isLetter: Check = (text) => text.length === 1 && /\p{L}/u.test(text);

/** No exponent, no sign but minus, no leading zero, a digit on both sides of the point; fewer than 250 characters. */
export const isNumber: Check = (text) => text.length < 250 && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text);

/** A number within bounds, compared as a double: the server does so too. */
export const isNumberWithin =
  (least: number, most: number): Check =>
  (text) =>
    isNumber(text) && Number(text) >= least && Number(text) <= most;

/** A whole number within bounds, written without sign but minus and without leading zeros. `-0` is none. */
export const isIntegerWithin =
  (least: number, most: number): Check =>
  (text) =>
    /^(?:0|-?[1-9]\d{0,9})$/.test(text) && Number(text) >= least && Number(text) <= most;

export const isBoolean: Check = (text) => /^(?:true|false)$/i.test(text);

export const isTrue: Check = (text) => /^true$/i.test(text);

/** A calendar day, and whatever follows, if only it ends on a letter, digit or underscore. */
export const isDate: Check = (text) => {
  const parts = /^(\d{4})-(\d{2})-(\d{2})(.*)$/.exec(text);
  if (!parts) return false;
  const [, year, month, day, rest = ''] = parts;
  return isRealDate(Number(year), Number(month), Number(day)) && (rest === '' || /[\p{L}\p{N}_]$/u.test(rest));
};

const WITH_T =
  /^(\d{4}-\d{2}-\d{2})[Tt](\d{1,2})(?::(\d{2})(?::(\d{2})(?:\.\d{1,6})?)?)?(?:[Zz]|[+-]\d{2}(?::?\d{2})?)?$/;
const WITH_BLANK = /^(\d{4}-\d{2}-\d{2}) (\d{2}):(\d{2}):(\d{2})[+-]\d{2}(?::?\d{2})?$/;

export const isDateTime: Check = (text) => {
  const parts = WITH_T.exec(text) ?? WITH_BLANK.exec(text);
  if (!parts) return false;
  const [, day = '', hour, minute = '0', second = '0'] = parts;
  return isDate(day) && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
};

/** Hours and minutes; never seconds. */
export const isTime: Check = (text) => /^(?:[01]?\d|2[0-3]):[0-5]\d$/.test(text);

const JAVA_DOUBLE = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?$/;

/** `[longitude,latitude]`; blanks do not count, and pieces after the first two are not looked at. */
export const isCoordinate: Check = (text) => {
  const [longitude, latitude] = pairOf(text) ?? [];
  return longitude !== undefined && latitude !== undefined && isOnEarth(latitude, longitude);
};

/** `[number,number]`, wherever that lies. */
export const isPair: Check = (text) => pairOf(text) !== undefined;

function pairOf(text: string): readonly [longitude: number, latitude: number] | undefined {
  const bare = text.replace(/\s/g, '');
  if (!bare.startsWith('[') || !bare.endsWith(']')) return undefined;
  const [longitude = '', latitude = ''] = bare.slice(1, -1).split(',');
  if (!JAVA_DOUBLE.test(longitude) || !JAVA_DOUBLE.test(latitude)) return undefined;
  return [Number.parseFloat(longitude), Number.parseFloat(latitude)];
}

/** The server's class of characters, blanks of ASCII alone; it takes `tttttt` too. */
export const isPhoneNumber: Check = (text) => /^[0-9+()#. \t\n\v\f\r/ext-]{6,50}$/.test(text);

const LABEL = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?';
/** The server also wants a top-level domain that is known; that list is not ours to keep. */
const HOST = new RegExp(`^(?:${LABEL}\\.)+(?:\\p{L}{2,63}|xn--[a-z0-9-]{1,59})$`, 'iu');

export const isEmail: Check = (text) => {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  const domain = text.slice(at + 1);
  if (local.length > 64 || !/^(?:"[^"]*"|[^\s()<>@,;:\\".[\]]+(?:\.[^\s()<>@,;:\\".[\]]+)*)$/.test(local)) return false;
  return HOST.test(domain) || isIpv4(/^\[(.*)\]$/.exec(domain)?.[1] ?? '');
};

function isIpv4(text: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) && text.split('.').every((part) => Number(part) <= 255);
}

const URL_PARTS =
  /^(?:https?|ftp):\/\/(?:[^\s@/?#]+@)?(\[[0-9a-f:.]+\]|[^\s:@/?#]+)(?::(\d{1,5}))?(\/[^\s?#]*)?(?:\?[^\s#]*)?(?:#\S*)?$/i;

export const isUrl: Check = (text) => {
  const parts = URL_PARTS.exec(text);
  if (!parts) return false;
  const [, host = '', port = '0', path = ''] = parts;
  if (Number(port) > 65_535 || path.includes('//') || /^\/\.\.(?:\/|$)/.test(path)) return false;
  return (host.startsWith('[') || HOST.test(host) || isIpv4(host)) && /^[-\w:@&?=+,.!/~*'%$;()]*$/.test(path);
};

/** Its shape alone; the server also wants the user to exist (and, in fact, to be the one who sends). */
export const isUsername: Check = (text) =>
  text.length >= 4 && text.length <= 255 && /^[A-Za-z0-9]+(?:[-_.@][A-Za-z0-9]+)*$/.test(text);

/** The shape of a UID; whether there is such a unit or file only the server knows. */
export const isReference: Check = (text) => isUid(text);
