import { parseIsoDate } from '../base/iso-date.ts';
import { clockOf } from './server-clock.ts';

/**
 * A date or date-time as a DHIS2 in `timeZone` keeps it, made short: its wall clock, to the millisecond, without offset;
 * the day alone where the day begins with that time. So a day that begins at 01:00, because the clock is put forward at
 * midnight, is the same whether we write the day or DHIS2 writes its first moment. Text that is no date stays as it is.
 */
export function toServerTime(text: string, timeZone: string): string {
  let known = KNOWN.get(timeZone);
  if (!known || known.size >= MOST_KNOWN) KNOWN.set(timeZone, (known = new Map<string, string>()));
  const found = known.get(text);
  if (found !== undefined) return found;
  const time = toTimeKept(text, timeZone);
  if (text.length <= LONGEST_KNOWN) known.set(text, time);
  return time;
}

/** By time zone: most records of a night are of few days, and each is asked about several times. */
const KNOWN = new Map<string, Map<string, string>>();
const MOST_KNOWN = 5000;
const LONGEST_KNOWN = 40;

function toTimeKept(text: string, timeZone: string): string {
  const parsed = parseIsoDate(text);
  if (parsed.is !== 'date') return text;
  const clock = clockOf(timeZone);
  const { day, hour, minute, second, fraction, offset } = parsed.parts;
  const clockTime = `${hour || '00'}:${minute || '00'}:${second || '00'}.${fraction.slice(0, 3).padEnd(3, '0')}`;
  const time = `${day}T${clockTime}`;
  const kept = offset === '' ? clock.toKept(time) : clock.at(Date.parse(time + toIsoOffset(offset)));
  const keptDay = kept.slice(0, 10);
  return kept === clock.startOf(keptDay) ? keptDay : kept;
}

function toIsoOffset(offset: string): string {
  if (offset.toUpperCase() === 'Z') return 'Z';
  return `${offset.slice(0, 3)}:${offset.slice(3).replace(':', '') || '00'}`;
}
