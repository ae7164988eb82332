import type { DataSetView } from './data-set-view.ts';
import { toNote, type CellNote } from './form-notes.ts';
import { fromCell, toAddress, toCell, type FormObject } from './form-object.ts';

/** One cell as DHIS2 wants it. Nothing is left to the group: releases differ in whether a row or its group wins. */
export type DataValueRow = {
  readonly dataElement: string;
  readonly period: string;
  readonly orgUnit: string;
  readonly categoryOptionCombo?: string;
  readonly attributeOptionCombo?: string;
} & (({ readonly value: string } & CellNote) | { readonly deleted: true });

/** A row, and the cell that it is for. */
export interface CellRow {
  readonly cell: string;
  readonly row: DataValueRow;
}

/**
 * The rows that put cells of a form there: those with a value, and those that must be cleared. A row without its note would
 * take that away.
 */
export function toRows(
  form: FormObject,
  isThere: (cell: string) => boolean,
  noteOf: (cell: string) => CellNote | undefined = () => undefined,
): CellRow[] {
  return form.dataValues.flatMap(({ cell, value }): CellRow[] => {
    if (value !== null) return [{ cell, row: { ...toKey(form, cell), value, ...noteOf(cell) } }];
    return isThere(cell) ? [{ cell, row: { ...toKey(form, cell), deleted: true } }] : [];
  });
}

function toKey(form: FormObject, cell: string): Omit<DataValueRow, 'value' | 'deleted'> {
  const { dataElement, combo } = fromCell(cell);
  const { attributeOptionCombo } = form;
  return {
    dataElement,
    period: String(form['period']),
    orgUnit: String(form['orgUnit']),
    ...(combo !== undefined && { categoryOptionCombo: combo }),
    ...(typeof attributeOptionCombo === 'string' && { attributeOptionCombo }),
  };
}

/** A row that was read, with what its answer says for all. */
export interface ReadRow {
  readonly dataElement: string;
  readonly period?: string | null;
  readonly orgUnit?: string | null;
  readonly categoryOptionCombo?: string | null;
  readonly attributeOptionCombo?: string | null;
  readonly value?: string | null;
  readonly lastUpdated?: string | null;
  readonly deleted?: boolean | null;
  readonly comment?: string | null;
  readonly followup?: boolean | null;
  readonly followUp?: boolean | null;
}

/** Puts a row that was read into the form that it belongs to. */
export function addRow(forms: Map<string, MutableForm>, row: ReadRow, view: DataSetView): void {
  const { dataElement, categoryOptionCombo: combo, value } = row;
  const note = toNote(row);
  const { cell, of } = view.cellOf(combo ? toCell(dataElement, combo) : dataElement);
  const isFilled = value != null && value !== '';
  if (!of || (!isFilled && !note)) return;
  const form = formAt(forms, row.orgUnit, row.period, row.attributeOptionCombo, view);
  if (note) form.notes.set(cell, note);
  if (isFilled) form.dataValues.push({ cell, value });
}

/** A form while it is put together. */
export interface MutableForm {
  readonly properties: Record<string, string>;
  readonly dataValues: { readonly cell: string; readonly value: string }[];
  /** By cell. */
  readonly notes: Map<string, CellNote>;
}

export function formAt(
  forms: Map<string, MutableForm>,
  orgUnit: string | null | undefined,
  period: string | null | undefined,
  combo: string | null | undefined,
  view: DataSetView,
): MutableForm {
  const properties = {
    orgUnit: orgUnit ?? '',
    period: period ?? '',
    ...(combo && !view.isDefaultCombo(combo) && { attributeOptionCombo: combo }),
  };
  const address = toAddress(properties);
  const form = forms.get(address) ?? { properties, dataValues: [], notes: new Map() };
  forms.set(address, form);
  return form;
}
