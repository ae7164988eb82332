import type { DataSetElement } from './data-set-metadata.ts';
import type { DataSetView } from './data-set-view.ts';
import type { FormValue } from './form-object.ts';
import type { AggregateRules } from './versions.ts';

const AVERAGES: ReadonlySet<string> = new Set(['AVERAGE', 'AVERAGE_SUM_ORG_UNIT']);
const NUMBERS =
  /^(?:NUMBER|UNIT_INTERVAL|PERCENTAGE|INTEGER|INTEGER_POSITIVE|INTEGER_NEGATIVE|INTEGER_ZERO_OR_POSITIVE)$/;

/**
 * A value as this server will keep it, so that what is sent and what is read back are equal: yes and no in one spelling,
 * and no zero where the release drops it.
 */
export function toKept({ cell, value }: FormValue, view: DataSetView, rules: AggregateRules): FormValue {
  const known = view.cellOf(cell);
  if (value === null || !known.of) return { cell: known.cell, value };
  const { element } = known.of;
  if (rules.dropsZeros && isDroppedZero(element, value)) return { cell: known.cell, value: null };
  return { cell: known.cell, value: keptSpelling(element.valueType, value, rules) };
}

function keptSpelling(valueType: string, value: string, { readsYesAndNo }: AggregateRules): string {
  if (valueType !== 'BOOLEAN' && valueType !== 'TRUE_ONLY') return value;
  if (/^(?:1|t|true)$/i.test(value) || (readsYesAndNo && /^y(?:es)?$/i.test(value))) return 'true';
  const isNo = /^(?:0|f|false)$/i.test(value) || (readsYesAndNo && /^no?$/i.test(value));
  return valueType === 'BOOLEAN' && isNo ? 'false' : value;
}

/** Zeros count where the element says so, or where they are averaged. */
function isDroppedZero({ valueType, zeroIsSignificant, aggregationType }: DataSetElement, value: string): boolean {
  if (zeroIsSignificant || AVERAGES.has(aggregationType) || !NUMBERS.test(valueType)) return false;
  return /^-?0(?:\.0+)?$/.test(value);
}
