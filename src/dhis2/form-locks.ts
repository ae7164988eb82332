/** What keeps forms from being written beside the calendar: approvals, and what is opened again in spite of it. */
import { findFault } from '../base/data-schema.ts';
import { isObject } from '../base/json.ts';
import type { Answer } from '../http/answer.ts';
import { list, listOrNone, object, objectOrNone, text } from './answer-schemas.ts';
import type { Dhis2Client } from './client.ts';
import type { DataSetView } from './data-set-view.ts';
import { fromAddress, toAddress } from './form-object.ts';
import { toReads } from './form-reads.ts';

export const APPROVALS = list(object({ aoc: text, pe: text, ou: text, state: text }));
const reference = objectOrNone({ id: text });
export const EXCEPTIONS = object({
  lockExceptions: listOrNone(object({ dataSet: reference, organisationUnit: reference, period: reference })),
});

/** Addresses of those forms whose data are approved. Where the server does not say, none: its own verdict has to do. */
export async function fetchApproved(
  client: Dhis2Client,
  view: DataSetView,
  addresses: readonly string[],
): Promise<readonly string[]> {
  const { workflow } = view.dataSet;
  if (!workflow) return [];
  const places = addresses.map(fromAddress);
  const combos = [
    ...new Set(places.flatMap(({ attributeOptionCombo: combo }) => (combo === undefined ? [] : [combo]))),
  ];
  const approved: string[] = [];
  for (const { periods, orgUnits } of toReads(places)) {
    const query = {
      wf: workflow.id,
      pe: periods.join(),
      ou: orgUnits.join(),
      ...(combos.length > 0 && { aoc: combos.join() }),
    };
    const { json } = await client.getAnswer('/api/dataApprovals/approvals', query, isRefusal);
    if (findFault(APPROVALS, json) !== undefined) continue;
    for (const { aoc, pe, ou, state } of json as readonly Approval[]) {
      if (!/^(?:APPROVED|ACCEPTED)_/.test(state ?? '')) continue;
      const combo = aoc && !view.isDefaultCombo(aoc) ? { attributeOptionCombo: aoc } : {};
      approved.push(toAddress({ orgUnit: ou ?? '', period: pe ?? '', ...combo }));
    }
  }
  return approved;
}

interface Approval {
  readonly aoc?: string | null;
  readonly pe?: string | null;
  readonly ou?: string | null;
  readonly state?: string | null;
}

/**
 * Whether a unit may write a period of a data set although it has expired. Where the server does not say, any may: its own
 * verdict decides, and nothing that it would take is held back.
 */
export async function fetchLockExceptions(
  client: Dhis2Client,
  dataSet: string,
): Promise<(orgUnit: string, period: string) => boolean> {
  const fields = 'dataSet[id],organisationUnit[id],period[id]';
  const { json } = await client.getAnswer('/api/lockExceptions', { paging: false, fields }, isRefusal);
  if (!isObject(json) || findFault(EXCEPTIONS, json) !== undefined) return () => true;
  const exceptions = ((json['lockExceptions'] ?? []) as readonly Exception[]).filter(
    (one) => (one.dataSet?.id ?? dataSet) === dataSet,
  );
  // One that does not name its period may be for any.
  return (orgUnit, period) =>
    exceptions.some((one) => one.organisationUnit?.id === orgUnit && (one.period?.id ?? period) === period);
}

interface Exception {
  readonly dataSet?: { readonly id?: string | null } | null;
  readonly organisationUnit?: { readonly id?: string | null } | null;
  readonly period?: { readonly id?: string | null } | null;
}

/** The server does not answer that, to this user at least; with 500 neither: nothing that is only asked for may end a run. */
function isRefusal({ status }: Answer): boolean {
  return status >= 400 && status < 600 && ![401, 429, 502, 503, 504].includes(status);
}
