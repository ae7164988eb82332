import { keyMark } from '../key-mark.ts';
import type { CompactEntries } from './compact/compact-entries.ts';
import { SlotSet } from './compact/slot-set.ts';
import { mayHaveEvent, type RawEntry } from './raw-entry.ts';
import type { Sidecar } from './sidecar.ts';
import { contentMark, Seals } from './seals.ts';

/** How far an index deserves to be believed. */
export interface Trust {
  /** Entries that are not as we left them. */
  readonly unbelieved: SlotSet;
  /** Seals of entries that are as we left them, and of those that are gone. */
  readonly seals: Seals;
  /** Marks of keys that had an entry when we last saved, and have none now. */
  readonly lost: Set<number>;
  /** The index has just the seals that it should have: none is to be made, or taken away. */
  readonly isSealed: boolean;
}

/**
 * Holds an index against the seals in its sidecar. Where its digest is the one that we saved, it is ours to the byte, and
 * only entries that were in doubt then are in doubt now. A sidecar of an earlier release has no seals: its index is
 * believed, except for entries that may have been on their way.
 */
export function judge(entries: CompactEntries, digest: string, sidecar: Sidecar | undefined): Trust {
  const unbelieved = new SlotSet();
  const nothingKnown = { unbelieved, seals: new Seals(), lost: new Set<number>(), isSealed: false };
  if (sidecar?.digest === undefined) {
    for (let slot = 0; slot < entries.size; slot += 1)
      if (!sidecar || mayBeOnItsWay(entries.entryAt(slot))) unbelieved.add(slot);
    return nothingKnown;
  }
  const seals = Seals.parse(sidecar.seals ?? '');
  const isOurs = sidecar.digest === digest;
  const lost = seals.without(
    (function* (): Generator<number, void> {
      for (let slot = 0; slot < entries.size; slot += 1) {
        const mark = keyMark(entries.keyAt(slot));
        yield mark;
        const isAsLeft = isOurs
          ? seals.has(mark) || !entries.mayHaveEvent(slot)
          : isAsSealed(seals, mark, entries.entryAt(slot));
        if (!isAsLeft) unbelieved.add(slot);
      }
    })(),
  );
  return { unbelieved, seals, lost, isSealed: isOurs && lost.size === 0 && unbelieved.size === 0 };
}

/** Whether an entry is as we left it, or is one that needs no seal. */
export function isAsSealed(seals: Seals, mark: number, entry: RawEntry): boolean {
  const content = seals.get(mark);
  return content === undefined ? !mayHaveEvent(entry) : content === contentMark(entry);
}

function mayBeOnItsWay(entry: RawEntry): boolean {
  return !entry.uploaded && entry.error === undefined;
}
