import type { Log } from '../base/log.ts';
import type { Refusal, Sending } from '../contracts/sink.ts';
import { restrictForm, targetsOfForm } from '../dhis2/form-image.ts';
import type { FormObject } from '../dhis2/form-object.ts';
import { reason } from '../messages/reason.ts';
import { clearOldPlaces } from './clear-old-places.ts';
import { completeForms } from './complete-forms.ts';
import { Delivery } from './delivery.ts';
import { FormParcels } from './form-parcels.ts';
import type { Pace } from './pace.ts';
import { readStored, toPartly, wasStored, type Outcomes } from './form-outcomes.ts';
import { formIn, type FormPlace } from './form-place.ts';

/** What a batch is sent with. */
export interface FormBatchTools {
  readonly place: FormPlace;
  readonly log: Log;
  readonly pace: Pace;
  refusals(form: FormObject): readonly Refusal[];
  /** No form of the batch before got a verdict: the server may be gone. */
  readonly isInDoubt: boolean;
}

/**
 * Sends a batch of forms: first their values, then they are registered as complete, and last what they left where they
 * stood before is taken away. Each step is only for forms that came through the one before whole. Throws EtlError where
 * nothing was sent.
 */
export async function sendForms(tools: FormBatchTools, batch: readonly Sending<FormObject>[]): Promise<Outcomes> {
  const { place } = tools;
  // Cells are cleared only where something is there, and what is complete already is not completed again.
  const known = batch.filter(({ isNew, object }) => !isNew && (hasBlanks(object) || object['completedAt'] != null));
  const before = await place.read(known.map(({ address }) => address));
  const parcels = new FormParcels(place, (address) => formIn(before, address));
  const outcomes = await deliver(tools, parcels, batch);
  await takeApart(place, parcels, batch, outcomes);
  await completeForms(place, batch, outcomes, (address) => formIn(before, address));
  await clearOldPlaces(place, batch, outcomes);
  return outcomes;
}

function hasBlanks(form: FormObject): boolean {
  return form.dataValues.some(({ value }) => value === null);
}

async function deliver(
  { place, log, pace, isInDoubt, ...tools }: FormBatchTools,
  parcels: FormParcels,
  batch: readonly Sending<FormObject>[],
): Promise<Outcomes> {
  const { client, ensureMayGo } = place;
  const refusals = (form: FormObject): readonly Refusal[] => tools.refusals(form);
  const delivery = new Delivery<FormObject>({
    log,
    patience: client.patience,
    pace,
    ensureMayGo,
    isInDoubt,
    read: (addresses) => place.read(addresses),
    refusals: ({ object }) => refusals(object),
    sizeOf: (sending) => parcels.rowsOf(sending).length,
    pack: (group) => parcels.pack(group),
    isAsSent: (sending, there) => parcels.isAsSent(sending, there),
    unreadable: (status, message) => reason('dhis2/unreadable-form', { status, message }),
    tooLarge: (bytes) => reason('dhis2/too-large', { what: 'form', kilobytes: Math.ceil(bytes / 1024) }),
    count: (forms) => `${forms} form(s)`,
  });
  // A form without any value, where there is nothing to clear: it is as it should be.
  const isEmpty = (sending: Sending<FormObject>): boolean =>
    parcels.rowsOf(sending).length === 0 && refusals(sending.object).length === 0;
  const outcomes: Outcomes = new Map(await delivery.deliver(batch.filter((sending) => !isEmpty(sending))));
  for (const sending of batch) {
    if (!outcomes.has(sending.address)) outcomes.set(sending.address, { is: sending.isNew ? 'created' : 'updated' });
  }
  return outcomes;
}

/** Of forms that were stored but for some cells, tells what is there now, and why not all of it. */
async function takeApart(
  place: FormPlace,
  parcels: FormParcels,
  batch: readonly Sending<FormObject>[],
  outcomes: Outcomes,
): Promise<void> {
  const isStored = ({ address }: Sending<FormObject>): boolean => wasStored(outcomes.get(address));
  const inPart = batch.filter((sending) => isStored(sending) && parcels.reasonsOf(sending.address).length > 0);
  if (inPart.length === 0) return;
  const remotes = await readStored(place, inPart, outcomes);
  if (!remotes) return;
  for (const { address, object } of inPart) {
    const stored = restrictForm(formIn(remotes, address) ?? bare(object), targetsOfForm(object));
    toPartly(outcomes, address, stored, parcels.reasonsOf(address));
  }
}

/** A form without any value in it. */
function bare(form: FormObject): FormObject {
  return { ...form, dataValues: [] };
}
