/** Releases that the sandbox can play. */
export type SandboxVersion = '2.42' | '2.43';

/**
 * What differs between releases of DHIS2, as far as the sandbox shows it. Each trait was measured on a real server; a
 * release whose traits are not all here is refused rather than guessed.
 */
export interface Traits {
  readonly version: SandboxVersion;
  /** What `GET /api/system/info` says. */
  readonly fullVersion: string;
  /** Highest NN of `/api/NN/…`. */
  readonly apiVersion: number;
  /** A personal access token gets 500 under /api/tracker until it was used on another path within the hour. */
  readonly coldTokenFails: boolean;
  /**
   * Events of programs without registration are a kind of their own: ACTIVE and COMPLETED only, no hidden enrollment,
   * and whoever asks for a list must name the program.
   */
  readonly singleEvents: boolean;
  /** `storedBy` is the user who created the event, whatever the payload says. */
  readonly storedByUser: boolean;
  /** The stored completion date counts for `completeEventsExpiryDays` too, not only the one sent. */
  readonly storedCompletionExpires: boolean;
  /** The same new uid twice in one request makes the database refuse the request; else the last one wins. */
  readonly twiceFails: boolean;
  /** HTTP status where the database refuses a request. */
  readonly databaseFailure: 409 | 500;
  /** Last year that the database takes for a date of an event. */
  readonly lastYear: number;
  /** How E1000 says that an org unit is out of reach. */
  readonly scopeSentence: string;
  /** Path of the HTML login page to which a call without credentials is redirected. */
  readonly loginPage: string;
}

const TRAITS: readonly Traits[] = [
  {
    version: '2.42',
    fullVersion: '2.42.5.2',
    apiVersion: 42,
    coldTokenFails: true,
    singleEvents: false,
    storedByUser: false,
    storedCompletionExpires: false,
    twiceFails: false,
    databaseFailure: 409,
    lastYear: 200_000,
    scopeSentence: 'has no write access to',
    loginPage: '/dhis-web-login/',
  },
  {
    version: '2.43',
    fullVersion: '2.43.1',
    apiVersion: 43,
    coldTokenFails: false,
    singleEvents: true,
    storedByUser: true,
    storedCompletionExpires: true,
    twiceFails: true,
    databaseFailure: 500,
    lastYear: 9999,
    scopeSentence: 'has no capture scope access to',
    loginPage: '/login/',
  },
];

/** Traits of a release such as `2.42`; null for one that the sandbox does not know. */
export function traitsOf(version: string): Traits | null {
  return TRAITS.find((one) => one.version === version) ?? null;
}

export function knownVersions(): readonly string[] {
  return TRAITS.map((one) => one.version);
}
