/** Releases that the sandbox can play. */
export type SandboxVersion = '2.40' | '2.41' | '2.42' | '2.43';

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

  // Who comes in
  /** A personal access token gets 500 under /api/tracker until it was used on another path within the hour. */
  readonly coldTokenFails: boolean;
  /** A personal access token with a wrong checksum is malformed (400), not just unknown (401). */
  readonly checksTokens: boolean;
  /** Path of the HTML login page to which a call without credentials is redirected. */
  readonly loginPage: string;
  readonly pingNeedsLogin: boolean;
  /** An org unit that was out of a user's reach stays so for an hour, whatever the user is given meanwhile. */
  readonly remembersRefusals: boolean;

  // How requests are read
  /** HTTP status where a body cannot be read. */
  readonly unreadableBody: 400 | 500;
  /** Uids of events and notes are texts: an empty one is none, and a malformed one is E1048 of its event alone. */
  readonly uidsAreTexts: boolean;
  /** An import waits for its end only where the query says `async=false`, to the letter. */
  readonly exactlyFalse: boolean;
  /** Separates the uids in `attributeCategoryOptions`. */
  readonly listSeparator: ';' | ',';

  // What is checked
  /**
   * Values as releases up to 2.40 judge them: option codes in any case, one code alone in a MULTI_TEXT, no check of the
   * type beside that of the options, any user name, codes of their own for org units and files.
   */
  readonly lenientValues: boolean;
  /** Whose name a USERNAME may be (where values are not judged leniently). */
  readonly usernames: 'own' | 'none';
  /**
   * Events of programs without registration are a kind of their own: ACTIVE and COMPLETED only, no hidden enrollment,
   * and whoever asks for a list must name the program.
   */
  readonly singleEvents: boolean;
  /** COMPLETED needs `completedAt` where completed events expire (E1042), and other states may have one. */
  readonly completionDateNeeded: boolean;
  /** The stored completion date counts for `completeEventsExpiryDays` too, not only the one sent. */
  readonly storedCompletionExpires: boolean;

  // What is kept
  /** Whose name `storedBy` is: what the payload says, or the user who created the event (and after an update nobody). */
  readonly storedBy: 'payload' | 'creator' | 'creator until an update';
  /** Whether a value of blanks alone is kept. */
  readonly blanks: 'kept' | 'kept in updates' | 'dropped';
  /** Which of two values of one data element in one event counts. */
  readonly sameElementTwice: 'first' | 'last';
  /** The same new uid twice in one request: refused by the database, or the last one wins and counts as this. */
  readonly sameUidTwice: 'refused' | 'created' | 'updated';
  /** How a request ends that the database refuses: HTTP status, in which shape, and the words where they say nothing. */
  readonly databaseFailure: { readonly status: 409 | 500; readonly as: 'message' | 'report'; readonly words?: string };
  /** Last year that the database takes for a date of an event. */
  readonly lastYear: number;

  // Aggregate data
  /** An import of data values that nobody waits for starts when the seconds of the clock can be divided by this; 0: at once. */
  readonly jobBeatSeconds: number;
  /** Whether maintenance says that it is done, or answers nothing. */
  readonly maintenanceAnswers: boolean;

  // How answers look
  /** Verdicts come with the raw `args` of their sentences. */
  readonly withArgs: boolean;
  /** Job answers have a `Location` header, and `/api` in their address. */
  readonly jobAddress: boolean;
  /** How a list of events is asked for by uids, and the property that holds it. */
  readonly eventList: { readonly parameter: string; readonly separator: string; readonly property: string };
  /** Where a list says which page it is: in a `pager` with links, in one and beside it, or beside the list alone. */
  readonly pager: 'links' | 'twice' | 'beside';
  /** The parameters `skipPaging` and `ouMode` are understood in lists of events. */
  readonly olderParameters: boolean;
  /** Metadata that sharing hides is shown to whoever knows its uid. */
  readonly showsHidden: boolean;
  /** HTTP status of an unknown operator in a filter. */
  readonly badFilter: 400 | 409;
  /** `sortOrder` of the first option of a set. */
  readonly firstOption: 0 | 1;
  /** The API of trackers before 2.38 (`/api/events` and its like), which the sandbox does not have, is still there. */
  readonly legacyApi: boolean;
  readonly dataValues: DataValueTraits;
  /** `/api/me` answers all settings, whichever were asked for. */
  readonly allSettings: boolean;
}

/** What differs in `POST /api/dataValueSets`. */
export interface DataValueTraits {
  /** Each row is judged for itself, or the body as a whole before its values are. */
  readonly importer: 'rows' | 'body';
  /** What is said of a body that is no JSON; null: what the parser says. */
  readonly unreadableWords: string | null;
  /** Whether codes of a MULTI_TEXT are counted, so that one that comes twice is refused: as the source says, not measured. */
  readonly countsCodes: boolean;
  /** Answers repeat the id schemes of the query. */
  readonly showsSchemes: boolean;
  /** Rows may say when their values were created. */
  readonly createdByRow: boolean;
  /** Below this `/api/NN/` an answer is the bare import summary; 0: nowhere. */
  readonly bareBelow: number;
}

