/** Whether what an expression comes to can be a value of its field at all. */
import { describe } from '../messages/describe.ts';
import { nearest } from '../base/nearest.ts';
import { problem, type Args, type Problem } from '../base/problem.ts';
import { repeatArgs } from '../expression/rules/children.ts';
import { SUGGESTIONS } from '../expression/helpers/helper-table.ts';
import { isOnly, KIND, kindName, type Leaf } from '../expression/types.ts';
import { convertValue, type Converted } from './convert.ts';
import { targetName, type Field } from './field.ts';
import { NUMERIC, rewriteOfKind, rewriteOfShape } from './result-rewrites.ts';

/** Problems of the values that an expression gives, branch by branch. */
export function checkResult(field: Field, leaves: readonly Leaf[]): Problem[] {
  return checkLeaves(field, leaves, (value) => convertValue(field, value));
}

/** Makes a value of the field: of the whole result, or of an item of the list that it is. */
type Convert = (value: unknown) => Converted;

function checkLeaves(field: Field, leaves: readonly Leaf[], convert: Convert): Problem[] {
  return leaves.flatMap((leaf) => {
    const { type, items, text, place } = leaf;
    const child = type.child ?? type.items?.child;
    if (child)
      return [problem('expression/repeat-as-value', repeatArgs(text, child, type.repeat !== undefined), place)];
    if (type.kinds === 0 || type.literal === null) return [];
    if (type.literal !== undefined) return checkLiteralLeaf(field, leaf, type.literal, convert);
    const byKind = checkKinds(field, leaf);
    if (byKind.length > 0) return byKind;
    // An item is one choice, with blanks and all; a text may be several.
    if (items && isMultiple(field)) return checkLeaves(field, items, (value) => convertValue(field, [value]));
    return [...checkShape(field, leaf, convert), ...checkCoordinates(field, leaf), ...checkMaybeList(field, leaf)];
  });
}

/** Each item of a list is a value by itself. */
function isMultiple({ target }: Field): boolean {
  return target.is === 'element' && target.element.valueType === 'MULTI_TEXT';
}

