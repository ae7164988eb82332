/** What built-ins and helpers give, as far as their arguments tell: more than a signature can say. */
import { bindHelper } from '../helpers/bind-helper.ts';
import { HELPERS } from '../helpers/helper-table.ts';
import type { LookupTable } from '../helpers/helper.ts';
import { toValidation, VALIDATIONS } from '../helpers/validation.ts';
import type { Inspection } from './inspect.ts';
import { Miss } from '../../base/miss.ts';
import {
  DATE_TIME_SHAPE,
  DAY_SHAPE,
  like,
  oneOf,
  TIME_SHAPE,
  UID_SHAPE,
  unchangedBy,
  upTo,
  type Shape,
} from '../text-shapes.ts';
import { isOnly, KIND, listOf, type Type } from '../types.ts';

/** Type of a call whose arguments have the right number; `general` is what the signature says. */
export function resultOf(inspection: Inspection, name: string, types: readonly Type[], general: Type): Type {
  const [first] = types;
  if (name === 'choices' || name === 'split') {
    const shape = first?.words ?? first?.shape;
    return shape?.values ? listOf({ kinds: KIND.text, shape }) : general;
  }
  // Matches, or nothing where there is none.
  if (name === 'match') return { kinds: KIND.object | KIND.list };
  if (name === 'append' && types.length === 2) {
    const kinds = types.reduce((all, one) => all | one.kinds, 0);
    return (kinds & KIND.list) === 0 && kinds !== 0 ? { kinds: kinds | KIND.list } : general;
  }
  const shape = shapeOf(inspection, name, types);
  return shape && isOnly(general, KIND.text) ? { ...general, shape } : general;
}

function shapeOf(inspection: Inspection, name: string, types: readonly Type[]): Shape | undefined {
  const { context } = inspection;
  const [first, second, third] = types;
  switch (name) {
    case 'date':
      return DAY_SHAPE;
    case 'dateTime':
      return third?.literal === undefined ? DATE_TIME_SHAPE : { ...DATE_TIME_SHAPE, sample: '2025-03-14T10:15:00Z' };
    case 'time':
      return TIME_SHAPE;
    case 'validation':
      return VALIDATION_SHAPE;
    case 'period':
      return typeof second?.literal === 'string' ? periodShape(inspection, second.literal) : undefined;
    case 'uid':
      return UID_SHAPE;
    case 'orgUnit':
      return valuesOf(context.table('orgUnits'));
    case 'table':
      return typeof first?.literal === 'string' ? valuesOf(context.table(first.literal)) : undefined;
    case 'option':
      return optionShape(inspection, second);
    case 'uppercase':
      return changed(first, 'all in capital letters', (text) => text.toUpperCase());
    case 'lowercase':
      return changed(first, 'all in small letters', (text) => text.toLowerCase());
    case 'trim':
      return changed(first, 'without blanks around', (text) => text.trim().replace(/\s+/g, ' '));
    case 'substring':
      return typeof third?.literal === 'number' && third.literal > 0 ? upTo(third.literal) : undefined;
    case 'type':
      return (
        first && oneOf(new Set(TYPE_NAMES.filter(([kind]) => (first.kinds & kind) !== 0).map(([, one]) => one)), true)
      );
    default:
      return undefined;
  }
}

const VALIDATION_SHAPE = oneOf(new Set(VALIDATIONS), true, (text) => toValidation(text));

const TYPE_NAMES: readonly (readonly [number, string])[] = [
  [KIND.text, 'string'],
  [KIND.number, 'number'],
  [KIND.boolean, 'boolean'],
  [KIND.null, 'null'],
  [KIND.list, 'array'],
  [KIND.object, 'object'],
  [KIND.function, 'function'],
];

/** Known words stay known words in capital letters. */
function changed(first: Type | undefined, name: string, change: (text: string) => string): Shape {
  const { values, isCertain = true } = first?.shape ?? {};
  return values ? oneOf(new Set([...values].map((one) => change(one))), isCertain) : unchangedBy(name, change);
}

function optionShape({ context, isFunction }: Inspection, set: Type | undefined): Shape | undefined {
  if (set ? typeof set.literal !== 'string' : isFunction) return undefined;
  return valuesOf(context.options(set ? String(set.literal) : undefined));
}

/** A look-up may have thousands of lines, and be named in many fields. */
const SHAPES = new WeakMap<LookupTable, Shape>();

function valuesOf(table: LookupTable | undefined): Shape | undefined {
  if (!table) return undefined;
  const known = SHAPES.get(table);
  if (known) return known;
  const values = new Set<string>();
  for (const key of table.keys()) {
    const value = table.get(key);
    if (value !== undefined) values.add(value);
  }
  if (values.size === 0) return undefined;
  const shape = oneOf(values, false, (text) => table.get(text));
  SHAPES.set(table, shape);
  return shape;
}

function periodShape({ context }: Inspection, type: string): Shape | undefined {
  const helper = HELPERS.get('period');
  if (!helper) return undefined;
  try {
    const sample = bindHelper(helper, context)('2025-03-14', type);
    return typeof sample === 'string' ? like(sample) : undefined;
  } catch (error) {
    // A type that there is not is told elsewhere.
    if (error instanceof Miss) return undefined;
    throw error;
  }
}
