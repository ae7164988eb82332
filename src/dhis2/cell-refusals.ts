import type { Refusal } from '../contracts/sink.ts';
import { reason, withArgs, type RejectReason } from '../messages/reason.ts';
import type { DataSetElement } from './data-set-metadata.ts';
import type { DataSetView } from './data-set-view.ts';
import type { FormObject, FormValue } from './form-object.ts';
import { areAllCodes, codesOf } from './option-codes.ts';
import { takesValue } from './value-types.ts';
import type { AggregateRules } from './versions.ts';

/** What is wrong with cells of a form: which they are, and what is to stand in them. */
export function refusalsOfCells(form: FormObject, view: DataSetView, rules: AggregateRules): Refusal[] {
  const seen = new Set<string>();
  return form.dataValues.flatMap((one): Refusal[] => {
    const { cell, value } = one;
    const isTwice = seen.has(cell);
    seen.add(cell);
    const why = isTwice
      ? reason('dhis2/duplicate-data-element', { field: view.nameOf(cell) })
      : faultOf(one, view, rules);
    return why ? [{ ...why, field: view.nameOf(cell), target: cell, ...(value !== null && { value }) }] : [];
  });
}

function faultOf({ cell, value }: FormValue, view: DataSetView, rules: AggregateRules): RejectReason | undefined {
  const { combo, of } = view.cellOf(cell);
  if (!of) return reason('dhis2/element-not-in-data-set', { element: cell, dataSet: view.dataSet.name });
  const { element } = of;
  const { name } = element;
  if (combo === undefined && !of.combo.isDefault) return reason('dhis2/combo-missing', { element: name });
  if (combo !== undefined && !of.combo.optionCombos.some(({ id }) => id === combo))
    return reason('dhis2/combo-foreign', { element: name, combo });
  return value === null ? undefined : faultOfValue(element, value, rules);
}

/** Units, users and files that a value names are not asked for: no release looks whether there are such ones. */
function faultOfValue(element: DataSetElement, value: string, { codes }: AggregateRules): RejectReason | undefined {
  const { name, valueType, optionSet } = element;
  if (value.includes('\0')) return reason('dhis2/nul', { field: name });
  if (!value.isWellFormed()) return reason('dhis2/broken-text', { field: name });
  // Blanks alone delete the value up to 2.42, and are stored from then on.
  if (value.trim() === '') return reason('dhis2/blank-value', { element: name });
  if (!takesValue(valueType, value)) return foreseen(codes.type, `It is no value of the type ${valueType}.`);
  if (!optionSet || isOption(value, valueType, codesOf(optionSet))) return undefined;
  return foreseen(codes.option, `It is not the code of an option of ${optionSet.name ?? optionSet.id}.`);
}

/** One code twice in a MULTI_TEXT is refused by some patches of 2.41 and 2.42: that is left to the server. */
function isOption(value: string, valueType: string, codes: ReadonlySet<string>): boolean {
  return codes.has(value) || (valueType === 'MULTI_TEXT' && areAllCodes(value, codes));
}

/** Under DHIS2's own code; what helps to explain it is added where it is told. */
function foreseen(code: AggregateRules['codes']['type' | 'option'], message: string): RejectReason {
  return withArgs(reason(`dhis2/${code}`, { message }), { foreseen: true });
}
