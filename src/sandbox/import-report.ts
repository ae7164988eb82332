import type { Finding } from './findings.ts';
import type { ReportMode } from './tracker-parameters.ts';

export interface Stats {
  readonly created: number;
  readonly updated: number;
  readonly deleted: number;
  readonly ignored: number;
  readonly total: number;
}

/** What became of an import; the report shown depends on what the client wants to see of it. */
export interface ImportResult {
  readonly status: 'OK' | 'ERROR';
  readonly findings: readonly Finding[];
  readonly stats: Stats;
  /** Uids of the events that were written; null where nothing was tried (VALIDATE), absent where all was refused. */
  readonly written?: readonly string[] | null;
}

const NO_STATS: Stats = { created: 0, updated: 0, deleted: 0, ignored: 0, total: 0 };
const TRACKER_TYPES = ['TRACKED_ENTITY', 'ENROLLMENT', 'EVENT', 'RELATIONSHIP'] as const;

export function statsOf(created: number, updated: number, deleted: number, ignored: number): Stats {
  return { created, updated, deleted, ignored, total: created + updated + deleted + ignored };
}

/** The ImportReport as DHIS2 writes it. */
export function toImportReport(result: ImportResult, mode: ReportMode): Record<string, unknown> {
  const errors = result.findings.filter((one) => !one.warning);
  const warnings = mode === 'ERRORS' ? [] : result.findings.filter((one) => one.warning);
  const report: Record<string, unknown> = {
    status: result.status,
    validationReport: {
      errorReports: errors.map((one) => entry(one, 'errorCode')),
      warningReports: warnings.map((one) => entry(one, 'warningCode')),
    },
    stats: result.stats,
  };
  if (result.written !== undefined) report['bundleReport'] = { typeReportMap: typeReports(result) };
  return report;
}

function entry(
  { message, code, event, args }: Finding,
  codeName: 'errorCode' | 'warningCode',
): Record<string, unknown> {
  return { message, [codeName]: code, trackerType: 'EVENT', uid: event, args };
}

function typeReports({ written, stats }: ImportResult): Record<string, unknown> {
  if (!written) return {};
  const entries = TRACKER_TYPES.map((trackerType) => {
    const ofEvents = trackerType === 'EVENT';
    const objectReports = ofEvents ? written.map((uid) => ({ trackerType, uid, errorReports: [] })) : [];
    return [trackerType, { trackerType, stats: ofEvents ? stats : NO_STATS, objectReports }] as const;
  });
  return Object.fromEntries(entries);
}
