/** What the clock of a zone shows: DHIS2 writes times without offset, as its server's clock has them. */

const DAY_MS = 86_400_000;
const MIDNIGHT = '00:00:00.000';
/** More days than this are not a survey's. */
const MOST_DAYS = 20_000;

/** The clock of one time zone. Times are `yyyy-MM-ddTHH:mm:ss.SSS`, days `yyyy-MM-dd`. */
export class ServerClock {
  readonly #format: Intl.DateTimeFormat;
  /** By day: whether the clock is neither put forward nor back anywhere near it. Most nights see few days, many times. */
  readonly #steady = new Map<string, boolean>();

  /** Throws RangeError where there is no such zone. */
  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-CA-u-ca-iso8601-hc-h23', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      fractionalSecondDigits: 3,
    });
  }

  /** The time that it shows at an instant (epoch milliseconds). */
  at(instant: number): string {
    const parts = this.#format.formatToParts(instant);
    const get = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
    const time = `${get('hour')}:${get('minute')}:${get('second')}.${get('fractionalSecond')}`;
    return `${get('year').padStart(4, '0')}-${get('month')}-${get('day')}T${time}`;
  }

  /**
   * What a server makes of a time. One that its clock leaves out (an hour in spring, a whole day where a zone moved
   * across the date line) it takes to be as much later; all others stay.
   */
  toKept(time: string): string {
    if (this.#isSteady(time.slice(0, 10))) return time;
    const wall = wallOf(time);
    const [before, after] = [this.#offsetAt(wall - DAY_MS), this.#offsetAt(wall + DAY_MS)];
    const isShown = [before, after].some((offset) => this.#offsetAt(wall - offset) === offset);
    return isShown ? time : this.at(wall - before);
  }

  /** With what a day begins: midnight, mostly, but 01:00 where the clock is put forward at midnight. */
  startOf(day: string): string {
    return this.toKept(`${day}T${MIDNIGHT}`);
  }

  #isSteady(day: string): boolean {
    const known = this.#steady.get(day);
    if (known !== undefined) return known;
    const midnight = wallOf(`${day}T${MIDNIGHT}`);
    const isSteady = this.#offsetAt(midnight - DAY_MS) === this.#offsetAt(midnight + 2 * DAY_MS);
    if (this.#steady.size >= MOST_DAYS) this.#steady.clear();
    this.#steady.set(day, isSteady);
    return isSteady;
  }

  /** Milliseconds east of Greenwich. */
  #offsetAt(instant: number): number {
    return wallOf(this.at(instant)) - instant;
  }
}

/** A time as if the clock showed UTC, to reckon with. */
function wallOf(time: string): number {
  return Date.parse(`${time}Z`);
}

/** Making one costs far more than using it. */
const CLOCKS = new Map<string, ServerClock>();

/** The clock of a zone; always the same one. */
export function clockOf(timeZone: string): ServerClock {
  const known = CLOCKS.get(timeZone);
  if (known) return known;
  const made = new ServerClock(timeZone);
  CLOCKS.set(timeZone, made);
  return made;
}
