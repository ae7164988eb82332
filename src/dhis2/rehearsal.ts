/** Imports that are only tried: the server goes through everything, and stores nothing. */
import { findFault } from '../base/data-schema.ts';
import type { Rehearsal } from '../contracts/sink.ts';
import { IMPORT_REPORT } from './answer-schemas.ts';
import type { Dhis2Client } from './client.ts';
import type { DhisEvent } from './event-image.ts';
import { findSummary } from './find-summary.ts';
import { toAddress } from './form-object.ts';
import type { DataValueRow } from './form-rows.ts';

const VALIDATE = {
  async: false,
  importStrategy: 'CREATE_AND_UPDATE',
  importMode: 'VALIDATE',
  atomicMode: 'OBJECT',
  reportMode: 'ERRORS',
} as const;

/** Events as they would be posted. Throws as `client.post`. */
export async function rehearseEvents(client: Dhis2Client, events: readonly DhisEvent[]): Promise<Rehearsal> {
  const { json } = await client.post('/api/tracker', VALIDATE, { events });
  if (findFault(IMPORT_REPORT, json) !== undefined) return { is: 'no verdict' };
  const { errorReports } = (json as RawReport).validationReport;
  const refused = new Set((errorReports ?? []).map(({ uid }) => uid ?? ''));
  return { is: 'checked', refused, codes: distinct((errorReports ?? []).map((one) => one.errorCode)) };
}

interface RawReport {
  readonly validationReport: {
    readonly errorReports?: readonly { readonly uid?: string | null; readonly errorCode?: string | null }[] | null;
  };
}

/** Data values as they would be posted. Throws as above. */
export async function rehearseDataValues(
  client: Dhis2Client,
  dataSet: string,
  dataValues: readonly DataValueRow[],
): Promise<Rehearsal> {
  const query = { async: false, importStrategy: 'CREATE_AND_UPDATE', dryRun: true };
  const { json } = await client.post('/api/dataValueSets', query, { dataSet, dataValues });
  const summary = findSummary(json);
  if (!summary) return { is: 'no verdict' };
  const forms = dataValues.map(toAddress);
  const named = new Set(summary.conflicts.flatMap(({ indexes }) => indexes.map((at) => forms[at] ?? '')));
  // From 2.43 on one wrong reference refuses the whole body, and need not name a row.
  const isNothing = summary.status === 'ERROR' && named.size === 0;
  return {
    is: 'checked',
    refused: isNothing ? new Set(forms) : named,
    codes: distinct(summary.conflicts.map(({ code }) => code)),
  };
}

function distinct(codes: readonly (string | null | undefined)[]): string[] {
  return [...new Set(codes.filter((code): code is string => typeof code === 'string' && code !== ''))].sort();
}
