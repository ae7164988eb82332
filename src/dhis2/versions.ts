/**
 * What differs between the releases of DHIS2 that we speak to (2.38 and later). Seen on 2.40.12, 2.41.9.1,
 * 2.42.5.2 and 2.43.1; 2.38 and 2.39 as their source says.
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

/**
 * What a release takes of an event, where releases differ. Only what was seen on a server of the release (or its source
 * says) is told here: of the others nothing is known beforehand, and the server's own verdict has to do.
 */
export interface Rules {
  /** Codes of option sets match whatever their case; else exactly. */
  readonly optionsInAnyCase: boolean;
  /** A MULTI_TEXT with an option set holds one code alone; else several, with commas between. */
  readonly oneCodeOnly: boolean;
  /** A code of an option set must be a value of the type of its data element, too. */
  readonly codesAreTyped: boolean;
  /** Whose name a value of type USERNAME may be; `own`: the name of the user who sends. */
  readonly usernames: 'any' | 'own' | 'none';
  /** Names must be those of users; which of them are taken is known where `usernames` says so. */
  readonly checksUsernames: boolean;
  /** An event that is not COMPLETED must have no `completedAt` (E1051); else it is ignored. */
  readonly completedAtForCompleted: boolean;
  /** The time of completion is that at which the event arrives, whatever was sent. */
  readonly stampsCompletion: boolean;
  /** A COMPLETED event needs `completedAt` in programs that close completed events after some days (E1042). */
  readonly needsCompletedAt: boolean;
  /** Such programs look at the day on which the event was completed that is stored, too, not only at the one that is sent. */
  readonly storedCompletionExpires: boolean;
  /** An event whose UID is none is refused by itself (E1048); else nobody can read the whole request. */
  readonly uidsAreTexts: boolean;
  /** Events of programs without registration are ACTIVE or COMPLETED alone (E1318). */
  readonly singleEvents: boolean;
  /** Compulsory values that are stored count, too, not only those that are sent. */
  readonly countsStoredValues: boolean;
  /** Days before this one are stored as days of the Julian calendar, and come back as others. */
  readonly firstDay: string | undefined;
  /** Value types of which any text is taken. */
  readonly uncheckedTypes: ReadonlySet<string>;
  /** What is said of units and files that values name, and that are not there. */
  readonly missingReference: { readonly unit: ReferenceCode; readonly file: ReferenceCode };
}

type ReferenceCode = 'E1007' | 'E1084' | 'E1302';

/** How a release treats aggregate data values. Up to 2.42 they have one importer, from 2.43 on another. */
export interface AggregateRules {
  /** A zero where zeros are not significant is not stored, and deletes what is there. */
  readonly dropsZeros: boolean;
  /** One wrong reference (element, period, unit, combo, day) refuses the whole body. */
  readonly refusesWhole: boolean;
  /** A row that did not change is counted as ignored; else `ignored` beyond what was refused is a loss. */
  readonly countsUnchanged: boolean;
  /** Periods that are not open yet, and units that are not theirs, refuse superusers, too. */
  readonly bindsSuperusers: boolean;
  /** `yes`, `no`, `y` and `n` are booleans. */
  readonly readsYesAndNo: boolean;
  /** A period that begins before its unit was opened, or after it was closed, is refused (E8031). */
  readonly checksUnitDays: boolean;
  /** What is said of a value that is not of its type, and of one that is no option. */
  readonly codes: { readonly type: 'E7619' | 'E8122'; readonly option: 'E7621' | 'E8123' };
}

const OLDEST_MINOR = 38;

/** Newest release of which anything is known. */
const NEWEST_MINOR = 43;

/** First patch release of each minor one that looks at the type of a value beside its option set. */
const CODES_TYPED_FROM: ReadonlyMap<number, number> = new Map([
  [41, 9],
  [42, 5],
  [43, 0],
]);

