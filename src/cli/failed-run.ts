import type { RunReport } from '../report/report.ts';

/** A run that ended before its time: why, and a report of what is known of it. */
export class FailedRun extends Error {
  override readonly cause: Error;
  readonly report: RunReport;

  constructor(cause: Error, report: RunReport) {
    super(cause.message);
    this.name = 'FailedRun';
    this.cause = cause;
    this.report = report;
  }
}
