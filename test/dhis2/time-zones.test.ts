/** A server in any zone of the tz database: what we want is what comes back, whenever its clock is moved from 2000 to 2035. */
import { expect, test } from 'vitest';
import { differences, canonicalEvent } from '../../src/dhis2/event-image.ts';
import { toServerTime } from '../../src/dhis2/calendar.ts';
import type { EventObject } from '../../src/dhis2/event-object.ts';
import { parseInstant, toServerText } from '../../src/sandbox/instants.ts';
import { ServerZone } from '../../src/sandbox/server-zone.ts';
import { TAKES_ALL } from '../slice.ts';

const DAY_MS = 86_400_000;
const FROM = Date.UTC(2000, 0, 1);
const UNTIL = Date.UTC(2036, 0, 1);
const ZONES = Intl.supportedValuesOf('timeZone');

/** The clock of a zone is moved: from which time to which. */
interface Move {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** No clock is moved and moved back within a shorter time. */
const STEP_MS = 24 * DAY_MS;

/** All moves of a clock, found by looking at it now and then, and then closer. */
function movesOf(zone: ServerZone): Move[] {
  const offsetAt = (instant: number): number => zone.clockAt(instant) - instant;
  const moves: Move[] = [];
  let before = offsetAt(FROM);
  for (let until = FROM + STEP_MS; until < UNTIL; until += STEP_MS) {
    const after = offsetAt(until);
    if (before === after) continue;
    let [low, high] = [until - STEP_MS, until];
    while (high - low > 60_000) {
      const middle = Math.floor((low + high) / 120_000) * 60_000;
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    moves.push({ at: high, from: high + before, to: high + after });
    before = after;
  }
  return moves;
}

const toTime = (clock: number): string => new Date(clock).toISOString().slice(0, -1);
const toDay = (clock: number): string => toTime(clock).slice(0, 10);

/** What a server gives back for a day or a time that it is sent. */
function readBack(text: string, zone: ServerZone): string {
  const kept = parseInstant(text, zone);
  if (kept === null) throw new Error(`the server does not read ${text}`);
  return toServerText(kept);
}

const event = (occurredAt: string): EventObject => ({ orgUnit: 'OrgUnit0001', occurredAt, dataValues: [] });

/** Days that do not exist in a zone: it went over to the other side of the date line. */
const LEFT_OUT = new Map([
  ['Pacific/Apia', '2011-12-30'],
  ['Pacific/Fakaofo', '2011-12-30'],
]);

test('there are zones enough to be worth the table', () => expect(ZONES.length).toBeGreaterThan(400));

/**
 * Zones move together: what has been seen of one move need not be looked at in all of them. Nor, in a slice, in all years:
 * moves are alike that go from one offset to another at the same time of the day.
 */
const seen = new Set<string>();
const keyOf = ({ at, from, to }: Move): string =>
  (TAKES_ALL ? [at, from, to] : [from - at, to - at, from % DAY_MS]).join();

const shards = Array.from({ length: 8 }, (_, shard) => ZONES.filter((_zone, at) => at % 8 === shard));
test.each(shards.map((zones) => [zones[0], zones] as const))(
  'around every move of the clock, %s and others',
  (_, zones) => {
    const wrong: string[] = [];
    for (const name of zones) {
      const zone = new ServerZone(name);
      for (const move of movesOf(zone)) {
        if (seen.has(keyOf(move))) continue;
        seen.add(keyOf(move));
        const { from, to } = move;
        const [low, high] = [Math.min(from, to), Math.max(from, to)];
        for (let clock = low - DAY_MS; clock <= high + DAY_MS; clock += DAY_MS) {
          const day = toDay(clock);
          // The text that hashes are made of is the day itself, as it always was.
          const isThere = LEFT_OUT.get(name) !== day;
          if ((toServerTime(day, name) === day) !== isThere)
            wrong.push(`${name} ${day} is told as ${toServerTime(day, name)}`);
        }
        const times = [low - DAY_MS, low - 1, low, (low + high) / 2, high - 1, high, high + 1, high + DAY_MS].map(
          toTime,
        );
        const days = [low - DAY_MS, low, high, high + DAY_MS].map(toDay);
        for (const text of [...times, ...days]) {
          const back = readBack(text, zone);
          const [ours, theirs] = [canonicalEvent(event(text), name, false), canonicalEvent(event(back), name, false)];
          if (ours !== theirs) wrong.push(`${name} ${text}: ${ours}, but ${theirs} (${back})`);
          if (differences(event(text), event(back), name).length > 0)
            wrong.push(`${name} ${text} differs from ${back}`);
          // And what is kept is all that counts: another time is another event.
          const later = toTime(Date.parse(`${back}Z`) + 60_000);
          if (differences(event(text), event(readBack(later, zone)), name).length === 0)
            wrong.push(`${name} ${later} is seen as ${text}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  },
);

test('moves of many kinds were looked at', () => expect(seen.size).toBeGreaterThan(100));

test('days on which no clock is moved are as they were, in each zone', () => {
  for (const zone of ZONES) {
    for (const year of [2000, 2011, 2024, 2035]) {
      expect(toServerTime(`${year}-06-15`, zone)).toBe(`${year}-06-15`);
      expect(toServerTime(`${year}-06-15T00:00:00.000`, zone)).toBe(`${year}-06-15`);
      expect(toServerTime(`${year}-06-15T01:00`, zone)).toBe(`${year}-06-15T01:00:00.000`);
    }
  }
});

test.each([
  // A day that begins at 01:00: the day, its midnight, and its first moment are one.
  ['2024-03-31', 'Asia/Beirut', '2024-03-31'],
  ['2024-03-31T00:00:00.000', 'Asia/Beirut', '2024-03-31'],
  ['2024-03-31T01:00:00.000', 'Asia/Beirut', '2024-03-31'],
  ['2024-03-30T22:00:00.000Z', 'Asia/Beirut', '2024-03-31'],
  ['2024-03-31T00:30:00.000', 'Asia/Beirut', '2024-03-31T01:30:00.000'],
  ['2024-03-31T01:30:00.000', 'Asia/Beirut', '2024-03-31T01:30:00.000'],
  ['2024-03-31T01:00:00.000', 'Asia/Damascus', '2024-03-31T01:00:00.000'],
  // An hour in spring that is left out.
  ['2024-03-31T02:30', 'Europe/Paris', '2024-03-31T03:30:00.000'],
  // An hour that is shown twice is kept as it is written.
  ['2024-10-27T02:30', 'Europe/Paris', '2024-10-27T02:30:00.000'],
  ['2024-11-03T00:00', 'America/Havana', '2024-11-03'],
  ['2024-11-03T00:30', 'America/Havana', '2024-11-03T00:30:00.000'],
  // Half an hour.
  ['2024-10-06T02:15', 'Australia/Lord_Howe', '2024-10-06T02:45:00.000'],
  // A day that was left out is the next one.
  ['2011-12-30', 'Pacific/Apia', '2011-12-31'],
  ['2011-12-30T12:00', 'Pacific/Apia', '2011-12-31T12:00:00.000'],
])('%s on a server in %s is %s', (text, zone, kept) => expect(toServerTime(text, zone)).toBe(kept));

/** As printed by `new Date(year, month, …)` of Java 17, which is what DHIS2 makes of a time that its clock leaves out. */
test.each([
  ['Asia/Beirut', '2024-03-31', '2024-03-31T01:00:00.000'],
  ['Asia/Beirut', '2024-03-31T00:30', '2024-03-31T01:30:00.000'],
  ['Pacific/Apia', '2011-12-30', '2011-12-31T00:00:00.000'],
  ['Pacific/Apia', '2011-12-30T12:00', '2011-12-31T12:00:00.000'],
  ['Europe/Paris', '2024-03-31T02:30', '2024-03-31T03:30:00.000'],
  ['Europe/Paris', '2024-10-27T02:30', '2024-10-27T02:30:00.000'],
  ['Africa/Cairo', '2024-04-26', '2024-04-26T01:00:00.000'],
  ['Australia/Lord_Howe', '2024-10-06T02:15', '2024-10-06T02:45:00.000'],
  ['America/Santiago', '2024-09-08', '2024-09-08T01:00:00.000'],
  ['America/Havana', '2024-11-03T00:30', '2024-11-03T00:30:00.000'],
])('the sandbox in %s keeps %s as %s', (zone, text, kept) => expect(readBack(text, new ServerZone(zone))).toBe(kept));
