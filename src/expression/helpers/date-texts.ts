/** Dates and times as texts: ISO, and explicit formats such as `DD/MM/YYYY`. */
import { isRealDate } from '../../base/real-dates.ts';
import { parseIsoDate } from '../../base/iso-date.ts';
import { Miss } from '../../base/miss.ts';
import { digitAt, fourDigitsAt, twoDigitsAt } from '../../base/digits.ts';

/** Year, month, day, hour, minute, second. */
export type DateParts = readonly [number, number, number, number, number, number];

/** Letters of a format, longest first: which part they read, and of how many digits. */
const LETTERS: readonly (readonly [letters: string, part: number, least: number])[] = [
  ['YYYY', 0, 4],
  ['MM', 1, 2],
  ['DD', 2, 2],
  ['HH', 3, 2],
  ['mm', 4, 2],
  ['ss', 5, 2],
  ['M', 1, 1],
  ['D', 2, 1],
  ['H', 3, 1],
];

/** A step of reading: a part of so many digits, or (part -1) a character that has to be there. */
interface Step {
  readonly part: number;
  readonly least: number;
  readonly most: number;
  readonly character: number;
}

interface Format {
  readonly steps: readonly Step[];
  readonly hasTime: boolean;
  readonly days: DayFormat | undefined;
}

/** A format of a day alone whose parts all have their places: `DD/MM/YYYY`. */
interface DayFormat {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly length: number;
  readonly marks: readonly { readonly at: number; readonly character: number }[];
}

function daysOf(steps: readonly Step[]): DayFormat | undefined {
  if (steps.some(({ part, least, most }) => part > 2 || (part >= 0 && least < most))) return undefined;
  const places = [0, 0, 0];
  const marks: { at: number; character: number }[] = [];
  let length = 0;
  for (const { part, least, character } of steps) {
    if (part >= 0) places[part] = length;
    else marks.push({ at: length, character });
    length += least;
  }
  const [year = 0, month = 0, day = 0] = places;
  return { year, month, day, length, marks };
}

function parseDay(text: string, { year, month, day, length, marks }: DayFormat): DateParts | undefined {
  if (text.length !== length) return undefined;
  for (const { at, character } of marks) if (text.charCodeAt(at) !== character) return undefined;
  const [y, m, d] = [fourDigitsAt(text, year), twoDigitsAt(text, month), twoDigitsAt(text, day)];
  return isRealDate(y, m, d) ? [y, m, d, 0, 0, 0] : undefined;
}

/** Formats already taken apart; few, unless somebody takes them from the data. */
const KNOWN = new Map<string, Format>();
const MOST_KNOWN = 100;

/** A format taken apart, or what is wrong with it. */
function stepsOf(format: string): readonly Step[] | string {
  const steps: Step[] = [];
  for (let at = 0; at < format.length;) {
    const found = LETTERS.find(([letters]) => format.startsWith(letters, at));
    if (!found && /^(?![TZ])\p{L}/u.test(format.slice(at))) return 'a format is made of YYYY, MM, DD, HH, mm and ss';
    const [letters, part, least] = found ?? [' ', -1, 1];
    steps.push({ part, least, most: Math.max(least, 2), character: format.charCodeAt(at) });
    at += letters.length;
  }
  const parts = steps.map(({ part }) => part).filter((part) => part >= 0);
  if (![0, 1, 2].every((part) => parts.includes(part))) return 'a date has a year, a month and a day';
  if (new Set(parts).size < parts.length) return 'no part of a date comes twice';
  const isClear = steps.every((one, at) => one.part < 0 || one.least > 1 || !readsDigits(steps[at + 1]));
  return isClear ? steps : 'M, D and H are one digit or two: a separator has to follow, or write MM, DD, HH';
}

function readsDigits(step: Step | undefined): boolean {
  return step !== undefined && (step.part >= 0 || digitAt(String.fromCharCode(step.character), 0) >= 0);
}

/** Whether a format reads hours and minutes. */
function readsTime(steps: readonly Step[]): boolean {
  return [3, 4].every((part) => steps.some((step) => step.part === part));
}

/** What is wrong with a format, if anything: of a date, or of a date and time. */
export function formatFault(format: string, hasTime: boolean): string | undefined {
  const steps = stepsOf(format);
  if (typeof steps === 'string') return steps;
  return hasTime && !readsTime(steps) ? 'a date and time has hours and minutes, HH:mm' : undefined;
}

function knownFormat(format: string): Format {
  const known = KNOWN.get(format);
  if (known) return known;
  const steps = stepsOf(format);
  if (typeof steps === 'string') throw badFormat(format);
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
  const made = { steps, hasTime: readsTime(steps), days: daysOf(steps) };
  KNOWN.set(format, made);
  return made;
}

function badFormat(format: string): Miss {
  return new Miss('function/bad-format', format, { format });
}

/**
 * Reads a text by a format; undefined where it does not fit or is no real date. Hours, minutes and seconds that the
 * format lacks are 0. Throws Miss where the format is none, or lacks the time that is asked for.
 */
export function parseByFormat(text: string, format: string, asksTime: boolean): DateParts | undefined {
  const { steps, hasTime, days } = knownFormat(format);
  if (asksTime && !hasTime) throw badFormat(format);
  if (days) return parseDay(text, days);
  const parts: [number, number, number, number, number, number] = [0, 1, 1, 0, 0, 0];
  let at = 0;
  for (const step of steps) {
    if (step.part < 0) {
      if (text.charCodeAt(at) !== step.character) return undefined;
      at += 1;
      continue;
    }
    const longest = at + step.most;
    const shortest = at + step.least;
    let value = 0;
    for (; at < longest; at += 1) {
      const digit = digitAt(text, at);
      if (digit < 0) break;
      value = value * 10 + digit;
    }
    if (at < shortest) return undefined;
    parts[step.part] = value;
  }
  const [year, month, day, hour, minute, second] = parts;
  const isTime = hour < 24 && minute < 60 && second < 60;
  return at === text.length && isTime && isRealDate(year, month, day) ? parts : undefined;
}

const DATE_LENGTH = 10;
const DASH = 45;

/** A clock as Kobo writes it. */
const USUAL_CLOCK = /T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:0\d|1[01]):[0-5]\d)?$/y;

/** Whether nothing follows the day, as mostly, or a clock that need not be taken apart to be believed. */
function hasUsualClock(text: string): boolean {
  if (text.length === DATE_LENGTH) return true;
  USUAL_CLOCK.lastIndex = DATE_LENGTH;
  return USUAL_CLOCK.test(text);
}

/** The day of an ISO date or date-time, as written; undefined where the text is none. */
export function isoDay(text: string): string | undefined {
  if (text.charCodeAt(4) === DASH && text.charCodeAt(7) === DASH && hasUsualClock(text)) {
    const isReal = isRealDate(fourDigitsAt(text, 0), twoDigitsAt(text, 5), twoDigitsAt(text, 8));
    return isReal ? text.slice(0, DATE_LENGTH) : undefined;
  }
  const parsed = parseIsoDate(text);
  return parsed.is === 'date' ? parsed.parts.day : undefined;
}

/** An ISO date-time to the second at least, in its parts as written; undefined where the text is none. */
export function isoDateTime(text: string): { readonly clock: string; readonly offset: string } | undefined {
  const parsed = parseIsoDate(text);
  if (parsed.is !== 'date' || parsed.parts.minute === '') return undefined;
  const { day, hour, minute, second, fraction, offset } = parsed.parts;
  return { clock: `${day}T${hour}:${minute}:${second || '00'}${fraction && `.${fraction}`}`, offset };
}
