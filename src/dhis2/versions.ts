/**
 * What differs between the releases of DHIS2 that we speak to (2.38 and later), as far as events are concerned. Seen on
 * 2.40.12, 2.41.9.1, 2.42.5.2 and 2.43.1; 2.38 and 2.39 as their source says.
 */

export interface ServerVersion {
  /** As the server says it: `2.42.5.2`, `2.42.7-SNAPSHOT`. */
  readonly text: string;
  /** 42 for 2.42. */
  readonly minor: number;
  readonly patch: number;
}

/** How one release is asked for events. Each parameter of another release is ignored by the server, without a word. */
export interface Dialect {
  /** Property of the answer of `GET /api/tracker/events` that holds the rows. */
  readonly eventList: 'instances' | 'events';
  /** Parameter that takes a list of UIDs. */
  readonly uidParameter: 'event' | 'events';
  readonly uidSeparator: ';' | ',';
  /** Whether `program` must be given (it may be given everywhere). */
  readonly needsProgram: boolean;
}

const OLDEST_MINOR = 38;

/** First minor release of each dialect, newest first. */
const DIALECTS: readonly (readonly [from: number, dialect: Dialect])[] = [
  [43, { eventList: 'events', uidParameter: 'events', uidSeparator: ',', needsProgram: true }],
  [41, { eventList: 'events', uidParameter: 'events', uidSeparator: ',', needsProgram: false }],
  [OLDEST_MINOR, { eventList: 'instances', uidParameter: 'event', uidSeparator: ';', needsProgram: false }],
];

/**
 * Reads the `version` of `GET /api/system/info`; null where the text is no version. The leading `2.` is dropped, so a
 * release that will be called `44.0` is read as minor 44 too.
 */
export function parseVersion(text: string): ServerVersion | null {
  const parts = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  if (!parts) return null;
  const [first = 0, second = 0, third = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  return first > 2 ? { text, minor: first, patch: second } : { text, minor: second, patch: third };
}

/** How to speak to a server of this version; undefined where it is too old for us. */
export function dialectOf(version: ServerVersion): Dialect | undefined {
  return DIALECTS.find(([from]) => version.minor >= from)?.[1];
}
