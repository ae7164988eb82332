/** What an expression should be instead, where its result does not fit the field and that can be told. */
import { toSingleQuoted } from '../base/yaml-faults.ts';
import { containsFor } from '../expression/rules/whole-conditions.ts';
import { HELPERS, SUGGESTIONS } from '../expression/helpers/helper-table.ts';
import { isOnly, KIND, mayBe, type Leaf, type Type } from '../expression/types.ts';
import type { Field } from './field.ts';

export const NUMERIC = /^(?:NUMBER|INTEGER.*|PERCENTAGE|UNIT_INTERVAL)$/;
const TEXTUAL = new Set(['TEXT', 'LONG_TEXT']);
/** A call of one of our helpers, with its first argument: no brackets and no commas in it. */
const HELPER_CALL = /^\$(\w+)\(([^(),]+)(?:\)|,[^()]*\))$/;

/** For a kind that the field cannot take; an empty text where nothing is known. */
export function rewriteOfKind(field: Field, leaf: Leaf): string {
  const { target } = field;
  const { type, text } = leaf;
  if (target.is === 'property') return target.property.type === 'geometry' ? rewriteOfGeometry(type, text) : '';
  const { valueType, optionSet } = target.element;
  if (isOnly(type, KIND.boolean)) return rewriteOfAnswer(field, leaf);
  if (valueType === 'BOOLEAN' && mayBe(type, KIND.object)) return containsFor(text);
  const instead = insteadOf(valueType, leaf);
  if (instead !== '') return instead;
  if (!isOnly(type, KIND.list)) return '';
  if (valueType === 'COORDINATE') return rewriteOfPair(leaf);
  if (TEXTUAL.has(valueType) && !field.optionMap && !optionSet) return `$join(${text}, ",")`;
  if (valueType === 'BOOLEAN' || valueType === 'TRUE_ONLY') return `"CHOICE" in ${text}`;
  return NUMERIC.test(valueType) ? `$count(${text}), if it is their number.` : `${text}[0], if it is the first.`;
}

/** A text where a geometry is wanted: of a geopoint, mostly, or of a geometry that was there before. */
function rewriteOfGeometry(type: Type, text: string): string {
  if (!isOnly(type, KIND.text)) return '';
  const [, inner, helper = ''] = /^\$string\((\$(\w+)\([^()]*\))\)$/.exec(text) ?? [];
  return inner !== undefined && HELPERS.get(helper)?.suggestions?.point ? inner : SUGGESTIONS.point(text);
}

/** `[longitude, latitude]` as the text that COORDINATE is. */
function rewriteOfPair({ items = [], isWhole, text }: Leaf): string {
  const [longitude, latitude] = items;
  if (!longitude || !latitude || items.length !== 2) return `${text}[0], if it is the first.`;
  // Two blank cells are no position: there the rewrite must give nothing.
  if (items.every((item) => isOnly(item.type, KIND.number))) {
    const [, , column] = HELPER_CALL.exec(longitude.text) ?? [];
    return column === undefined ? `$string(${text})` : inBrackets(`${column} != "" ? $string(${text})`, isWhole);
  }
  const joined = `"[" & ${longitude.text} & "," & ${latitude.text} & "]"`;
  return longitude.type.cell === undefined ? joined : inBrackets(`${longitude.text} != "" ? ${joined}`, isWhole);
}

/** True or false for a number, or for one of the field's own words. */
function rewriteOfAnswer(field: Field, { type, text, isWhole }: Leaf): string {
  if (field.target.is === 'property') return '';
  const isNumber = NUMERIC.test(field.target.element.valueType);
  const words = isNumber ? { yes: '1', no: '0' } : wordsFor(field);
  if (!words) return '';
  if (type.literal !== undefined) return type.literal === true ? words.yes : words.no;
  const [, helper = '', first = ''] = HELPER_CALL.exec(text) ?? [];
  // A blank stays blank.
  if (HELPERS.has(helper)) return inBrackets(`${first} != "" ? (${text} ? ${words.yes} : ${words.no})`, isWhole);
  const isSimple = /^[^?;~]*$/.test(text) && !/:=/.test(text);
  return isSimple ? inBrackets(`${text} ? ${words.yes} : ${words.no}`, isWhole) : '';
}

const YES = /^(?:yes|y|true|1|oui|vrai|s[ií]|sim)$/i;
const NO = /^(?:no|n|false|0|non|faux|n[ãa]o)$/i;

/** The words for yes and no among the field's options; behind an option map, their choices. */
function wordsFor(field: Field): { readonly yes: string; readonly no: string } | undefined {
  const { target, optionMap } = field;
  const codes = target.is === 'element' ? [...(target.element.optionSet?.codes ?? [])] : [];
  const known = optionMap ? [...optionMap.keys()] : codes;
  const find = (word: RegExp): string | undefined =>
    known.find((candidate) => word.test(optionMap?.get(candidate) ?? candidate)) ??
    known.find((candidate) => word.test(candidate));
  const [yes, no] = [find(YES), find(NO)];
  return yes !== undefined && no !== undefined && yes !== no
    ? { yes: JSON.stringify(yes), no: JSON.stringify(no) }
    : undefined;
}

/** Puts a condition in brackets where it is part of a larger expression: it would take a `:` that follows for its own. */
function inBrackets(text: string, isWhole: boolean): string {
  return isWhole ? text : `(${text})`;
}

/** For a text that the field cannot take, whatever the row. */
export function rewriteOfShape(field: Field, leaf: Leaf): string {
  const { target, optionMap } = field;
  const { type, text, isWhole } = leaf;
  const [, helper = '', first = ''] = HELPER_CALL.exec(text) ?? [];
  if (target.is === 'property') return target.property.type === 'date' ? insteadOf('DATE', leaf) : '';
  const { valueType, optionSet } = target.element;
  // An option map applies to what stands under `from`, and to nothing else.
  const isOption = HELPERS.get(helper)?.dependsOnField === true;
  if (optionMap) return isOption ? first : '';
  if (optionSet && !isOption) {
    const isMultiple = valueType === 'MULTI_TEXT';
    const direct = type.cell !== undefined && !isMultiple ? SUGGESTIONS.option(text) : '';
    const behind = isWhole ? `{ from: ${toSingleQuoted(`=${text}`)} }, so that the option map applies` : '';
    return [direct, behind].filter((rewrite) => rewrite !== '').join(', or ');
  }
  return insteadOf(valueType, leaf);
}

/** What to write instead of a helper's call that the value type cannot take; empty where nothing is known. */
function insteadOf(valueType: string, { text, isWhole }: Leaf): string {
  const [, helper = '', first = ''] = HELPER_CALL.exec(text) ?? [];
  const instead = HELPERS.get(helper)?.instead?.[valueType]?.({ text, first }) ?? '';
  return instead.includes(' ? ') ? inBrackets(instead, isWhole) : instead;
}
