/** Imports that are only tried: the server goes through everything, and stores nothing. */
import { findFault } from '../base/data-schema.ts';
import type { Rehearsal } from '../contracts/sink.ts';
import { IMPORT_REPORT } from './answer-schemas.ts';
import type { Dhis2Client } from './client.ts';
import type { DhisEvent } from './event-image.ts';
import { findSummary } from './find-summary.ts';
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
  const refused = new Set((errorReports ?? []).map(({ uid }) => uid));
  return { is: 'checked', refused: refused.size, codes: distinct((errorReports ?? []).map((one) => one.errorCode)) };
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
  const rows = new Set(summary.conflicts.flatMap(({ indexes }) => indexes));
  const forms = dataValues.map(({ orgUnit, period, attributeOptionCombo = '' }) =>
    [orgUnit, period, attributeOptionCombo].join(':'),
  );
  const refused = new Set([...rows].map((at) => forms[at]));
  const isNothing = summary.status === 'ERROR';
  return {
    is: 'checked',
    refused: isNothing && refused.size === 0 ? new Set(forms).size : refused.size,
    codes: distinct(summary.conflicts.map(({ code }) => code)),
  };
}

function distinct(codes: readonly (string | null | undefined)[]): string[] {
  return [...new Set(codes.filter((code): code is string => typeof code === 'string' && code !== ''))].sort();
}
