/** Whether what an expression comes to can be a value of its field at all. */
import { describe } from '../base/codes.ts';
import { nearest } from '../base/nearest.ts';
import { problem, type Problem } from '../base/problem.ts';
import { isValueType } from '../dhis2/value-types.ts';
import type { Leaf } from '../expression/check-expression.ts';
import { isOnly, KIND, kindName, type Type } from '../expression/types.ts';
import { convertValue } from './convert.ts';
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
  const near = nearest(converted.value, knownValues(field));
  const args = { field: targetName(field.target), value: JSON.stringify(literal), reason: message };
  return [
    problem('expression/result-value', near === undefined ? args : { ...args, nearest: JSON.stringify(near) }, place),
  ];
}

/** The values that the field takes, where they are a short list. */
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

/** Bits of the kinds that a field can make a value of. */
function kindsTaken({ target, optionMap }: Field): number {
  const always = KIND.null | KIND.text;
  if (target.is === 'property') return target.property.type === 'geometry' ? KIND.object | KIND.null : always;
  const { valueType, optionSet } = target.element;
  if (valueType === 'MULTI_TEXT') return always | KIND.list | KIND.number;
  // An option map takes any single value; its keys are texts.
  if (optionMap || optionSet || TEXTUAL.has(valueType)) return always | KIND.number | KIND.boolean;
  if (NUMERIC.test(valueType)) return always | KIND.number;
  if (valueType === 'BOOLEAN' || valueType === 'TRUE_ONLY') return always | KIND.boolean | KIND.number;
  return valueType === 'PHONE_NUMBER' || !isValueType(valueType) ? always | KIND.number | KIND.boolean : always;
}

function wantedBy({ target }: Field): string {
  if (target.is === 'element') return target.element.valueType;
  const { type } = target.property;
  return typeof type === 'string'
    ? { uid: 'a UID', date: 'a date', geometry: 'a GeoJSON geometry' }[type]
    : type.join(' or ');
}

function rewriteFor({ target }: Field, type: Type, text: string): string {
  if (target.is === 'property' && target.property.type === 'geometry')
    return isOnly(type, KIND.text) ? `$geoPoint(${text})` : '';
  return isOnly(type, KIND.list) ? `$join(${text}, ",")` : '';
}
