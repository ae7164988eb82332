import type { ServerZone } from './server-zone.ts';

const DATE_TIME =
  /^(\d{1,9})(?:-(\d{1,2})(?:-(\d{1,2})(?:[Tt](\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,6}))?)?)?)?)?)?(Z|z|[+-]\d{2}(?::?\d{2})?)?$/;
const WITH_BLANK = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}[+-]\d{2}:?\d{2}$/;

/**
 * Reads a date or date-time of an event as DHIS2 does: from a year alone to microseconds, compact (`20260314`), with
 * or without offset, or epoch milliseconds as digits. Returns milliseconds of the server's clock; null where the
 * server would not read it.
 */
export function parseInstant(text: string, zone: ServerZone): number | null {
  if (/^\d{8}$/.test(text)) return parseInstant(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`, zone);
  if (/^-?\d{7,15}$/.test(text)) return zone.clockAt(Number(text));
  const parsed = parseDateTime(text);
  if (parsed === null) return null;
  return parsed.offsetMs === null ? zone.keep(parsed.clock) : zone.clockAt(parsed.clock - parsed.offsetMs);
}

/** A text that is a date-time with at least an hour, as a value of type DATETIME must be. */
export function isDateTime(text: string): boolean {
  const parsed = parseDateTime(text);
  return parsed !== null && parsed.hasTime;
}

function parseDateTime(text: string): { clock: number; offsetMs: number | null; hasTime: boolean } | null {
  const match = DATE_TIME.exec(WITH_BLANK.test(text) ? text.replace(' ', 'T') : text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction, offset] = match;
  if (offset !== undefined && hour === undefined) return null;
  const date = { year: Number(year), month: Number(month ?? 1), day: Number(day ?? 1) };
  if (!isCalendarDate(date.year, date.month, date.day)) return null;
  const time = { hour: Number(hour ?? 0), minute: Number(minute ?? 0), second: Number(second ?? 0) };
  if (time.hour > 23 || time.minute > 59 || time.second > 59) return null;
  const milliseconds = Number((fraction ?? '').slice(0, 3).padEnd(3, '0'));
  const instant = new Date(0);
  instant.setUTCFullYear(date.year, date.month - 1, date.day);
  instant.setUTCHours(time.hour, time.minute, time.second, milliseconds);
  if (Number.isNaN(instant.getTime())) return null;
  const ms = offset === undefined ? null : offsetMs(offset);
  return { clock: instant.getTime(), offsetMs: ms, hasTime: hour !== undefined };
}

export function isCalendarDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day <= days;
}

/** `2026-03-14T10:15:00.000`, as DHIS2 writes it: the server's clock, no offset. */
export function toServerText(instant: number): string {
  const date = new Date(instant);
  const day = `${String(date.getUTCFullYear()).padStart(4, '0')}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return `${day}T${time}.${String(date.getUTCMilliseconds()).padStart(3, '0')}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function offsetMs(offset: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}
