import { keyMark } from '../key-mark.ts';
import { isInDoubt, type RawEntry } from './raw-entry.ts';
import type { Sidecar } from './sidecar.ts';
import { contentMark, parseSeals, type Seals } from './seals.ts';

/** How far an index deserves to be believed. */
export interface Trust {
  /** Keys of entries that are not as we left them. */
  readonly unbelieved: Set<string>;
  /** Seals of entries that are as we left them, and of those that are gone. */
  readonly seals: Seals;
  /** Marks of keys that had an entry when we last saved, and have none now. */
  readonly lost: Set<number>;
}

/**
 * Holds an index against the seals in its sidecar. Where its digest is the one that we saved, it is ours to the byte, and
 * only entries that were in doubt then are in doubt now. A sidecar of an earlier release has no seals: its index is
 * believed, except for entries that may have been on their way.
 */
export function judge(entries: ReadonlyMap<string, RawEntry>, digest: string, sidecar: Sidecar | undefined): Trust {
  if (!sidecar) return { unbelieved: new Set(entries.keys()), seals: new Map(), lost: new Set() };
  if (sidecar.digest === undefined) return judgeOldRelease(entries);
  const seals: Seals = parseSeals(sidecar.seals ?? '');
  const isOurs = sidecar.digest === digest;
  const lost = new Set(seals.keys());
  const unbelieved = new Set<string>();
  for (const [key, entry] of entries) {
    const mark = keyMark(key);
    lost.delete(mark);
    if (isOurs ? !seals.has(mark) && mayHaveEvent(entry) : !isAsSealed(seals, key, entry)) unbelieved.add(key);
  }
  return { unbelieved, seals, lost };
}

/** Whether an entry is as we left it, or is one that needs no seal. */
export function isAsSealed(seals: Seals, key: string, entry: RawEntry): boolean {
  const content = seals.get(keyMark(key));
  return content === undefined ? !mayHaveEvent(entry) : content === contentMark(entry);
}

/**
 * Whether a record may have an event in DHIS2, as far as its entry says. Others need no seal: DHIS2 is asked about them
 * anyhow before they are sent, and nothing is lost with them.
 */
export function mayHaveEvent(entry: RawEntry): boolean {
  return entry.uploaded || entry.deleted_dhis2 || isInDoubt(entry) || entry.moved_from !== undefined;
}

function judgeOldRelease(entries: ReadonlyMap<string, RawEntry>): Trust {
  const unbelieved = new Set<string>();
  for (const [key, entry] of entries) {
    if (!entry.uploaded && entry.error === undefined) unbelieved.add(key);
  }
  return { unbelieved, seals: new Map(), lost: new Set() };
}
