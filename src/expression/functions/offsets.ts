/** Where the clock stood: offsets from UTC, given as such or by a time zone. */
import { Miss } from '../miss.ts';

const MINUTE_MS = 60_000;

/** `Z`, or hours and minutes east of Greenwich: `+03:00`, `-0430`. */
export function isOffset(text: string): boolean {
  return /^(?:Z|[+-](?:0\d|1[0-4]):?[0-5]\d)$/.test(text);
}

/** A zone of the IANA database. */
export function isZone(text: string): boolean {
  return zoneOf(text) !== undefined;
}

/**
 * The offset of a zone at the time `yyyy-MM-ddTHH:mm:ss` of its clock; an offset stays as it is. An hour that the clock
 * shows twice is taken the first time; one that it leaves out throws Miss, and so does what is no zone.
 */
export function offsetAt(offset: string, clock: string): string {
  if (isOffset(offset)) return offset;
  const zone = zoneOf(offset);
  if (!zone) throw new Miss('function/bad-offset', offset, { offset });
  const wall = Date.parse(`${clock.slice(0, 19)}Z`);
  // The offsets a day before and after are all that can hold now; the larger comes first.
  const offsets = [wall - 1440 * MINUTE_MS, wall + 1440 * MINUTE_MS].map((at) => minutesAt(zone, at));
  const found = offsets.sort((a, b) => b - a).find((one) => minutesAt(zone, wall - one * MINUTE_MS) === one);
  if (found === undefined) throw new Miss('function/no-such-hour', clock, { zone: offset });
  const minutes = Math.abs(found);
  return `${found < 0 ? '-' : '+'}${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Making one costs far more than using it. They are few, unless somebody takes them from the data. */
const ZONES = new Map<string, Intl.DateTimeFormat | undefined>();
const MOST_ZONES = 100;

function zoneOf(name: string): Intl.DateTimeFormat | undefined {
  if (ZONES.has(name)) return ZONES.get(name);
  const zone = makeZone(name);
  if (ZONES.size >= MOST_ZONES) ZONES.clear();
  ZONES.set(name, zone);
  return zone;
}

function makeZone(timeZone: string): Intl.DateTimeFormat | undefined {
  if (!/^(?:[A-Za-z_]+\/[\w/+-]+|UTC)$/.test(timeZone)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  } catch {
    return undefined;
  }
}

/** Minutes east of Greenwich at an instant. */
function minutesAt(zone: Intl.DateTimeFormat, instant: number): number {
  const name = zone.formatToParts(instant).find((one) => one.type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})/.exec(name.replace('−', '-')) ?? [];
  const total = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return sign === '-' ? -total : total;
}
