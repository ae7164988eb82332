import { EtlError } from '../base/errors.ts';
import { FIRST_WORD_MS, Patience, type PatienceOptions } from '../base/patience.ts';
import type { Outcome } from '../contracts/sink.ts';

/** After so many batches in a row without a single verdict a run stops. */
const MOST_IN_A_ROW = 3;

/**
 * Counts the batches on which the server gave no verdict: when sends fail and reads work, a run would go on for hours,
 * with the lock held and nothing to show for it. What was refused before it was sent says nothing of the server. Batches
 * under way at once fail at once: they are one of the row.
 */
export class UnansweredBatches {
  readonly #patience: Patience;
  #inARow = 0;
  #counted = 0;

  constructor(patience: Patience) {
    this.#patience = patience;
  }

  /** How many have been counted so far: asked when a batch begins, for `note`. */
  get counted(): number {
    return this.#counted;
  }

  /**
   * Once a batch; `begun`: what had been counted when it began. Gives EtlError `run/no-verdicts` or `run/no-progress`
   * (exit 3) where the run is to end after it.
   */
  note(outcomes: ReadonlyMap<string, Outcome>, begun = this.#counted): EtlError | undefined {
    const sent = [...outcomes.values()].filter((outcome) => !(outcome.is === 'refused' && outcome.by === 'us'));
    if (sent.length === 0) return undefined;
    if (sent.some((outcome) => outcome.is !== 'unknown')) {
      this.#inARow = 0;
      return undefined;
    }
    if (begun === this.#counted) {
      this.#inARow += 1;
      this.#counted += 1;
    }
    if (this.#inARow >= MOST_IN_A_ROW) return new EtlError('run/no-verdicts', { batches: this.#inARow });
    return this.#patience.isOver ? noProgress(this.#patience) : undefined;
  }
}

/** How long a run goes on in spite of trouble. A plan is made by a person, who waits; a night can wait for a restart. */
export function patienceOf(
  { giveUpAfterMs }: { readonly giveUpAfterMs: number },
  { signal, pause }: Pick<PatienceOptions, 'signal' | 'pause'>,
  isTrial: boolean,
): Patience {
  return new Patience({
    giveUpAfterMs,
    signal,
    ...(isTrial && { firstWordMs: FIRST_WORD_MS }),
    ...(pause && { pause }),
  });
}

/** Why a run that gets nowhere ends. */
function noProgress({ giveUpAfterMs }: Patience): EtlError {
  return new EtlError('run/no-progress', { minutes: Math.round(giveUpAfterMs / 6000) / 10 });
}
