/** Which periods of a data set are open for data entry. */
import { nextPeriod, periodOf, previousPeriod, type Period } from '../base/periods.ts';
import { reason, type RejectReason } from '../messages/reason.ts';
import type { DataSetView } from './data-set-view.ts';
import type { FormObject } from './form-object.ts';

/** Who asks, whom, and when. */
export interface Opening {
  readonly view: DataSetView;
  /** Whether an expired period was opened again for a unit. */
  isReopened(orgUnit: string, period: string): boolean;
  /** The day on the server's wall, so many milliseconds from now. */
  dayAt(offsetMs: number): string;
  /** Whether periods that are not open yet are closed to this user. */
  readonly isBoundByFuture: boolean;
  /** Whether periods that have expired are. */
  readonly isBoundByExpiry: boolean;
}

/** The server's clock and ours may differ by so much, and a night lasts: near midnight the server decides. */
const UNCERTAIN_MS = 3_600_000;

/** Whoever opens more periods means all of them. */
const MOST_PERIODS = 5000;
/** Days that a calendar has room for; whoever writes more means for ever. */
const MOST_DAYS = 1_000_000;

/** Why a form's period cannot be written; undefined where that is not certain. */
export function refusalOfPeriod(form: FormObject, to: Opening): RejectReason | undefined {
  const { name: dataSet, periodType } = to.view.dataSet;
  const period = to.view.periodOf(String(form['period']));
  if (period?.type !== periodType) {
    return reason('dhis2/period-type', {
      period: String(form['period']),
      type: period?.type ?? '',
      wanted: periodType,
      dataSet,
    });
  }
  return ofFuture(period, to) ?? ofExpiry(String(form['orgUnit']), period, to) ?? ofInputPeriods(period, to);
}

/** The running period is open only where one future period is. */
function ofFuture(period: Period, to: Opening): RejectReason | undefined {
  const { openFuturePeriods, name, periodType } = to.view.dataSet;
  const running = periodOf(periodType, to.dayAt(UNCERTAIN_MS));
  if (!to.isBoundByFuture || !running || openFuturePeriods > MOST_PERIODS) return undefined;
  let latest = previousPeriod(running);
  for (let at = 0; at < openFuturePeriods && latest.start < period.start; at += 1) latest = nextPeriod(latest);
  if (period.start <= latest.start) return undefined;
  return reason('dhis2/period-not-open', { period: period.iso, latest: latest.iso, dataSet: name });
}

function ofExpiry(orgUnit: string, period: Period, to: Opening): RejectReason | undefined {
  const { expiryDays, name } = to.view.dataSet;
  if (!to.isBoundByExpiry || expiryDays <= 0) return undefined;
  const lastDay = new Date(Date.parse(period.end) + Math.min(Math.ceil(expiryDays), MOST_DAYS) * 86_400_000)
    .toISOString()
    .slice(0, 10);
  if (to.dayAt(-UNCERTAIN_MS) <= lastDay || to.isReopened(orgUnit, period.iso)) return undefined;
  return reason('dhis2/period-expired', { period: period.iso, days: expiryDays, dataSet: name });
}

function ofInputPeriods(period: Period, to: Opening): RejectReason | undefined {
  const { inputPeriods, name } = to.view.dataSet;
  if (!to.isBoundByFuture || inputPeriods.length === 0) return undefined;
  const isOpen = inputPeriods.some(
    (one) =>
      one.period === period.iso &&
      (one.opens === undefined || one.opens <= to.dayAt(UNCERTAIN_MS)) &&
      (one.closes === undefined || one.closes >= to.dayAt(-UNCERTAIN_MS)),
  );
  return isOpen ? undefined : reason('dhis2/period-not-an-input-period', { period: period.iso, dataSet: name });
}
