import type { Period } from '../../base/periods.ts';
import type { IncomingCell } from './data-value-body.ts';
import type { FormContext } from './data-value-import.ts';
import { isApproved, isInputClosed } from './form-locks.ts';
import { isExpired, isOutsideDates, isTooEarly } from './entry-window.ts';
import type { DataSetModel, DataElementModel, OptionComboModel, OrgUnitModel } from '../model.ts';
import { hasAuthority, inScope, may, type Person } from '../people.ts';
import { rowConflict, type RowConflict } from './row-conflicts.ts';
import { faultOf, noOptionIn } from './value-judge.ts';

/** A row with what the server found for it; `names` are those of the request. */
export interface Row {
  readonly incoming: IncomingCell;
  readonly names: Readonly<Record<'orgUnit' | 'categoryOptionCombo' | 'attributeOptionCombo', string | null>>;
  readonly element: DataElementModel | undefined;
  readonly period: Period | undefined;
  readonly orgUnit: OrgUnitModel | undefined;
  readonly categoryOptionCombo: OptionComboModel | undefined;
  readonly attributeOptionCombo: OptionComboModel | undefined;
  /** Its value as it would be stored. */
  readonly value: string | null;
  /** The row takes a value away. */
  readonly deletes: boolean;
}

/** A row of which all is found. */
export type FoundRow = { readonly [K in keyof Row]: Exclude<Row[K], undefined> };

/** What the rows of one body have in common. */
export interface RowSurroundings {
  readonly context: FormContext;
  /** The data set that the body names. */
  readonly dataSet: DataSetModel | undefined;
  readonly setsOf: (element: DataElementModel) => readonly DataSetModel[];
  /** The last period of a type that may be filled in, with so many open ones after the last that is over. */
  readonly latestOf: (type: string, openFuturePeriods: number) => Period | undefined;
}

/** Names of value faults that the server has in English; of the others it says the name itself. */
const FAULTS: ReadonlyMap<string, string> = new Map([
  ['value_not_integer', 'Data value is not an integer'],
  ['value_not_numeric', 'Data value is not numeric'],
  ['value_not_percentage', 'Data value is not a percentage'],
  ['value_not_bool', 'Data value is not a boolean'],
  ['value_not_true_only', 'Data value is not true'],
  ['value_not_valid_date', 'Data value is not a valid date'],
  ['value_length_greater_than_max_length', 'Data value is greater than max length'],
]);

/** The first thing that is wrong with a row; null where it is good. */
export function checkRow(row: Row, around: RowSurroundings): RowConflict | FoundRow {
  const { person, traits } = around.context;
  const { element, period, orgUnit, categoryOptionCombo, attributeOptionCombo, names, value } = row;
  if (!element || !may(person, 'readMetadata', element.item)) {
    const name = row.incoming.dataElement;
    return rowConflict('E7610', 'dataElement', { dataElement: name }, String(name));
  }
  if (!period) return rowConflict('E7611', 'period', {});
  if (!orgUnit) return rowConflict('E7612', 'orgUnit', { organisationUnit: names.orgUnit }, String(names.orgUnit));
  if (!categoryOptionCombo || !mayWrite(person, categoryOptionCombo, around)) {
    const name = names.categoryOptionCombo;
    return rowConflict('E7613', 'categoryOptionCombo', { categoryOptionCombo: name }, String(name));
  }
  if (!attributeOptionCombo || !mayWrite(person, attributeOptionCombo, around)) {
    const name = names.attributeOptionCombo;
    return rowConflict('E7615', 'attributeOptionCombo', { attributeOptionCombo: name }, String(name));
  }
  if (!inScope(person, orgUnit.path)) {
    const objects = { organisationUnit: orgUnit.uid, user: person.uid };
    return rowConflict('E7617', 'orgUnit', objects, orgUnit.uid, person.uid);
  }
  const dataElement = element.uid;
  if (!row.deletes && !value && !row.incoming.comment) {
    return rowConflict('E7618', 'value', { dataElement }, dataElement);
  }
  const fault = value === null ? null : faultOf(value, element);
  if (fault !== null && !row.deletes) {
    return rowConflict('E7619', 'value', { dataElement, value: fault }, dataElement, FAULTS.get(fault) ?? fault);
  }
  if (value !== null && !row.deletes && noOptionIn(value, element, traits.dataValues) !== null) {
    return rowConflict('E7621', 'value', { dataElement }, dataElement);
  }
  const found: FoundRow = { ...row, element, period, orgUnit, categoryOptionCombo, attributeOptionCombo };
  return checkStrictness(found, around) ?? checkTime(found, around) ?? found;
}

