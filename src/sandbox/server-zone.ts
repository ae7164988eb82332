import { EtlError } from '../base/errors.ts';

const HOUR_MS = 3_600_000;

/**
 * The time zone that the server runs in. DHIS2 reads texts as times of its own clock and keeps them as such, without
 * offset; so does the sandbox: its instants count the milliseconds of that clock, as if it had shown UTC.
 */
export class ServerZone {
  /** As `GET /api/system/info` names it. */
  readonly id: string;
  readonly displayName: string;
  readonly #format: Intl.DateTimeFormat;

  /** Throws EtlError `sandbox/unknown-time-zone`. */
  constructor(id: string) {
    try {
      this.#format = new Intl.DateTimeFormat('en-GB-u-ca-iso8601-hc-h23', {
        timeZone: id,
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch (error) {
      throw new EtlError('sandbox/unknown-time-zone', { timeZone: id }, { cause: error });
    }
    this.id = id;
    const named = new Intl.DateTimeFormat('en', { timeZone: id, timeZoneName: 'long' }).formatToParts(0);
    this.displayName = named.find((part) => part.type === 'timeZoneName')?.value ?? id;
  }

  /** What the clock shows at an instant of the world. */
  clockAt(instant: number): number {
    if (this.#isUtc()) return instant;
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (
      this.#format.format(instant).match(/\d+/g) ?? []
    ).map(Number);
    const shown = new Date(0);
    shown.setUTCFullYear(year, month - 1, day);
    shown.setUTCHours(hour, minute, second, ((instant % 1000) + 1000) % 1000);
    return shown.getTime();
  }

  /**
   * A time as the server keeps it once it has read it. One that the clock never shows, because it was put forward over
   * it, Java takes by the clock as it stood before: as much later as the clock was put forward.
   */
  keep(clock: number): number {
    if (this.#isUtc()) return clock;
    const offsets = [-36, -24, -12, 0, 12, 24, 36].map((hours) => this.#offsetAt(clock + hours * HOUR_MS));
    const isShown = offsets.some((offset) => this.clockAt(clock - offset) === clock);
    return isShown ? clock : this.clockAt(clock - (offsets[0] ?? 0));
  }

  /** The instant of the world at which the clock shows a time. */
  instantOf(clock: number): number {
    return clock - this.#offsetAt(clock - this.#offsetAt(clock));
  }

  #offsetAt(instant: number): number {
    return this.clockAt(instant) - instant;
  }

  #isUtc(): boolean {
    return this.id === 'Etc/UTC';
  }
}
