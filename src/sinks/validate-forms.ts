import type { Candidate, Refusal, Sending } from '../contracts/sink.ts';
import { checkDataValues } from '../dhis2/data-values.ts';
import { findSummary } from '../dhis2/find-summary.ts';
import { toAddress, type FormObject } from '../dhis2/form-object.ts';
import { failureOf } from '../dhis2/import-report.ts';
import type { Answer } from '../http/answer.ts';
import { reason, withArgs } from '../messages/reason.ts';
import type { Group, GroupVerdict } from './delivery-tools.ts';
import { FormParcels } from './form-parcels.ts';
import type { FormPlace } from './form-place.ts';

type Forms = readonly Sending<FormObject>[];

/**
 * Has the server judge forms as if they were sent (`dryRun`); nothing is stored. Why it would refuse any cell of each, in
 * their order. Throws EtlError `dhis2/*` where the server gives no verdict.
 */
export async function validateForms(
  place: FormPlace,
  candidates: readonly Candidate<FormObject>[],
): Promise<readonly (readonly Refusal[])[]> {
  // Two records may have one address, and each is judged for itself.
  const forms = candidates.map((one, at) => ({ ...one, address: String(at), mayReplace: () => false }));
  const parcels = new FormParcels(place, () => undefined);
  const unreadable = new Map<string, Refusal>();
  const asked = forms.filter((form) => parcels.rowsOf(form).length > 0);
  const waiting = withoutTwins(asked).flatMap((some) => parcels.divide(some));
  for (let group = waiting.shift(); group; group = waiting.shift()) {
    const { answer, verdict } = await tryGroup(place, parcels, { sendings: group, tries: 0 });
    const [only] = group;
    if (verdict.is === 'unreadable' && group.length === 1 && only)
      unreadable.set(only.address, toUnreadable(answer, verdict));
    else if (verdict.is === 'unreadable') waiting.push(...halvesOf(group));
    // From 2.43 on a wrong reference hides what else is wrong.
    const again = group.filter(({ address }) => verdict.again?.addresses.has(address));
    if (again.length > 0) waiting.push(again);
  }
  return forms.map(({ address }) => {
    const found = unreadable.get(address);
    // The words are the server's, and nothing was sent yet.
    return [...(found ? [found] : []), ...parcels.reasonsOf(address)].map((why) => withArgs(why, { foreseen: true }));
  });
}

/** From 2.43 on nothing may be twice in a body. */
function withoutTwins(forms: Forms): Forms[] {
  const rounds: Sending<FormObject>[][] = [];
  const seen = new Map<string, number>();
  for (const form of forms) {
    const address = toAddress(form.object);
    const round = seen.get(address) ?? 0;
    seen.set(address, round + 1);
    (rounds[round] ??= []).push(form);
  }
  return rounds;
}

async function tryGroup(
  { client, view }: FormPlace,
  parcels: FormParcels,
  group: Group<FormObject>,
): Promise<{ readonly answer: Answer; readonly verdict: GroupVerdict }> {
  const parcel = parcels.pack(group);
  const answer = await checkDataValues(client, view.dataSet.id, parcel.rows, isVerdict);
  return { answer, verdict: parcel.verdictOn(answer) };
}

/** The server went through the forms, or could not read one of them; all else is trouble, which may pass. */
function isVerdict({ status, json }: Answer): boolean {
  return findSummary(json) !== undefined || failureOf(status, json).is === 'unreadable';
}

function toUnreadable({ status, json }: Answer, verdict: GroupVerdict): Refusal {
  const message = (verdict.reason || failureOf(status, json).reason).replace(/^DHIS2 answered \d+:? ?/, '');
  return reason('dhis2/unreadable-form', { status, message });
}

function halvesOf(forms: Forms): Sending<FormObject>[][] {
  const middle = Math.ceil(forms.length / 2);
  return [forms.slice(0, middle), forms.slice(middle)];
}
