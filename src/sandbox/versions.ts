/** Releases that the sandbox can play. */
export type SandboxVersion = '2.42';

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
  /** Path of the HTML login page to which a call without credentials is redirected. */
  readonly loginPage: string;
}

const VERSIONS: ReadonlyMap<string, Traits> = new Map([
  [
    '2.42',
    { version: '2.42', fullVersion: '2.42.5.2', apiVersion: 42, coldTokenFails: true, loginPage: '/dhis-web-login/' },
  ],
]);

/** Traits of a release such as `2.42`; null for one that the sandbox does not know. */
export function traitsOf(version: string): Traits | null {
  return VERSIONS.get(version) ?? null;
}

export function knownVersions(): readonly string[] {
  return [...VERSIONS.keys()];
}
