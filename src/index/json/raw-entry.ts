import { canonicalJson, type Json } from '../../base/json.ts';

/**
 * What the index knows of one record. The first five are those of the tools before us, who go on reading and writing
 * them; the rest is ours. No values of the record are kept. Fields that we don't know are kept as they are.
 */
export interface RawEntry {
  /** UID of the event in DHIS2; reserved at first sight of the record. */
  readonly dhis2_uuid: string;
  /** DHIS2 has confirmed it. */
  readonly uploaded: boolean;
  /** Gone from Kobo. */
  readonly deleted: boolean;
  /** A person has removed the event in DHIS2. */
  readonly deleted_dhis2: boolean;
  /** Why it is not uploaded: `UNKNOWN_OU:<facility>`, `DHIS2_REJECTED`, `NO_RESPONSE_FROM_DHIS2`, `DELETED_IN_DHIS2`, or a code. */
  readonly error?: string;
  /** Everything the record has been called: root UUID, id, UUIDs. */
  readonly ids?: readonly string[];
  /** Of what DHIS2 has confirmed; led by the version of the way it is made. Absent: not verified. */
  readonly hash?: string;
  /** Of a send without a verdict: the hash that the entry had before it. */
  readonly was?: string;
  /** Name of what `hash` (or `was`) was made of: which properties and data elements; the sidecar has the list. */
  readonly shape?: string;
  /** Digest of what the record said when it was last mapped, and of all that maps it; nobody else needs it. */
  readonly row_digest?: string;
  /** Of an event of which DHIS2 has taken only some values: the hash of the whole; `hash` is of what is there. */
  readonly part_of?: string;
  /**
   * Sends whose requests may still be carried out, each as `hash shape`. Without a verdict while `error` says so; settled
   * since then by a look into DHIS2 where it does not: then one more look, in a later run, must confirm it.
   */
  readonly doubts?: readonly string[];
  /** Data elements that have left the mapping, each with a digest of the value that we left in DHIS2. */
  readonly left?: { readonly [dataElement: string]: string };
  /** How often the event was made anew under another UID; absent: never. */
  readonly generation?: number;
  readonly previous_uids?: readonly string[];
  /** Where the object stood until an edit moved it, each with what may be left there as `hash shape`. */
  readonly moved_from?: readonly RawPlace[];
  /** Time of DHIS2's last verdict, ISO 8601, UTC. */
  readonly sent_at?: string;
  /** Time of the first run without the record. */
  readonly missing_since?: string;
  /** Time of the first run with the record. */
  readonly since?: string;
  /** Hash of the values by which an edit is recognised where no id survives it (`source.pair`). */
  readonly pair?: string;
  readonly [other: string]: Json | undefined;
}

/** A place where an object stood; `open`: a request to it may still be carried out. */
export type RawPlace = { readonly address: string; readonly sends: readonly string[]; readonly open?: true };

/** Changes to an entry; undefined removes a field. */
export type RawPatch = { readonly [K in keyof RawEntry]?: RawEntry[K] | undefined };

/** Sent, and not known to be gone on either side. */
export function isLive(entry: RawEntry): boolean {
  return entry.uploaded && !entry.deleted && !entry.deleted_dhis2;
}

/** `error` of an entry whose event a person removed in DHIS2 while its record is still there, or is back. */
export const DELETED_IN_DHIS2 = 'DELETED_IN_DHIS2';

/** `error` of an entry whose last send has no verdict yet. */
export const NO_ANSWER = 'NO_RESPONSE_FROM_DHIS2';

/** `error` of an entry whose object DHIS2 has refused. */
export const REJECTED = 'DHIS2_REJECTED';

/** How the `error` begins of an entry whose facility nobody knows; its name follows. */
export const UNKNOWN_UNIT = 'UNKNOWN_OU:';

/** Nobody knows whether its last send was carried out: DHIS2 must be asked before anything is done about it. */
export function isInDoubt(entry: RawEntry): boolean {
  return entry.error === NO_ANSWER || (!entry.uploaded && (entry.doubts?.length ?? 0) > 0);
}

/**
 * Whether a record may have an event in DHIS2, as far as its entry says. Others need no seal: DHIS2 is asked about them
 * anyhow before they are sent, and nothing is lost with them.
 */
export function mayHaveEvent(entry: RawEntry): boolean {
  return entry.uploaded || entry.deleted_dhis2 || isInDoubt(entry) || entry.moved_from !== undefined;
}

/** Shapes that an entry speaks of: that of its hash, and those of its doubts and of what it left elsewhere. */
export function shapesOf({ shape, doubts = [], moved_from: places = [] }: RawEntry): string[] {
  const sends = [...doubts, ...places.flatMap((place) => place.sends)];
  return [...(shape === undefined ? [] : [shape]), ...sends.map((send) => send.split(' ')[1] ?? '')];
}

export function applyPatch(entry: RawEntry | undefined, patch: RawPatch): RawEntry {
  const fields = Object.entries({ ...entry, ...patch });
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as RawEntry;
}

/** Whether an entry says anything else with a patch, whatever the order in which things are said. */
export function changesEntry(before: RawEntry, patch: RawPatch): boolean {
  return Object.keys(patch).some((name) => !isSame(before[name], patch[name]));
}

function isSame(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  // Texts, numbers and flags are the same only where they are.
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  return canonicalJson(a) === canonicalJson(b);
}
