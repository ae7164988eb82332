import type { Refusal } from '../contracts/sink.ts';
import { reason, type RejectReason } from '../messages/reason.ts';
import type { DataSetElement } from './data-set-metadata.ts';
import type { DataSetView } from './data-set-view.ts';
import type { FormObject, FormValue } from './form-object.ts';
import { takesValue } from './value-types.ts';

/** What is wrong with cells of a form: which they are, and what is to stand in them. */
export function refusalsOfCells(form: FormObject, view: DataSetView): Refusal[] {
  const seen = new Set<string>();
  return form.dataValues.flatMap((one): Refusal[] => {
    const { cell, value } = one;
    const isTwice = seen.has(cell);
    seen.add(cell);
    const why = isTwice ? reason('dhis2/duplicate-data-element', { field: view.nameOf(cell) }) : faultOf(one, view);
    return why ? [{ ...why, field: view.nameOf(cell), target: cell, ...(value !== null && { value }) }] : [];
  });
}

function faultOf({ cell, value }: FormValue, view: DataSetView): RejectReason | undefined {
  const { combo, of } = view.cellOf(cell);
  if (!of) return reason('dhis2/element-not-in-data-set', { element: cell, dataSet: view.dataSet.name });
  const { element } = of;
  const { name } = element;
  if (combo === undefined && !of.combo.isDefault) return reason('dhis2/combo-missing', { element: name });
  if (combo !== undefined && !of.combo.optionCombos.some(({ id }) => id === combo))
    return reason('dhis2/combo-foreign', { element: name, combo });
  return value === null ? undefined : faultOfValue(element, value);
}

function faultOfValue(element: DataSetElement, value: string): RejectReason | undefined {
  const { name, valueType, optionSet } = element;
  if (value.includes('\0')) return reason('dhis2/nul', { field: name });
  if (!value.isWellFormed()) return reason('dhis2/broken-text', { field: name });
  // Blanks alone delete the value up to 2.42, and are stored from then on.
  if (value.trim() === '' || !takesValue(valueType, value))
    return reason('dhis2/value-not-of-type', { element: name, valueType });
  // What several options in one value look like is left to the server.
  if (!optionSet || valueType === 'MULTI_TEXT') return undefined;
  const isOption = optionSet.options.some(({ code }) => code === value);
  return isOption ? undefined : reason('dhis2/value-not-an-option', { element: name, value });
}
