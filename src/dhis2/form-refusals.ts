/** Why a server will refuse a form, or would store it where nobody sees it; as far as that is certain before it is sent. */
import type { Refusal } from '../contracts/sink.ts';
import { reason, type RejectReason } from '../messages/reason.ts';
import { refusalsOfCells } from './cell-refusals.ts';
import type { OptionCombo } from './data-set-metadata.ts';
import type { DataSetView } from './data-set-view.ts';
import { toAddress, type FormObject } from './form-object.ts';
import { refusalOfPeriod, type Opening } from './open-periods.ts';
import { isUid } from './uid.ts';
import type { AggregateRules } from './versions.ts';

/** What the verdict depends on, beside the form. */
export interface FormRecipient extends Opening {
  readonly view: DataSetView;
  readonly rules: AggregateRules;
  /** The user who sends. */
  readonly username: string;
  /** Units whose data, and of those below which, the user may see; undefined: the server does not say, or does not care. */
  readonly captures: ReadonlySet<string> | undefined;
  /** Units for which, and below which, the user may enter data: up to 2.42 superusers need some, too. */
  readonly enters: ReadonlySet<string> | undefined;
  /** Addresses of forms that are known to be approved, as far as they were read. */
  readonly approved: ReadonlySet<string>;
}

export function refusalsOfForm(form: FormObject, to: FormRecipient): Refusal[] {
  const malformed = ofShape(form, to.view);
  if (malformed.length > 0) return malformed;
  return [
    ...ofUnit(form, to),
    ...ofAttributes(form, to),
    ...refusalsOfCells(form, to.view, to.rules),
    ...told('period', form, refusalOfPeriod(form, to)),
    ...ofApproval(form, to),
  ];
}

/** Whether this user can enter data for a unit, and the unit reports the data set. */
export function isWithinReach(orgUnit: string, { view, captures }: Pick<FormRecipient, 'view' | 'captures'>): boolean {
  const above = view.unitsAbove(orgUnit);
  const isCaptured = captures === undefined || above === undefined || above.some((unit) => captures.has(unit));
  return view.isAssigned(orgUnit) && isCaptured;
}

function told(property: string, form: FormObject, why: RejectReason | undefined): Refusal[] {
  if (!why) return [];
  const value = form[property];
  return [{ ...why, field: property, target: property, ...(typeof value === 'string' && { value }) }];
}

/** What can only come of a kept plan that somebody has changed. */
function ofShape(form: FormObject, view: DataSetView): Refusal[] {
  const { orgUnit, period, attributeOptionCombo: combo, completedAt } = form;
  const wanted: [string, boolean, string][] = [
    ['orgUnit', isUid(orgUnit), 'the UID of an organisation unit'],
    ['period', typeof period === 'string' && view.periodOf(period)?.iso === period, 'a period as DHIS2 writes it'],
    ['attributeOptionCombo', combo == null || isUid(combo), 'the UID of an attribute option combo'],
    ['completedAt', completedAt == null || /^\d{4}-\d{2}-\d{2}/.test(String(completedAt)), 'a date, as 2025-03-14'],
  ];
  return wanted.flatMap(([property, isGood, needed]) =>
    isGood ? [] : told(property, form, reason('dhis2/bad-property', { property, needed })),
  );
}

function ofUnit(form: FormObject, to: FormRecipient): Refusal[] {
  const { view, username, enters } = to;
  const orgUnit = String(form['orgUnit']);
  if (!view.isAssigned(orgUnit))
    return told('orgUnit', form, reason('dhis2/org-unit-not-assigned', { orgUnit, dataSet: view.dataSet.name }));
  if (isWithinReach(orgUnit, { view, captures: enters })) return [];
  return told('orgUnit', form, reason('dhis2/org-unit-out-of-reach', { orgUnit, user: username }));
}

function ofAttributes(form: FormObject, { view, username }: FormRecipient): Refusal[] {
  const { name: dataSet } = view.dataSet;
  const id = form['attributeOptionCombo'];
  const known = view.attributeNames;
  const property = 'attributeOptionCombo';
  if (typeof id !== 'string') {
    return view.hasAttributes ? told(property, form, reason('dhis2/attribute-combo-missing', { dataSet, known })) : [];
  }
  const found = view.hasAttributes ? view.attributeOf(id) : undefined;
  if (!found) return told(property, form, reason('dhis2/attribute-combo-unknown', { value: id, dataSet, known }));
  const [orgUnit, period] = [String(form['orgUnit']), String(form['period'])];
  const combo = found.name;
  if (!isUsedIn(found, period, view))
    return told(property, form, reason('dhis2/attribute-combo-dates', { combo, period }));
  if (!isUsedBy(found, orgUnit, view))
    return told(property, form, reason('dhis2/attribute-combo-unit', { combo, orgUnit }));
  const mayWrite = found.options.every((option) => option.mayWrite !== false);
  return mayWrite ? [] : told(property, form, reason('dhis2/attribute-combo-read-only', { combo, user: username }));
}

/** Whether a period lies within the days of all options. Where the data set lets them be used longer, the server decides. */
function isUsedIn({ options }: OptionCombo, text: string, view: DataSetView): boolean {
  const period = view.periodOf(text);
  if (!period) return true;
  const isLater = (ends: string | undefined): boolean => ends !== undefined && period.start > ends;
  return options.every(
    ({ starts, ends }) =>
      !(starts !== undefined && period.end < starts) && (view.dataSet.openPeriodsAfterOptionEnd > 0 || !isLater(ends)),
  );
}

function isUsedBy({ options }: OptionCombo, orgUnit: string, view: DataSetView): boolean {
  const above = view.unitsAbove(orgUnit);
  return above === undefined || options.every(({ orgUnits }) => orgUnits?.some((unit) => above.includes(unit)) ?? true);
}

function ofApproval(form: FormObject, to: FormRecipient): Refusal[] {
  if (!to.approved.has(toAddress(form))) return [];
  const workflow = to.view.dataSet.workflow?.name ?? '';
  const args = { period: String(form['period']), orgUnit: String(form['orgUnit']), workflow };
  return told('period', form, reason('dhis2/locked-by-approval', args));
}
