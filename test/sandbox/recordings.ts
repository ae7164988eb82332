import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Body } from './http-client.ts';

/** Releases of which there are recordings; the first one's metadata packages serve the others too. */
export const RELEASES = ['2.42.5.2', '2.43.1', '2.41.9.1', '2.40.12'] as const;
export type Release = (typeof RELEASES)[number];

function fileOf(release: Release, name: string): URL {
  return new URL(`../recordings/${release}/${name}`, import.meta.url);
}

/** What a real server answered, as far as it is compared. */
export interface RecordedAnswer {
  readonly status: number;
  /** `[code, event]` of error reports and of warnings. */
  readonly errors?: readonly (readonly [string, string])[];
  readonly warnings?: readonly (readonly [string, string])[];
  /** created, updated, deleted, ignored, total */
  readonly stats?: readonly number[];
  /** errorCode of a WebMessage. */
  readonly webCode?: string;
  /** Media type, where no report came. */
  readonly type?: string;
  /** Body of a reading request. */
  readonly body?: Body | null;
  /** A body that is no JSON. */
  readonly text?: string;
}

export interface Exchange {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly as: 'admin' | 'kobo_etl' | null;
  readonly contentType?: string | null;
  readonly encoding?: 'gzip' | 'latin1';
  readonly package?: string;
  readonly body?: unknown;
  readonly text?: string;
  readonly answer: RecordedAnswer;
  readonly afterwards?: readonly Afterwards[];
}

/** What was read after an exchange. */
export interface Afterwards {
  readonly path: string;
  readonly status: number;
  readonly body?: unknown;
  /** Data values, by data element, period, org unit and what combinations are not the default. */
  readonly cells?: Readonly<Record<string, unknown>>;
}

/** Name and password of a user of the recordings. */
export function credentials(user: string): string {
  return user === 'admin' ? 'admin:district' : `${user}:(a password)`;
}

/** Exchanges of a file, in the order in which they were made. */
export function readExchanges(release: Release, name: string): readonly Exchange[] {
  return readLines<Exchange>(fileOf(release, `${name}.ndjson`));
}

/** `[value type, option set, value, codes]`; no codes: the value was accepted. */
export function readVerdicts(
  release: Release,
): readonly (readonly [string, string | null, string, readonly string[]])[] {
  const file = fileOf(release, 'value-type-verdicts.ndjson');
  const rows = readLines<[string, string | null, string | Repeat, string[]]>(file);
  return rows.map(([type, set, value, codes]) => [type, set, typeof value === 'string' ? value : long(value), codes]);
}

export function readPackage(name: string, release: Release = '2.42.5.2'): unknown {
  const own = fileOf(release, `metadata-${name}.json`);
  const file = existsSync(own) ? own : fileOf(RELEASES[0], `metadata-${name}.json`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** The bytes that were sent, or undefined for none. */
export function bodyOf(exchange: Exchange, release: Release): Buffer | undefined {
  if (exchange.package !== undefined) return Buffer.from(JSON.stringify(readPackage(exchange.package, release)));
  const text = exchange.text ?? (exchange.body === undefined ? undefined : JSON.stringify(expand(exchange.body)));
  if (text === undefined) return undefined;
  if (exchange.encoding === 'gzip') return gzipSync(text);
  return Buffer.from(text, exchange.encoding === 'latin1' ? 'latin1' : 'utf8');
}

/** Stands for a long text: a character and how often it comes. */
interface Repeat {
  readonly repeat: readonly [string, number];
}

function long({ repeat: [character, count] }: Repeat): string {
  return character.repeat(count);
}

function isRepeat(value: object): value is Repeat {
  return 'repeat' in value;
}

function readLines<T>(file: URL): T[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line): T => JSON.parse(line));
}

/** The value with its long texts written out. */
function expand(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(expand);
  if (value === null || typeof value !== 'object') return value;
  if (isRepeat(value)) return long(value);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, expand(one)]));
}
