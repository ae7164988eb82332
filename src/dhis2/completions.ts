import { EtlError } from '../base/errors.ts';
import type { Dhis2Client } from './client.ts';
import type { FormObject } from './form-object.ts';
import { findSummary } from './find-summary.ts';

/** Registers forms of a data set as complete on their days, or as not complete (`isComplete` false). */
export async function postCompletions(
  client: Dhis2Client,
  dataSet: string,
  forms: readonly FormObject[],
  isComplete: boolean,
): Promise<CompletionVerdict> {
  const completeDataSetRegistrations = forms.map(({ orgUnit, period, attributeOptionCombo, completedAt }) => ({
    dataSet,
    period,
    organisationUnit: orgUnit,
    ...(attributeOptionCombo != null && { attributeOptionCombo }),
    ...(typeof completedAt === 'string' && { date: completedAt.slice(0, 10) }),
    completed: isComplete,
  }));
  try {
    const { status, json } = await client.post(
      '/api/completeDataSetRegistrations',
      {},
      { completeDataSetRegistrations },
    );
    const summary = findSummary(json);
    // One that was refused is counted as ignored; which one it was is told by its unit at most.
    const isGood = status === 200 && summary?.status === 'SUCCESS' && summary.counts.ignored === 0;
    if (isGood && summary.conflicts.length === 0) return { is: 'all' };
    const conflicts = summary?.conflicts ?? [];
    return { is: 'some', messageOf: ({ orgUnit }) => conflicts.find((one) => one.object === orgUnit)?.message ?? '' };
  } catch (error) {
    if (error instanceof EtlError) return { is: 'unknown', reason: error.message };
    throw error;
  }
}

/** `all` were registered; `some` of them may not have been; `unknown`: there was no answer. */
export type CompletionVerdict =
  | { readonly is: 'all' }
  | { readonly is: 'some'; messageOf(form: FormObject): string }
  | { readonly is: 'unknown'; readonly reason: string };
