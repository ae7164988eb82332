import { EtlError } from '../base/errors.ts';
import type { Outcome, RefusalReason, Remote, Sending } from '../contracts/sink.ts';
import type { FormObject } from '../dhis2/form-object.ts';
import type { FormPlace } from './form-place.ts';

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

/** A form has left, and nobody can say what of it is there: the next run looks. */
export function toUnknown(outcomes: Outcomes, address: string, reason: string): void {
  const exchange = outcomes.get(address)?.exchange;
  outcomes.set(address, { is: 'unknown', reason, ...(exchange && { exchange }) });
}

/** Reads back forms whose values have left. Where that cannot be done none of them has a verdict, and undefined is given. */
export async function readStored(
  place: FormPlace,
  forms: readonly Sending<FormObject>[],
  outcomes: Outcomes,
): Promise<ReadonlyMap<string, Remote<FormObject>> | undefined> {
  try {
    return await place.read(forms.map(({ address }) => address));
  } catch (error) {
    // Were it thrown, the batch would count as never sent.
    if (!(error instanceof EtlError)) throw error;
    for (const { address } of forms) toUnknown(outcomes, address, error.message);
    return undefined;
  }
}
