import type { DriftWatch, PlaceMemory, TargetUses } from '../contracts/drift.ts';
import type { PlaceFacts } from '../contracts/place-facts.ts';
import { toChange, type Change } from './change.ts';
import { compareFacts } from './compare-facts.ts';
import type { KeptFacts } from './lock-file.ts';
import { toLockText } from './lock-text.ts';
import { RecordsWatch } from './watch.ts';

/** What a mapping was made from, and what of it a pipeline uses. `lock`: the file that should be there, for people. */
export function toPlaceMemory(kept: KeptFacts, uses: TargetUses, lock: string): PlaceMemory {
  return {
    compareWith(now): DriftWatch {
      const noLock = kept.lockText === undefined ? [toChange('drift/no-lock', { file: lock })] : [];
      return new RecordsWatch([...noLock, ...changesSince(kept, now)], uses);
    },
  };
}

/** What has changed since. A lock that says the same to the byte is not even parsed. */
export function changesSince(kept: KeptFacts, now: PlaceFacts): Change[] {
  if (kept.lockText !== undefined && now.mayWrite !== false && kept.lockText === toLockText(now)) return [];
  const before = kept.factsLike(now);
  return before ? compareFacts(before, now) : [];
}
