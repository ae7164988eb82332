import { EtlError } from '../base/errors.ts';
import { parseIsoDate } from '../base/iso-date.ts';
import { isObject } from '../base/json.ts';
import type { ServerFacts } from '../contracts/place-facts.ts';
import { toServerTime } from './calendar.ts';
import type { Dhis2Client } from './client.ts';
import { clockOf } from './server-clock.ts';
import { dialectOf, parseVersion, type Dialect, type ServerVersion } from './versions.ts';

/** What a server says of itself. */
export interface ServerInfo {
  /** `systemId` where it has one, else its address: before its first restart DHIS2 has none. */
  readonly id: string;
  readonly version: ServerVersion;
  readonly dialect: Dialect;
  /** The zone in which it writes times, without offset. */
  readonly timeZone: string;
  /** Milliseconds by which its clock is ahead of ours; 0 where it does not say. */
  readonly aheadMs: number;
}

/** What is kept of a server: its address is no id of it. */
export function toServerFacts({ id, version }: ServerInfo, { url }: Pick<Dhis2Client, 'url'>): ServerFacts {
  return { release: version.text, ...(id !== url && { systemId: id }) };
}

/** Asks a server what it is. Throws EtlError `dhis2/not-dhis2` or `dhis2/version-unsupported` where it is none of ours. */
export async function fetchServerInfo(client: Dhis2Client): Promise<ServerInfo> {
  const info = await client.get('/api/system/info');
  const { version: text, systemId, serverTimeZoneId, serverDate } = isObject(info) ? info : {};
  const version = typeof text === 'string' ? parseVersion(text) : null;
  if (!version) throw new EtlError('dhis2/not-dhis2', { url: client.url });
  const dialect = dialectOf(version);
  if (!dialect) throw new EtlError('dhis2/version-unsupported', { url: client.url, version: version.text });
  const id = typeof systemId === 'string' && systemId !== '' ? systemId : client.url;
  const timeZone = toTimeZone(serverTimeZoneId);
  return { id, version, dialect, timeZone, aheadMs: aheadOfUs(serverDate, timeZone) };
}

/** Its time is written as its wall clock has it, or with an offset. */
function aheadOfUs(serverDate: unknown, timeZone: string): number {
  const parsed = typeof serverDate === 'string' ? parseIsoDate(serverDate) : undefined;
  if (parsed?.is !== 'date' || parsed.parts.second === '') return 0;
  const now = Date.now();
  const wall = (text: string): number => Date.parse(`${text}Z`);
  return wall(toWall(String(serverDate), timeZone)) - wall(clockOf(timeZone).at(now));
}

function toWall(text: string, timeZone: string): string {
  const day = toServerTime(text, timeZone);
  return day.length === 10 ? `${day}T00:00:00` : day;
}

/** Java knows zones that we do not (`SystemV/PST8`); for those UTC has to do. */
function toTimeZone(id: unknown): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: String(id) }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
