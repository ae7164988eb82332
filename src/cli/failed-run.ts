import { EXIT } from '../base/errors.ts';
import { exitCodeOfSignal } from '../base/signals.ts';
import type { Failure, RunReport } from '../report/report.ts';
import { exitCodeOf, toErrorObject } from './error-json.ts';

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

/** What ended a run, for its report. What a signal cut short ends with the signal's code, whatever it led to. */
export function toFailure(error: unknown, stoppedBy: NodeJS.Signals | undefined): Failure {
  const shown = toErrorObject(error) as Failure;
  const isOfTheWorld = exitCodeOf(error) === EXIT.couldNotRun;
  if (stoppedBy === undefined || !isOfTheWorld) return shown;
  return { ...shown, exitCode: exitCodeOfSignal(stoppedBy) };
}
