import type { MovingEntry } from '../contracts/moving.ts';
import { toRef } from '../contracts/ref.ts';
import type { Refusal } from '../contracts/store.ts';
import { isInDoubt } from '../index/states.ts';
import type { ExplainedEntry, ExplainedReason } from './explanation.ts';

/** An entry of the index for people. */
export function toEntry({ name, kept }: MovingEntry): ExplainedEntry {
  const { missing, refusal } = kept;
  return {
    ...toRef(name),
    state: kept.state,
    address: kept.address,
    ids: kept.ids,
    since: kept.since ?? null,
    sentAt: kept.sentAt ?? null,
    generation: kept.generation,
    previous: kept.previous ?? [],
    missing: missing ? { since: missing.since ?? null, isPastGrace: missing.isPastGrace } : null,
    refusal: refusal ? { by: refusal.by, reasons: refusal.reasons.map(toKeptReason) } : null,
    isInDoubt: isInDoubt(kept),
  };
}

/** The index keeps codes, and no args: what they say in general. */
function toKeptReason({ code, field, value }: Refusal['reasons'][number]): ExplainedReason {
  return {
    code,
    message: '',
    hint: null,
    who: null,
    field: field ?? null,
    column: null,
    value: value ?? null,
  };
}
