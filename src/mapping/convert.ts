import { suggestionFor } from '../base/suggestion.ts';
import { toComparable, trimUnseen } from '../base/unseen-characters.ts';
import { toDhis2Value } from '../dhis2/value-types.ts';
import { Miss } from '../base/miss.ts';
import { lookUp, normaliseKey } from '../expression/helpers/lookups.ts';
import { convertProperty } from './convert-property.ts';
import { failed, isNoScalar, NO_VALUE, refused, typeName, type Converted } from './converted.ts';
import type { Field, TargetElement } from './field.ts';

export type { Converted };

/** Turns a raw value (a cell, or what an expression gave) into what the target takes; null is no value. */
export function convertValue(field: Field, raw: unknown): Converted {
  if (raw === undefined || raw === null || raw === '') return NO_VALUE;
  if (field.target.is === 'property') return convertProperty(field.target.property, raw);
  const { element } = field.target;
  if (element.valueType === 'MULTI_TEXT') return convertChoices(field, element, raw);
  if (isNoScalar(raw)) return failed('field/not-a-value', raw, { type: typeName(raw) });
  return convertScalar(field, element, raw as string | number | boolean);
}

function convertScalar(field: Field, element: TargetElement, raw: string | number | boolean): Converted {
  if (typeof raw === 'string' && raw.trim() === '') return NO_VALUE;
  // A code goes out letter by letter: what looks like a blank or a decimal zero may be part of it.
  if (field.optionMap) return isUnseen(raw) ? NO_VALUE : mappedCode(field, element, raw);
  if (isRoundedNumber(raw)) return failed('function/too-large', raw, {});
  const converted = toDhis2Value(element.valueType, raw);
  if (!converted.ok) return refused(converted, raw);
  const { value } = converted;
  if (value !== null && element.optionSet && !element.optionSet.codes.has(value)) {
    const trimmed = trimUnseen(value);
    if (element.optionSet.codes.has(trimmed)) return { ok: true, value: trimmed, conversion: 'blanks trimmed' };
    return notACode(element.optionSet, element, value);
  }
  return { ok: true, value, conversion: converted.conversion };
}

/** A key that only looks like the one it was matched with: it has another kind of blank in it, or zero-width characters. */
function isLookAlike(raw: unknown): boolean {
  return typeof raw === 'string' && /[^\0-\x7f]/.test(raw) && toComparable(raw) !== normaliseKey(raw);
}

/** A cell that looks empty and is not: it has a zero-width space, mostly. */
function isUnseen(raw: unknown): boolean {
  return typeof raw === 'string' && raw.charCodeAt(0) > 0x7f && trimUnseen(raw) === '';
}

function notACode(
  { id, codes }: NonNullable<TargetElement['optionSet']>,
  { name }: TargetElement,
  value: string,
): Converted & { ok: false } {
  return failed('option/not-a-code', value, { optionSet: id, element: name, ...suggestionFor(value, codes) });
}

function mappedCode(field: Field, element: TargetElement, raw: unknown): Converted {
  const coded = mapped(field, raw);
  if (!coded.ok) return coded;
  if (!element.optionSet || element.optionSet.codes.has(coded.value))
    return { ok: true, value: coded.value, conversion: isLookAlike(raw) ? 'unseen characters passed over' : null };
  return notACode(element.optionSet, element, coded.value);
}

/** Names of a select-multiple, each mapped, in their order, joined by commas. */
function convertChoices(field: Field, element: TargetElement, raw: unknown): Converted {
  if (!Array.isArray(raw) && isNoScalar(raw)) return failed('field/not-a-value', raw, { type: typeName(raw) });
  const names: readonly unknown[] = Array.isArray(raw) ? raw : splitChoices(field, element, String(raw));
  const values: string[] = [];
  for (const name of names) {
    const coded = convertChoice(field, name);
    if (!coded.ok) return coded;
    const code = coded.value;
    if (code === null) continue;
    if (element.optionSet && !element.optionSet.codes.has(code)) {
      return notACode(element.optionSet, element, code);
    }
    if (code.includes(',')) return failed('option/comma', code, {});
    values.push(code);
  }
  if (values.length === 0) return NO_VALUE;
  const joined = values.join(',');
  // Only checked: what goes out is the codes, letter by letter.
  const checked = toDhis2Value('TEXT', joined);
  if (!checked.ok) return refused(checked, raw);
  return { ok: true, value: joined, conversion: values.length > 1 ? 'choices joined by commas' : null };
}

/**
 * The choices in a text: Kobo separates their names by blanks, DHIS2 its codes by commas. What is known as a whole stays
 * whole: a list of one choice comes out of an expression as its text, and a code may have blanks.
 */
function splitChoices({ optionMap }: Field, { optionSet }: TargetElement, text: string): string[] {
  const isKnown = (choice: string): boolean =>
    optionMap ? optionMap.get(normaliseKey(choice)) !== undefined : optionSet?.codes.has(choice) === true;
  const whole = text.trim();
  if (isKnown(whole)) return [whole];
  const parts = optionMap ? [whole] : whole.split(',').map((part) => part.trim());
  return parts.flatMap((part) => (isKnown(part) ? [part] : part.split(/\s+/)));
}

/** The code of one choice; null where it is blank. */
function convertChoice(field: Field, name: unknown): Choice {
  if (name === undefined || name === null || (typeof name === 'string' && name.trim() === ''))
    return { ok: true, value: null };
  if (isNoScalar(name)) return failed('field/not-a-value', name, { type: typeName(name) });
  if (field.optionMap) return mapped(field, name);
  if (isRoundedNumber(name)) return failed('function/too-large', name, {});
  const converted = toDhis2Value('TEXT', name as string | number | boolean);
  return converted.ok ? converted : refused(converted, name);
}

type Choice = { readonly ok: true; readonly value: string | null } | (Converted & { ok: false });

/** Beyond 2^53 a number may be the neighbour of the one that was meant: an identifier, mostly. */
function isRoundedNumber(raw: unknown): boolean {
  return typeof raw === 'number' && Number.isInteger(raw) && !Number.isSafeInteger(raw);
}

function mapped(
  field: Field,
  raw: unknown,
): { readonly ok: true; readonly value: string } | (Converted & { ok: false }) {
  try {
    return { ok: true, value: lookUp(field.optionMap as NonNullable<Field['optionMap']>, raw, 'option/no-match') };
  } catch (error) {
    if (error instanceof Miss) return { ok: false, code: error.code, args: error.args, value: error.value };
    throw error;
  }
}
