import type { JsonObject } from '../base/json.ts';
import type { Difference } from '../contracts/sink.ts';
import { isSame } from '../engine/targets.ts';

/** Where two flat objects of one record part company; a blank is no value. `theirs` is the old one, `ours` the new. */
export function differencesOf(old: JsonObject, now: JsonObject): Difference[] {
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((target) => !isSame(old[target], now[target]))
    .map((target) => ({ target, theirs: old[target] ?? null, ours: now[target] ?? null }));
}
