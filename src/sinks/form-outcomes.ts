import type { Outcome, RefusalReason } from '../contracts/sink.ts';
import type { FormObject } from '../dhis2/form-object.ts';

/** What became of the forms of a batch, by address, as far as it has come. */
export type Outcomes = Map<string, Outcome>;

/** Whether all that was sent of a form is there. */
export function wasStored(outcome: Outcome | undefined): boolean {
  return outcome?.is === 'created' || outcome?.is === 'updated';
}

/** A form was stored, but not all of it. */
export function toPartly(
  outcomes: Outcomes,
  address: string,
  stored: FormObject,
  reasons: readonly RefusalReason[],
): void {
  const outcome = outcomes.get(address);
  const exchange = outcome?.exchange;
  outcomes.set(address, { is: 'partly', stored, reasons, ...(exchange && { exchange }) });
}
