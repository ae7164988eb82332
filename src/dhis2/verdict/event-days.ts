import { parseIsoDate } from '../../base/iso-date.ts';

/** The day of a date of an event, as it stands there: times are the server's own. Undefined where it is no date. */
export function dayOf(value: unknown): string | undefined {
  const parsed = typeof value === 'string' ? parseIsoDate(value) : undefined;
  return parsed?.is === 'date' ? parsed.parts.day : undefined;
}

/** The server's wall clock, some days later; to be compared as text. */
export function wallAfter(value: unknown, days: number): string | undefined {
  const parsed = typeof value === 'string' ? parseIsoDate(value) : undefined;
  if (parsed?.is !== 'date') return undefined;
  const { day, hour, minute, second } = parsed.parts;
  const wall = Date.parse(`${day}T${hour || '00'}:${minute || '00'}:${second || '00'}Z`);
  return new Date(wall + days * 86_400_000).toISOString().slice(0, -1);
}