const V43: Traits = {
  version: '2.43',
  fullVersion: '2.43.1',
  apiVersion: 43,
  coldTokenFails: false,
  checksTokens: true,
  loginPage: '/login/',
  pingNeedsLogin: false,
  remembersRefusals: false,
  unreadableBody: 400,
  uidsAreTexts: false,
  exactlyFalse: false,
  listSeparator: ',',
  lenientValues: false,
  usernames: 'own',
  singleEvents: true,
  completionDateNeeded: false,
  storedCompletionExpires: true,
  storedBy: 'creator',
  blanks: 'dropped',
  sameElementTwice: 'first',
  sameUidTwice: 'refused',
  databaseFailure: { status: 500, as: 'message' },
  lastYear: 9999,
  jobBeatSeconds: 20,
  maintenanceAnswers: true,
  withArgs: true,
  jobAddress: false,
  eventList: { parameter: 'events', separator: ',', property: 'events' },
  pager: 'links',
  olderParameters: false,
  showsHidden: false,
  badFilter: 400,
  firstOption: 0,
  legacyApi: false,
  dataValues: {
    importer: 'body',
    unreadableWords: null,
    countsCodes: false,
    showsSchemes: true,
    createdByRow: false,
    bareBelow: 0,
  },
  allSettings: false,
};

/** Each older release is the next one, but for what is said here. */
const V42: Traits = {
  ...V43,
  version: '2.42',
  fullVersion: '2.42.5.2',
  apiVersion: 42,
  coldTokenFails: true,
  loginPage: '/dhis-web-login/',
  singleEvents: false,
  storedCompletionExpires: false,
  storedBy: 'payload',
  sameUidTwice: 'created',
  databaseFailure: { status: 409, as: 'message' },
  lastYear: 200_000,
  maintenanceAnswers: false,
  dataValues: {
    importer: 'rows',
    unreadableWords: 'Post-condition was null',
    countsCodes: true,
    showsSchemes: true,
    createdByRow: false,
    bareBelow: 0,
  },
};

const V41: Traits = {
  ...V42,
  version: '2.41',
  fullVersion: '2.41.9.1',
  apiVersion: 41,
  coldTokenFails: false,
  loginPage: '/dhis-web-login',
  pingNeedsLogin: true,
  remembersRefusals: true,
  uidsAreTexts: true,
  exactlyFalse: true,
  usernames: 'none',
  completionDateNeeded: true,
  storedBy: 'creator until an update',
  blanks: 'kept in updates',
  sameElementTwice: 'last',
  sameUidTwice: 'updated',
  databaseFailure: {
    status: 500,
    as: 'message',
    words: 'Cannot invoke "PersistenceReport.getStats()" because "persistenceReport" is null',
  },
  jobAddress: true,
  pager: 'twice',
  olderParameters: true,
  legacyApi: true,
  dataValues: {
    importer: 'rows',
    unreadableWords: null,
    countsCodes: true,
    showsSchemes: true,
    createdByRow: false,
    bareBelow: 38,
  },
  allSettings: true,
};

const V40: Traits = {
  ...V41,
  version: '2.40',
  fullVersion: '2.40.12',
  apiVersion: 41,
  checksTokens: false,
  loginPage: '/dhis-web-commons/security/login.action',
  unreadableBody: 500,
  listSeparator: ';',
  lenientValues: true,
  storedBy: 'payload',
  blanks: 'kept',
  databaseFailure: {
    status: 409,
    as: 'report',
    words: 'Exception:could not execute statement; nested exception is org.hibernate.exception.DataException',
  },
  jobBeatSeconds: 0,
  dataValues: {
    importer: 'rows',
    unreadableWords: null,
    countsCodes: false,
    showsSchemes: false,
    createdByRow: true,
    bareBelow: 38,
  },
  withArgs: false,
  eventList: { parameter: 'event', separator: ';', property: 'instances' },
  pager: 'beside',
  showsHidden: true,
  badFilter: 409,
  firstOption: 1,
};

const TRAITS: readonly Traits[] = [V40, V41, V42, V43];

/** Traits of a release such as `2.42`, or `2.42.5.2` to the letter; null for one that the sandbox does not know. */
export function traitsOf(version: string): Traits | null {
  return TRAITS.find((traits) => traits.version === version || traits.fullVersion === version) ?? null;
}

export function knownVersions(): readonly string[] {
  return TRAITS.map((traits) => traits.version);
}
