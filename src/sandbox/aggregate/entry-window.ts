import { nextPeriod, periodOf, previousPeriod, type Period } from '../../base/periods.ts';
import { toServerText } from '../instants.ts';
import { scalarText } from '../loose-json.ts';
import type { DataSetModel, Model, OptionComboModel, OrgUnitModel } from '../model.ts';
import { DAY_MS } from '../periods.ts';

/** The last period of a type that may be filled in: with 0 open periods the one before today's. */
export function latestOpenPeriod(type: string, openFuturePeriods: number, now: number): Period | undefined {
  const current = periodOf(type, toServerText(now).slice(0, 10));
  if (!current) return undefined;
  let latest = previousPeriod(current);
  for (let step = 0; step < openFuturePeriods; step += 1) latest = nextPeriod(latest);
  return latest;
}

/** Whether a period begins after the last one that is open. */
export function isTooEarly(period: Period, latest: Period | undefined): boolean {
  return latest !== undefined && period.start > latest.end;
}

/** Whether the days in which a period could be filled in are over. */
export function isExpired(period: Period, { expiryDays }: DataSetModel, now: number): boolean {
  return expiryDays > 0 && Date.parse(period.end) + expiryDays * DAY_MS < now;
}

/** Whether a period lies outside the dates of a category option of the combination. */
export function isOutsideDates(period: Period, { options }: OptionComboModel, model: Model): boolean {
  return [...options].some((uid) => {
    const item = model.categoryOptions.get(uid)?.item;
    return isOutside(period, item?.['startDate'], item?.['endDate']);
  });
}

/** Whether an org unit was not open yet on the first day of a period, or not any more. */
export function isClosedIn({ start }: Period, { item }: OrgUnitModel): boolean {
  const [opens, closes] = [scalarText(item['openingDate']).slice(0, 10), scalarText(item['closedDate']).slice(0, 10)];
  return start < opens || (closes !== '' && start > closes);
}

function isOutside(period: Period, first: unknown, last: unknown): boolean {
  const [start, end] = [scalarText(first).slice(0, 10), scalarText(last).slice(0, 10)];
  return (start !== '' && period.end < start) || (end !== '' && period.start > end);
}
