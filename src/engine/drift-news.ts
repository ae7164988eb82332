/** What has changed at the sink's place since the mapping was made, and what of it people have not been told yet. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../base/json.ts';
import type { Drift } from '../contracts/drift.ts';
import { describe } from '../messages/describe.ts';

/** A change, and whether this run is the first to tell it; what breaks something is told each night. */
export interface DriftNews extends Drift {
  readonly isNews: boolean;
}

/** Sorts out what people know: `told` are digests of what earlier runs have said. */
export function toNews(drifts: readonly Drift[], told: readonly string[]): DriftNews[] {
  const known = new Set(told);
  return drifts.map((drift) => ({ ...drift, isNews: drift.isBreaking || !known.has(digestOf(drift)) }));
}

/** What the next run need not say again: all harmless changes that are there; one that went and comes back is news. */
export function toTold(drifts: readonly Drift[]): string[] {
  return drifts.filter(({ isBreaking }) => !isBreaking).map(digestOf);
}

/** What breaks something, in sentences. */
export function breakingOf(drifts: readonly Drift[]): string[] {
  return drifts.filter(({ isBreaking }) => isBreaking).map(({ code, args }) => describe(code, args).message);
}

function digestOf({ code, args }: Drift): string {
  return createHash('sha256')
    .update(canonicalJson([code, { ...args }]))
    .digest('base64url')
    .slice(0, 12);
}
