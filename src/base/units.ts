/** Lengths of time, limits and time zones, as people write them: their schemas, and what they become. */
import { defineSchema } from './schema.ts';

/** A length of time. */
export interface Duration {
  readonly ms: number;
}

/** A share of the live entries (0–1), or a number of records. */
export type Limit = { readonly share: number } | { readonly count: number };

/** What these values become, as `FromSchema` reads it: by the word under `becomes`. */
export type UnitTypes = [
  { pattern: { becomes: 'duration' }; output: Duration },
  { pattern: { becomes: 'limit' }; output: Limit },
];

/** `2 days`, `12 hours`, `30 minutes`, `45 s`. */
export const DURATION_PATTERN = String.raw`^\d+(\.\d+)? ?(weeks?|days?|d|hours?|h|minutes?|min|seconds?|s)$`;
/** `50%`, `12.5%`, `100%`. */
export const SHARE_PATTERN = String.raw`^(100(\.0+)?|\d{1,2}(\.\d+)?) ?%$`;

export const duration = (description: string) =>
  defineSchema({
    type: 'string',
    pattern: DURATION_PATTERN,
    expected: 'a length of time, such as 2 days, 12 hours, 30 minutes or 45 s',
    becomes: 'duration',
    description,
  });

const LIMIT_WORDS = 'a share of the live entries, such as 50%, or a number of records';

export const limit = (description: string, byDefault: string) =>
  defineSchema({
    anyOf: [
      { type: 'integer', minimum: 0, expected: LIMIT_WORDS },
      { type: 'string', pattern: SHARE_PATTERN, expected: LIMIT_WORDS },
    ],
    expected: LIMIT_WORDS,
    becomes: 'limit',
    default: byDefault,
    description,
  });

const MS: { readonly [letter: string]: number } = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 };

/** Milliseconds of a text that matches `DURATION_PATTERN`. */
export function parseDuration(text: string): number {
  const [, number = '', unit = ''] = /^([\d.]+) ?([a-z])/.exec(text) ?? [];
  const ms = MS[unit];
  if (ms === undefined) throw new Error(`not a length of time: ${text}`);
  return Math.round(Number(number) * ms);
}

/** A number of records as it is; a text that matches `SHARE_PATTERN` as a share from 0 to 1. */
export function parseLimit(value: number | string): Limit {
  return typeof value === 'number' ? { count: value } : { share: Number(value.replace(/ ?%$/, '')) / 100 };
}

/** Whether a time zone is one of the IANA database, as this machine knows it. */
export function isTimeZone(name: string): boolean {
  // What most specs have is not worth asking for: the first question takes ten milliseconds.
  if (name === 'UTC') return true;
  if (/^[+-]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