/** What the query asks to be strict about. */
function checkStrictness(row: FoundRow, { context, dataSet, setsOf }: RowSurroundings): RowConflict | null {
  const { is } = context.parameters;
  const { element, period, orgUnit, categoryOptionCombo, attributeOptionCombo, names } = row;
  const dataElement = element.uid;
  const sets = setsOf(element);
  if (is.requireCategoryOptionCombo && names.categoryOptionCombo === null) {
    return rowConflict('E7630', 'categoryOptionCombo', {});
  }
  if (is.requireAttributeOptionCombo && names.attributeOptionCombo === null) {
    return rowConflict('E7631', 'attributeOptionCombo', {});
  }
  if (is.strictPeriods && !sets.some((set) => set.periodType === period.type)) {
    return rowConflict('E7632', null, { dataElement }, dataElement);
  }
  if (is.strictDataElements && dataSet && !dataSet.elements.has(dataElement)) {
    return rowConflict('E7633', 'dataElement', { dataElement, dataSet: dataSet.uid }, dataElement, dataSet.uid);
  }
  if (is.strictCategoryOptionCombos && !combosOf(element, sets).has(categoryOptionCombo.comboUid)) {
    const objects = { categoryOptionCombo: categoryOptionCombo.uid, dataElement };
    return rowConflict('E7634', 'categoryOptionCombo', objects, categoryOptionCombo.uid, dataElement);
  }
  if (is.strictAttributeOptionCombos && !sets.some((set) => set.comboUid === attributeOptionCombo.comboUid)) {
    const objects = { attributeOptionCombo: attributeOptionCombo.uid, dataElement };
    return rowConflict('E7635', 'attributeOptionCombo', objects, attributeOptionCombo.uid, dataElement);
  }
  if (is.strictOrganisationUnits && !sets.some((set) => set.orgUnits.has(orgUnit.uid))) {
    const objects = { dataElement, organisationUnit: orgUnit.uid };
    return rowConflict('E7636', 'orgUnit', objects, dataElement, orgUnit.uid);
  }
  return null;
}

/** Whether the period may be filled in today. */
function checkTime(row: FoundRow, around: RowSurroundings): RowConflict | null {
  const { context, dataSet, setsOf, latestOf } = around;
  const { person, now, model, parameters, locks } = context;
  const { element, period, orgUnit, attributeOptionCombo } = row;
  if (isOutsideDates(period, attributeOptionCombo, model)) return rowConflict('E7638', 'period', {});
  if (parameters.is.force && person.superuser) return null;
  const sets = setsOf(element);
  const set = dataSet ?? sets[0];
  if (!set) return null;
  const isExcepted = locks.isExcepted({ dataSet: set.uid, period: period.iso, orgUnit: orgUnit.uid });
  if (isExpired(period, set, now) && !isExcepted && !hasAuthority(person, 'F_EDIT_EXPIRED')) {
    return rowConflict('E7640', 'period', { dataSet: set.uid }, set.uid);
  }
  const open = Math.max(...sets.map((one) => one.openFuturePeriods));
  const latest = latestOf(sets[0]?.periodType ?? '', open);
  if (latest !== undefined && isTooEarly(period, latest)) {
    const objects = { dataElement: element.uid, dataSet: set.uid };
    return rowConflict('E7641', 'period', objects, latest.iso, element.uid, set.uid);
  }
  return checkLocks(row, set, around);
}

/** Whether the form is closed by approval, or open on other days alone. */
function checkLocks(
  { element, period, orgUnit, attributeOptionCombo }: FoundRow,
  set: DataSetModel,
  { context: { locks, now }, dataSet, setsOf }: RowSurroundings,
): RowConflict | null {
  const combo = attributeOptionCombo.uid;
  if (isApproved({ set, period, orgUnit, attributeOptionCombo: combo }, locks)) {
    const objects = { organisationUnit: orgUnit.uid, attributeOptionCombo: combo, dataSet: set.uid };
    return rowConflict('E7642', 'period', objects, orgUnit.uid, combo, set.uid);
  }
  const closed = (one: DataSetModel): boolean => isInputClosed(period, one, now);
  if (dataSet && closed(dataSet)) return rowConflict('E7643', 'period', { dataSet: set.uid }, set.uid);
  return !dataSet && setsOf(element).every(closed) ? rowConflict('E7644', 'period', {}) : null;
}

/** The combinations that an element has, by itself or in a data set. */
function combosOf({ uid, comboUid }: DataElementModel, sets: readonly DataSetModel[]): ReadonlySet<string> {
  return new Set([comboUid, ...sets.flatMap((set) => set.elements.get(uid) ?? [])]);
}

function mayWrite(person: Person, { options }: OptionComboModel, { context }: RowSurroundings): boolean {
  if (person.superuser) return true;
  return [...options].every((uid) => {
    const option = context.model.categoryOptions.get(uid);
    return option !== undefined && may(person, 'writeData', option.item);
  });
}
