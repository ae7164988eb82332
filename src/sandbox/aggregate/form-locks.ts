import type { Period } from '../../base/periods.ts';
import { toServerText } from '../instants.ts';
import type { LockStore } from './lock-store.ts';
import type { DataSetModel, OrgUnitModel } from '../model.ts';

/** Which form of a data set is meant. */
interface Form {
  readonly set: DataSetModel;
  readonly period: Period;
  readonly orgUnit: OrgUnitModel;
  /** Uid of its attribute option combination. */
  readonly attributeOptionCombo: string;
}

/** Whether what was entered into a form is approved. */
export function isApproved({ set, period, orgUnit, attributeOptionCombo }: Form, locks: LockStore): boolean {
  const { workflow } = set;
  if (workflow === null) return false;
  return locks.approvedAt({ workflow, period: period.iso, attributeOptionCombo }, orgUnit.path) !== null;
}

/** Whether a data set has days for its periods, and today is none of those for this one. */
export function isInputClosed(period: Period, { inputPeriods }: DataSetModel, now: number): boolean {
  const today = toServerText(now).slice(0, 10);
  const isOpen = inputPeriods.some(
    (one) =>
      one.period === period.iso &&
      (one.opens === '' || one.opens <= today) &&
      (one.closes === '' || today <= one.closes),
  );
  return inputPeriods.length > 0 && !isOpen;
}
