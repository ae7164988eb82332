import { nameOf } from '../contracts/ref.ts';
import type { Found, Glimpse } from '../contracts/store.ts';

/** What is seen of the only entry that was found, see `IndexSession.glimpse`. Pure. */
export function toGlimpse(found: readonly Found[], ids: readonly string[]): Glimpse | undefined {
  const [only, ...others] = found;
  if (!only?.isBelieved || others.length > 0) return undefined;
  const { ref, entry } = only;
  const { address, state, hash, shape, row } = entry;
  if (state !== 'live' || hash === undefined || shape === undefined || row === undefined) return undefined;
  const isOpen =
    entry.doubts.length > 0 || entry.movedFrom || entry.missing || entry.refusal || entry.partOf !== undefined;
  if (isOpen || !ids.every((id) => id === ref.key || entry.ids.includes(id))) return undefined;
  return { name: nameOf(ref), address, hash, shape, row };
}
