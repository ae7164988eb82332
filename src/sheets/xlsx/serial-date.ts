/** Days since 1900 or 1904, as spreadsheets count them, as ISO dates and times. Pure. */
import { NO_SECOND, type NumberForm } from './number-form.ts';

const DAY_MS = 86_400_000;
/** The day before 1 January 1900, which is day 1. */
const EPOCH = Date.UTC(1899, 11, 31);
/** Excel takes 1900 for a leap year, as Lotus did: day 60 is a 29 February that never was. */
const NO_SUCH_DAY = 60;
/** Days from the beginning of 1900 to that of 1904, where old Macs begin. */
const DAYS_TO_1904 = 1462;
/** 31 December 9999. */
const LAST_DAY = 2_958_465;

/**
 * A number as its date or time format shows it: `2024-03-01`, `2024-03-01T10:15:00`, `10:15`. Undefined for a number that
 * is no date; Excel shows #### there.
 */
export function toIsoText(serial: number, form: NumberForm, is1904: boolean): string | undefined {
  if (form.is === 'duration') return toDuration(serial, form.unit, form.second);
  if (form.is !== 'date' && form.is !== 'dateTime' && form.is !== 'time') return undefined;
  // A time is a fraction of a day in binary: what is less than a millisecond is noise.
  const ms = Math.round(serial * DAY_MS);
  const day = Math.floor(ms / DAY_MS) + (is1904 ? DAYS_TO_1904 : 0);
  if (ms < 0 || day > LAST_DAY) return undefined;
  if (form.is === 'date') return toDay(day);
  const ofDay = ms % DAY_MS;
  if (form.is === 'time') return toClock(ofDay, form.second);
  const clock = toClock(ofDay, Math.max(form.second, 0));
  return `${toDay(day)}T${form.second === NO_SECOND ? `${clock.slice(0, 5)}:00` : clock}`;
}

function toDay(day: number): string {
  if (day === NO_SUCH_DAY) return '1900-02-29';
  // Of a time alone the day is 0, which a format with a date shows so.
  if (day === 0) return '1900-01-00';
  return new Date(EPOCH + (day > NO_SUCH_DAY ? day - 1 : day) * DAY_MS).toISOString().slice(0, 10);
}

/** Milliseconds of a day as hours and minutes, seconds where they are shown, with so many decimals. */
function toClock(ms: number, decimals: number): string {
  const [hours, minutes, seconds] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, (ms % 60_000) / 1000];
  const clock = `${two(hours)}:${two(minutes)}`;
  if (decimals === NO_SECOND) return clock;
  const factor = 10 ** Math.min(decimals, 3);
  // Cut, not rounded: rounded up, a second could become that of another day.
  const [whole = '', fraction = ''] = String(Math.floor(seconds * factor + 1e-6) / factor).split('.');
  return `${clock}:${whole.padStart(2, '0')}${decimals > 0 ? `.${fraction.padEnd(Math.min(decimals, 3), '0')}` : ''}`;
}

/** `[h]:mm:ss`, and those that begin with minutes or seconds: all parts below the first are of two digits. */
function toDuration(serial: number, unit: 'h' | 'm' | 's', second: number): string {
  const sign = serial < 0 ? '-' : '';
  const total = Math.floor(Math.round(Math.abs(serial) * DAY_MS) / 1000);
  const seconds = total % 60;
  const minutes = Math.floor(total / 60);
  if (unit === 's') return `${sign}${total}`;
  const shown = second === NO_SECOND ? '' : `:${two(seconds)}`;
  if (unit === 'm') return `${sign}${minutes}${shown}`;
  return `${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}${shown}`;
}

const two = (value: number): string => String(value).padStart(2, '0');