/** Releases that were seen to refuse names of other users; later ones may have mended it. */
const USERNAMES: ReadonlyMap<string, 'own' | 'none'> = new Map([
  ['41.9', 'none'],
  ['42.5', 'own'],
  ['43.0', 'own'],
  ['43.1', 'own'],
]);

const UNCHECKED_IN_38: ReadonlySet<string> = new Set(['AGE', 'EMAIL', 'PHONE_NUMBER', 'TIME', 'USERNAME']);
const NO_TYPES: ReadonlySet<string> = new Set();

/** First minor release of each dialect, newest first. */
const DIALECTS: readonly (readonly [from: number, dialect: Dialect])[] = [
  [43, { eventList: 'events', uidParameter: 'events', uidSeparator: ',', needsProgram: true }],
  [41, { eventList: 'events', uidParameter: 'events', uidSeparator: ',', needsProgram: false }],
  [OLDEST_MINOR, { eventList: 'instances', uidParameter: 'event', uidSeparator: ';', needsProgram: false }],
];

/** First release with the other importer of data values. */
const NEW_AGGREGATES = 43;

/** How a server of this version treats aggregate data values. */
export function aggregateRulesOf({ minor }: ServerVersion): AggregateRules {
  const isOld = minor < NEW_AGGREGATES;
  return {
    dropsZeros: isOld,
    refusesWhole: !isOld,
    countsUnchanged: isOld,
    bindsSuperusers: isOld,
    readsYesAndNo: !isOld,
    checksUnitDays: !isOld,
    codes: isOld ? { type: 'E7619', option: 'E7621' } : { type: 'E8122', option: 'E8123' },
  };
}

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

/** Whether imports of more than 100 events take longer for each of them: seen on 2.40. */
export function slowsAbove100({ minor }: ServerVersion): boolean {
  return minor <= 40;
}

/** Whether requests with events that come at once take longer than one after the other: 145 events a second with two, 295 with one, on 2.40. */
export function slowsAtOnce({ minor }: ServerVersion): boolean {
  return minor <= 40;
}

/** Whether nothing is known of a release, because it came after all that were tried. */
export function isNewerThanKnown({ minor }: ServerVersion): boolean {
  return minor > NEWEST_MINOR;
}

/** The newest release of which anything is known, as people call it. */
export function newestKnown(): string {
  return `2.${NEWEST_MINOR}`;
}

/** How to speak to a server of this version; undefined where it is too old for us. */
export function dialectOf(version: ServerVersion): Dialect | undefined {
  return DIALECTS.find(([from]) => version.minor >= from)?.[1];
}

/** What a server of this version takes. */
export function rulesOf({ minor, patch }: ServerVersion): Rules {
  const isKnown = minor <= NEWEST_MINOR;
  const codesAreTyped = patch >= (CODES_TYPED_FROM.get(minor) ?? Number.POSITIVE_INFINITY);
  return {
    optionsInAnyCase: minor <= 40,
    oneCodeOnly: minor <= 40,
    stampsCompletion: minor <= 39,
    codesAreTyped,
    usernames: USERNAMES.get(`${minor}.${patch}`) ?? 'any',
    checksUsernames: codesAreTyped || !isKnown,
    completedAtForCompleted: isKnown && minor >= 42,
    needsCompletedAt: minor >= 40 && minor <= 41,
    storedCompletionExpires: isKnown && minor >= 43,
    uidsAreTexts: minor <= 41,
    singleEvents: isKnown && minor >= 43,
    countsStoredValues: minor >= 39,
    firstDay: isKnown && minor >= 43 ? '1582-10-15' : undefined,
    uncheckedTypes: minor <= 38 ? UNCHECKED_IN_38 : NO_TYPES,
    missingReference: {
      unit: codesAreTyped || !isKnown ? 'E1302' : 'E1007',
      file: minor <= 40 ? 'E1084' : 'E1302',
    },
  };
}
