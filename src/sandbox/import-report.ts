import { wordsOf, type Finding } from './findings.ts';
import type { Outcome } from './import-log.ts';
import type { ReportMode } from './tracker-parameters.ts';
import type { Traits } from './versions.ts';

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
  /** Why the whole request ended; such a report has no counts. */
  readonly message?: string;
  /** Uids of the events that were written; null where nothing was tried (VALIDATE), absent where all was refused. */
  readonly written?: readonly string[] | null;
}

const NO_STATS: Stats = { created: 0, updated: 0, deleted: 0, ignored: 0, total: 0 };
const TRACKER_TYPES = ['TRACKED_ENTITY', 'ENROLLMENT', 'EVENT', 'RELATIONSHIP'] as const;

export function statsOf(created: number, updated: number, deleted: number, ignored: number): Stats {
  return { created, updated, deleted, ignored, total: created + updated + deleted + ignored };
}

/** The ImportReport as DHIS2 writes it. */
export function toImportReport(result: ImportResult, mode: ReportMode, traits: Traits): Record<string, unknown> {
  const errors = result.findings.filter((finding) => !finding.warning);
  const warnings = mode === 'ERRORS' ? [] : result.findings.filter((finding) => finding.warning);
  const report: Record<string, unknown> = {
    status: result.status,
    validationReport: {
      errorReports: errors.map((finding) => entry(finding, 'errorCode', traits)),
      warningReports: warnings.map((finding) => entry(finding, 'warningCode', traits)),
    },
    ...(result.message === undefined ? { stats: result.stats } : { message: result.message }),
  };
  if (result.written !== undefined) report['bundleReport'] = { typeReportMap: typeReports(result) };
  return report;
}

/** The same for people, who see everything of it whatever the client asked for. */
export function toOutcome({ status, stats, message, findings, written }: ImportResult, traits: Traits): Outcome {
  const verdicts = findings.map((finding) => ({
    isWarning: finding.warning,
    code: finding.code,
    about: finding.event,
    message: wordsOf(finding, traits).message,
  }));
  return { status, counts: stats, message, verdicts, written: written ?? [] };
}

function entry(finding: Finding, codeName: 'errorCode' | 'warningCode', traits: Traits): Record<string, unknown> {
  const { message, args } = wordsOf(finding, traits);
  const about = { message, [codeName]: finding.code, trackerType: 'EVENT', uid: finding.event };
  return traits.withArgs ? { ...about, args } : about;
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
