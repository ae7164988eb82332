import type { RefusalReason } from '../contracts/sink.ts';
import type { Refusal } from '../contracts/store.ts';
import { valueIsPublic } from '../messages/code-table.ts';

/** Why something was refused, as the index keeps it: a value only where it is a word of a vocabulary, never an answer. */
export function toRefusal(by: Refusal['by'], reasons: readonly RefusalReason[]): Refusal {
  return {
    by,
    reasons: reasons.map(({ code, field, value }) => ({
      code,
      ...(field !== undefined && { field }),
      ...(value !== undefined && valueIsPublic(code) && { value }),
    })),
  };
}
