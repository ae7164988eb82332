import type { RefusalReason } from '../contracts/sink.ts';
import type { Refusal } from '../contracts/store.ts';
import { valueIsPublic } from '../messages/code-table.ts';

/** What the index keeps of why something was refused: no answer, only words of a vocabulary. */
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