function checkLiteralLeaf(field: Field, leaf: Leaf, literal: string | number | boolean, convert: Convert): Problem[] {
  // First its kind (a number where the field takes none, say); where that is right, the value itself.
  const byKind = checkKinds(field, { ...leaf, text: JSON.stringify(literal) });
  if (byKind.length > 0) return byKind;
  const converted = convert(literal);
  if (converted.ok) return [];
  const { message } = describe(converted.code, converted.args);
  const args = { field: targetName(field.target), value: JSON.stringify(literal), reason: message };
  return [problem('expression/result-value', { ...args, ...helpFor(field, converted) }, leaf.place)];
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

/** Most values of a list that is shown as a whole. */
const MOST_LISTED = 12;

/** The values that the field takes, where they are a list. */
function knownValues({ target, optionMap }: Field): Iterable<string> {
  if (optionMap) return optionMap.keys();
  if (target.is === 'element') return target.element.optionSet?.codes ?? [];
  return typeof target.property.type === 'string' ? [] : target.property.type;
}

/** Reports a text whose form is known, where no example of that form can be a value of the field. */
function checkShape(field: Field, leaf: Leaf, convert: Convert): Problem[] {
  const { type, place } = leaf;
  const isList = isOnly(type, KIND.list);
  // The cell of a select-multiple becomes a list of its words.
  const { shape } = isList ? (type.items ?? type) : { shape: type.words ?? type.shape };
  if (!shape || (!isList && !isOnly(type, KIND.text))) return [];
  const held = isNumeric(field) && shape.holds !== undefined && /[^\d\s.eE+-]/.test(shape.holds);
  const fitting = [...knownValues(field)].filter((value) => shape.fits(value));
  const examples = [...(shape.values ?? []), ...fitting, ...(shape.sample === undefined ? [] : [shape.sample])];
  const results = examples.map((example) => convert(example));
  const [first] = results;
  const isRefused = first !== undefined && results.every((result) => !result.ok);
  if (!held && !isRefused) return [];
  const reason = first && !first.ok ? describe(first.code, first.args).message : '';
  const args = {
    field: targetName(field.target),
    wanted: wantedBy(field),
    name: shape.name.replace(/^always /, ''),
    reason: shape.values ? '' : reason,
    rewrite: rewriteOfShape(field, leaf),
  };
  return [problem('expression/result-shape', args, place, shape.isCustom ? 'warning' : 'error')];
}

function isNumeric({ target }: Field): boolean {
  return target.is === 'element' && NUMERIC.test(target.element.valueType);
}

/** Warns of what is one value or a list, depending on the row: `$choices(services)[$ != "other"]`. */
function checkMaybeList(field: Field, { type, text, place }: Leaf): Problem[] {
  const others = type.kinds & ~KIND.list;
  const isEither = isOnly({ kinds: others }, KIND.text | KIND.number | KIND.boolean) && others !== type.kinds;
  if (!isEither || field.target.is === 'property' || isMultiple(field)) return [];
  const args = { field: targetName(field.target), wanted: wantedBy(field), text, rewrite: `$join(${text}, ",")` };
  return [problem('expression/result-many', args, place, 'warning')];
}

/** Reports cells as coordinates: they are texts, and a geometry wants numbers. */
function checkCoordinates(field: Field, { type, place }: Leaf): Problem[] {
  const isGeometry = field.target.is === 'property' && field.target.property.type === 'geometry';
  const coordinates = type.keys?.get('coordinates');
  if (!isGeometry || !coordinates?.items || !isOnly(coordinates.items, KIND.text)) return [];
  const { number, point } = SUGGESTIONS;
  const args = {
    field: targetName(field.target),
    wanted: wantedBy(field),
    name: 'an object with texts for coordinates',
    reason: 'They are numbers.',
    rewrite: `[${number('LONGITUDE')}, ${number('LATITUDE')}] for them, or ${point('COLUMN')}.`,
  };
  return [problem('expression/result-shape', args, place)];
}

function checkKinds(field: Field, leaf: Leaf): Problem[] {
  const { type, place } = leaf;
  if ((type.kinds & kindsTaken(field)) !== 0) return [];
  const rewrite = rewriteOfKind(field, leaf);
  const args = { field: targetName(field.target), wanted: wantedBy(field), type: kindName(type), rewrite };
  return [problem('expression/result-type', args, place)];
}

/** Bits of the kinds that a field takes (see `KIND`): those of which the conversion accepts at least one example. */
function kindsTaken(field: Field): number {
  const { target } = field;
  const always = KIND.null | KIND.text;
  if (target.is === 'property') return target.property.type === 'geometry' ? KIND.object | KIND.null : always;
  const list = isMultiple(field) ? KIND.list : 0;
  const number = takesOneOf(field, NUMBERS) ? KIND.number : 0;
  return always | list | number | (takesOneOf(field, [true, false]) ? KIND.boolean : 0);
}

function takesOneOf(field: Field, values: readonly (number | boolean)[]): boolean {
  const known = [...knownValues(field)];
  // A number goes out as its text, which may be a code of the option set: so codes that are numbers are tried, too.
  const numbers =
    typeof values[0] === 'number' ? known.map((text) => Number(text)).filter((number) => !Number.isNaN(number)) : [];
  return [...values, ...numbers].some((value) => convertValue(field, value).ok);
}

/** Examples of every kind of number that value types tell apart; the last may be a telephone number. */
const NUMBERS = [0, 1, -1, 0.5, 123_456];

function wantedBy({ target, optionMap }: Field): string {
  if (target.is === 'element') {
    const { valueType, optionSet } = target.element;
    return optionMap ? `a choice of ${optionMap.name}` : optionSet ? `${valueType}, with options` : valueType;
  }
  const { type } = target.property;
  return typeof type === 'string'
    ? { uid: 'a UID', date: 'a date', period: 'a period', text: 'text', geometry: 'a GeoJSON geometry' }[type]
    : type.join(' or ');
}
