/** Where the clock stood: offsets from UTC, given as such or by a time zone. */
import { twoDigits } from '../../base/real-dates.ts';
import { isOffset } from '../../base/iso-date.ts';
import { Miss } from '../../base/miss.ts';

const MINUTE_MS = 60_000;

/** A zone of the IANA database. */
export function isZone(text: string): boolean {
  return zoneOf(text) !== undefined;
}

/**
 * The offset of a zone at the time `yyyy-MM-ddTHH:mm:ss` of its clock; an offset stays as it is. Throws Miss at an hour
 * that the clock shows twice or leaves out, and at what is no zone.
 */
export function offsetAt(offset: string, clock: string): string {
  if (isOffset(offset)) return offset;
  const zone = zoneOf(offset);
  if (!zone) throw new Miss('function/bad-offset', offset, { offset });
  const wall = Date.parse(`${clock.slice(0, 19)}Z`);
  // The offsets a day before and after are all that can hold now.
  const offsets = new Set([wall - 1440 * MINUTE_MS, wall + 1440 * MINUTE_MS].map((at) => minutesAt(zone, at)));
  const [found, other] = [...offsets].filter((one) => minutesAt(zone, wall - one * MINUTE_MS) === one);
  if (found === undefined) throw new Miss('function/no-such-hour', clock, { zone: offset });
  if (other === undefined) return offsetText(found);
  // The clock was put back: it stood further east before.
  const args = { first: offsetText(Math.max(found, other)), second: offsetText(Math.min(found, other)) };
  throw new Miss('function/hour-twice', clock, { zone: offset, ...args });
}

function offsetText(minutesEast: number): string {
  const minutes = Math.abs(minutesEast);
  return `${minutesEast < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
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
