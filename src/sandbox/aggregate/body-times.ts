import { listed, type BodyCode } from './body-conflicts.ts';
import type { DecodedRow } from './body-decode.ts';
import type { FormContext } from './data-value-import.ts';
import { isClosedIn, isExpired, isOutsideDates, isTooEarly, latestOpenPeriod } from './entry-window.ts';
import { isApproved, isInputClosed } from './form-locks.ts';
import type { Conflict } from './import-summary.ts';
import { DEFAULT_COMBO } from '../item.ts';
import type { DataSetModel } from '../model.ts';
import { hasAuthority } from '../people.ts';

export type MakeConflict = (code: BodyCode, ...holes: readonly string[]) => Conflict;

/** What the rows of a body have in common while they are checked. */
export interface BodySurroundings {
  readonly rows: readonly DecodedRow[];
  readonly set: DataSetModel;
  readonly context: FormContext;
  readonly conflict: MakeConflict;
}

/** Whether the forms may be filled in today; a superuser who forces an import fills in any that has a place. */
export function checkTimely(around: BodySurroundings): Conflict | null {
  const { is } = around.context.parameters;
  if (is.force && around.context.person.superuser) return checkUnits(around);
  return checkPeriods(around) ?? checkUnits(around) ?? checkApproval(around) ?? checkCombos(around);
}

/** Days of input that a data set has of its own stand in the place of expiry and of future periods. */
function checkPeriods({ rows, set, context, conflict }: BodySurroundings): Conflict | null {
  const { person, now, locks } = context;
  const latest = latestOpenPeriod(set.periodType, set.openFuturePeriods, now);
  const expires = !hasAuthority(person, 'F_EDIT_EXPIRED');
  const untimely = rows.filter(({ period, orgUnit }) => {
    if (set.inputPeriods.length > 0) return isInputClosed(period, set, now);
    if (person.superuser) return false;
    const isExcepted = locks.isExcepted({ dataSet: set.uid, period: period.iso, orgUnit });
    return isTooEarly(period, latest) || (expires && !isExcepted && isExpired(period, set, now));
  });
  return untimely.length > 0 ? conflict('E8030', set.uid, periodsOf(untimely)) : null;
}

/** Org units that were closed then, or not open yet. */
function checkUnits({ rows, context, conflict }: BodySurroundings): Conflict | null {
  const closed = rows.filter(({ orgUnit, period }) => {
    const unit = context.model.orgUnits.get(orgUnit);
    return unit !== undefined && isClosedIn(period, unit);
  });
  const unit = closed[0]?.orgUnit;
  if (unit === undefined) return null;
  return conflict('E8031', unit, periodsOf(closed.filter((row) => row.orgUnit === unit)));
}

function checkApproval({ rows, set, context, conflict }: BodySurroundings): Conflict | null {
  const approved = rows.filter((row) => {
    const orgUnit = context.model.orgUnits.get(row.orgUnit);
    if (!orgUnit) return false;
    return isApproved({ set, orgUnit, period: row.period, attributeOptionCombo: attributeCombo(row) }, context.locks);
  });
  const [first] = approved;
  if (!first) return null;
  const ofFirst = approved.filter((row) => row.orgUnit === first.orgUnit);
  return conflict('E8033', attributeCombo(first), first.orgUnit, periodsOf(ofFirst));
}

/** Combinations of options that have days of their own. */
function checkCombos({ rows, context, conflict }: BodySurroundings): Conflict | null {
  const { model } = context;
  const outside = rows.filter((row) => {
    const combo = model.optionCombos.get(attributeCombo(row));
    return combo !== undefined && isOutsideDates(row.period, combo, model);
  });
  const [first] = outside;
  if (!first) return null;
  const ofFirst = outside.filter((row) => attributeCombo(row) === attributeCombo(first));
  return conflict('E8032', attributeCombo(first), periodsOf(ofFirst));
}

export function attributeCombo({ attributeOptionCombo }: DecodedRow): string {
  return attributeOptionCombo ?? DEFAULT_COMBO.optionCombo;
}

function periodsOf(rows: readonly DecodedRow[]): string {
  return listed(new Set(rows.map(({ period }) => period.iso)));
}
