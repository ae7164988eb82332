import { EtlError } from '../base/errors.ts';
import type { Sending } from '../contracts/sink.ts';
import { postCompletions } from '../dhis2/completions.ts';
import type { FormObject } from '../dhis2/form-object.ts';
import { reason } from '../messages/reason.ts';
import { readStored, toPartly, toUnknown, wasStored, type Outcomes } from './form-outcomes.ts';
import { formIn, type FormPlace } from './form-place.ts';

/** How often it is tried where no answer comes. */
const MOST_TRIES = 2;

/** Registers forms as complete whose values are all stored, and that are not registered yet. */
export async function completeForms(
  place: FormPlace,
  batch: readonly Sending<FormObject>[],
  outcomes: Outcomes,
  before: (address: string) => FormObject | undefined,
): Promise<void> {
  let open = batch.filter(
    ({ address, object }) =>
      object['completedAt'] != null && before(address)?.['completedAt'] == null && wasStored(outcomes.get(address)),
  );
  for (let tries = 1; open.length > 0; tries += 1) {
    const forms = open.map(({ object }) => object);
    const whyNot = reasonNotToGo(place);
    if (whyNot !== undefined) {
      // Their values are there; the next run looks, and does the rest.
      for (const { address } of open) toUnknown(outcomes, address, whyNot);
      return;
    }
    const verdict = await postCompletions(place.client, place.view.dataSet.id, forms, true);
    if (verdict.is === 'all') return;
    const remotes = await readStored(place, open, outcomes);
    if (!remotes) return;
    open = open.filter(({ address }) => formIn(remotes, address)?.['completedAt'] == null);
    if (verdict.is === 'unknown' && tries < MOST_TRIES) continue;
    for (const { address, object } of open) {
      const { completedAt: _, ...stored } = object;
      const message = verdict.is === 'some' ? verdict.messageOf(object) : verdict.reason;
      const why = { ...reason('dhis2/completion-refused', { message }), field: 'completedAt' };
      toPartly(outcomes, address, stored, [why]);
    }
    return;
  }
}

function reasonNotToGo({ ensureMayGo }: FormPlace): string | undefined {
  try {
    ensureMayGo?.();
    return undefined;
  } catch (error) {
    if (error instanceof EtlError) return error.message;
    throw error;
  }
}
