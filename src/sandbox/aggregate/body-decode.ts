import { parsePeriod, type Period } from '../../base/periods.ts';
import { bodyConflict, type BodyCode } from './body-conflicts.ts';
import type { IncomingCell, IncomingForm } from './data-value-body.ts';
import { completeDay, type FormContext } from './data-value-import.ts';
import type { Conflict } from './import-summary.ts';
import type { Identified } from '../model.ts';
import { isUid } from '../uid.ts';
import { Refusal } from '../web.ts';

/** A row whose names are uids; whether there is anything behind them is seen later. */
export interface DecodedRow {
  readonly index: number;
  readonly incoming: IncomingCell;
  readonly dataElement: string;
  readonly orgUnit: string;
  readonly period: Period;
  /** null: the default combination, which is not checked against that of the element. */
  readonly categoryOptionCombo: string | null;
  readonly attributeOptionCombo: string | null;
}

export interface DecodedForm {
  /** null: to be found by the data elements. */
  readonly dataSet: string | null;
  readonly completeDay: string | null;
  readonly rows: readonly DecodedRow[];
}

/** A row or head that ends the import before it is looked at as a whole. */
export class Undecodable extends Error {
  readonly conflict: Conflict;

  constructor(code: BodyCode, ...holes: readonly string[]) {
    super(code);
    this.conflict = bodyConflict(code, holes, [-1]);
  }
}

const NOTHING: IncomingCell = {
  dataElement: null,
  period: null,
  orgUnit: null,
  categoryOptionCombo: null,
  categoryOptions: null,
  attributeOptionCombo: null,
  value: null,
  comment: null,
  followUp: null,
  deleted: null,
  storedBy: null,
  created: null,
};

/** Turns names into uids. What stands in a row wins over what stands above the rows. Throws {@link Undecodable}. */
export function decode(form: IncomingForm, context: FormContext): DecodedForm {
  const dataSet = form.dataSet === null ? null : uidOf(form.dataSet, context.dataSets);
  if (dataSet !== null && !isUid(dataSet)) throw new Undecodable('E8004', dataSet);
  const day = form.completeDate === null ? null : completeDay(form.completeDate);
  if (form.completeDate !== null) {
    if (day === null) throw new Undecodable('E8008', form.completeDate);
    if (dataSet === null || form.orgUnit === null || form.period === null) throw new Undecodable('E8009');
  }
  const periodOf = periodReader();
  const rows = form.rows.map((row, index) => decodeRow(row ?? NOTHING, index, { form, periodOf, context }));
  return { dataSet, completeDay: day, rows };
}

interface Surroundings {
  readonly form: IncomingForm;
  readonly periodOf: (text: string) => Period;
  readonly context: FormContext;
}

function decodeRow(incoming: IncomingCell, index: number, { form, periodOf, context }: Surroundings): DecodedRow {
  const at = String(index);
  const { dataElement, categoryOptions } = incoming;
  const orgUnit = incoming.orgUnit ?? form.orgUnit;
  const period = incoming.period ?? form.period;
  if (categoryOptions && form.dataSet === null) throw new Undecodable('E8101', at, shown(categoryOptions));
  if (dataElement === null) throw new Undecodable('E8102', at, dump(incoming));
  const element = uidOf(dataElement, context.dataElements);
  if (!isUid(element)) throw new Undecodable('E8104', at, dataElement);
  if (orgUnit === null) throw new Undecodable('E8105', at, dump(incoming));
  const unit = uidOf(orgUnit, context.orgUnits);
  if (!isUid(unit)) throw new Undecodable('E8106', at, orgUnit);
  if (period === null) throw new Undecodable('E8100', at, dump(incoming));
  const combo = named(incoming.categoryOptionCombo, context);
  if (combo !== null && !isUid(combo)) throw new Undecodable('E8108', at, combo);
  const attributeCombo = incoming.attributeOptionCombo ?? form.attributeOptionCombo;
  return {
    index,
    incoming,
    dataElement: element,
    orgUnit: unit,
    period: periodOf(period),
    categoryOptionCombo: combo,
    attributeOptionCombo: named(attributeCombo, context),
  };
}

/** The uid behind a name, or the name itself. */
function uidOf(name: string, objects: ReadonlyMap<string, Identified>): string {
  return objects.get(name)?.uid ?? name;
}

function named(name: string | null, { optionCombos }: FormContext): string | null {
  return name === null ? null : uidOf(name, optionCombos);
}

/** Reads each period once. One that is none lets the server stumble over the group that it made of the rows. */
function periodReader(): (text: string) => Period {
  const read = new Map<string, Period>();
  return (text) => {
    const period = read.get(text) ?? parsePeriod(text);
    if (!period) {
      const words = 'Cannot invoke "org.hisp.dhis.datavalue.DataEntryGroup.deletion()" because "group" is null';
      throw new Refusal(500, words);
    }
    read.set(text, period);
    return period;
  };
}

/** A row as the server prints it. */
function dump(row: IncomingCell): string {
  const parts = [
    ['dataElement', row.dataElement],
    ['orgUnit', row.orgUnit],
    ['categoryOptionCombo', row.categoryOptionCombo],
    ['categoryOptions', row.categoryOptions && shown(row.categoryOptions)],
    ['attributeOptionCombo', row.attributeOptionCombo],
    ['attributeCombo', null],
    ['attributeOptions', null],
    ['period', row.period],
    ['value', row.value],
    ['comment', row.comment],
    ['followUp', row.followUp],
    ['deleted', row.deleted],
  ];
  return `Input[${parts.map(([name, value]) => `${name}=${value}`).join(', ')}]`;
}

function shown(options: Readonly<Record<string, string | null>>): string {
  const parts = Object.keys(options)
    .toSorted()
    .map((category) => `${category}=${options[category]}`);
  return `{${parts.join(', ')}}`;
}
