/** Whether what an expression comes to can be a value of its field at all. */
import { describe } from '../base/codes.ts';
import { nearest } from '../base/nearest.ts';
import { problem, type Args, type Problem } from '../base/problem.ts';
import { toDhis2Value } from '../dhis2/value-types.ts';
import type { Leaf } from '../expression/check-expression.ts';
import { isOnly, KIND, kindName, type Type } from '../expression/types.ts';
import { convertValue, type Converted } from './convert.ts';
import { targetName, type Field } from './field.ts';

const NUMERIC = /^(?:NUMBER|INTEGER.*|PERCENTAGE|UNIT_INTERVAL)$/;
const TEXTUAL = new Set(['TEXT', 'LONG_TEXT']);

/** Problems of the values that an expression gives, branch by branch. */
export function checkResult(field: Field, leaves: readonly Leaf[]): Problem[] {
  return leaves.flatMap((leaf) => {
    const { type } = leaf;
    if (type.kinds === 0 || type.literal === null) return [];
    return type.literal === undefined ? checkKinds(field, leaf) : checkLiteralLeaf(field, leaf, type.literal);
  });
}

function checkLiteralLeaf(field: Field, { place, type }: Leaf, literal: string | number | boolean): Problem[] {
  // A number that would go out as text, say: the value itself is looked at, where its kind is right.
  const byKind = checkKinds(field, { place, type, text: JSON.stringify(literal) });
  if (byKind.length > 0) return byKind;
  const converted = convertValue(field, literal);
  if (converted.ok) return [];
  const { message } = describe(converted.code, converted.args);
  const args = { field: targetName(field.target), value: JSON.stringify(literal), reason: message };
  return [problem('expression/result-value', { ...args, ...helpFor(field, converted) }, place)];
}

/** What the value could be instead. The codes' own hints speak of cells. */
function helpFor(field: Field, { code, value, args }: Converted & { ok: false }): Args {
  const known = [...knownValues(field)];
  const near = nearest(value, known);
  if (near !== undefined) return { nearest: JSON.stringify(near) };
  if (code === 'field/not-one-of') return {};
  if (known.length > 0) return known.length <= MOST_LISTED ? { known } : {};
  if (code === 'field/not-a-uid') return { hint: describe(code, args).hint ?? '' };
  return /date/.test(code) ? { hint: 'Write year, month and day: "2025-03-14"' } : {};
}

/** Of an option set that is shown as a whole. */
const MOST_LISTED = 12;

/** The values that the field takes, where they are a list. */
function knownValues({ target, optionMap }: Field): Iterable<string> {
  if (optionMap) return optionMap.keys();
  if (target.is === 'element') return target.element.optionSet?.codes ?? [];
  return typeof target.property.type === 'string' ? [] : target.property.type;
}

function checkKinds(field: Field, { place, type, text }: Leaf): Problem[] {
  const takes = kindsTaken(field);
  if ((type.kinds & takes) !== 0) return [];
  const rewrite = rewriteFor(field, type, text);
  const args = { field: targetName(field.target), wanted: wantedBy(field), type: kindName(type), rewrite };
  return [problem('expression/result-type', args, place)];
}

/** Bits of the kinds that a field can make a value of: those of which the conversion takes one at all. */
function kindsTaken({ target, optionMap }: Field): number {
  const always = KIND.null | KIND.text;
  if (target.is === 'property') return target.property.type === 'geometry' ? KIND.object | KIND.null : always;
  const { valueType, optionSet } = target.element;
  const isList = valueType === 'MULTI_TEXT' ? KIND.list : 0;
  // An option map takes any single value; its keys are texts.
  if (optionMap || optionSet) return always | isList | KIND.number | KIND.boolean;
  const takes = (values: readonly (number | boolean)[]): boolean =>
    values.some((one) => toDhis2Value(valueType, one).ok);
  return always | isList | (takes(NUMBERS) ? KIND.number : 0) | (takes([true, false]) ? KIND.boolean : 0);
}

/** Of every kind that a value type sets apart; the last may be a telephone number. */
const NUMBERS = [0, 1, -1, 0.5, 123_456];

function wantedBy({ target }: Field): string {
  if (target.is === 'element') return target.element.valueType;
  const { type } = target.property;
  return typeof type === 'string'
    ? { uid: 'a UID', date: 'a date', geometry: 'a GeoJSON geometry' }[type]
    : type.join(' or ');
}

/** What the expression should be instead, where that can be told. */
function rewriteFor({ target, optionMap }: Field, type: Type, text: string): string {
  if (target.is === 'property') {
    const isPoint = target.property.type === 'geometry' && isOnly(type, KIND.text);
    return isPoint ? `$geoPoint(${text})` : '';
  }
  const { valueType, optionSet } = target.element;
  const [, helper, first = ''] = /^\$(geoPoint|age|yesNo)\(([^(),]+)(?:\)|,[^(]*\))$/.exec(text) ?? [];
  if (helper === 'geoPoint' && valueType === 'COORDINATE') return first;
  if (helper === 'geoPoint' && valueType === 'GEOJSON') return `$string(${text})`;
  if (helper === 'age' && valueType === 'AGE') return `$date(${first}): AGE is the date of birth.`;
  // A blank stays blank.
  if (helper === 'yesNo' && NUMERIC.test(valueType)) return `${first} != "" ? (${text} ? 1 : 0)`;
  if (!isOnly(type, KIND.list)) return '';
  if (TEXTUAL.has(valueType) && !optionMap && !optionSet) return `$join(${text}, ",")`;
  if (valueType === 'BOOLEAN' || valueType === 'TRUE_ONLY') return `"CHOICE" in ${text}`;
  return NUMERIC.test(valueType) ? `$count(${text}), if it is their number.` : `${text}[0], if it is the first.`;
}
