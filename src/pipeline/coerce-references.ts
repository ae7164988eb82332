import { isObject } from '../base/json.ts';
import type { Pointer } from '../base/pointer.ts';
import type { Assembly } from './assembly.ts';
import type { ObjectSchema } from './component-schema.ts';

/**
 * What `${…}` gives is text. Where the schema wants a number or true/false, and the text is one, it becomes that, in
 * place; a password of digits stays text, since its schema says so.
 * @param at where the value stands that the schema is for
 */
export function coerceReplaced({ scalars, valueAt }: Assembly, schema: ObjectSchema, at: Pointer): void {
  for (const { scalar, is } of scalars) {
    const { pointer } = scalar;
    if (is !== 'replaced' || !at.every((step, index) => pointer[index] === step)) continue;
    const key = pointer.slice(at.length).at(-1);
    const text = valueAt(pointer);
    if (key === undefined || typeof text !== 'string') continue;
    const holder = valueAt(pointer.slice(0, -1)) as Record<string | number, unknown>;
    holder[key] = coerce(text, typesAt(schema, pointer.slice(at.length)));
  }
}

function coerce(text: string, types: ReadonlySet<string>): unknown {
  if (types.has('string')) {
    // Beside text, only a plain number may be meant: a limit of 50 records against one of 50%.
    return types.has('integer') && /^\d{1,15}$/.test(text) ? Number(text) : text;
  }
  if ((types.has('integer') || types.has('number')) && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text)) return Number(text);
  if (types.has('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

/** Types that a schema takes at a pointer. */
function typesAt(schema: ObjectSchema, pointer: Pointer): Set<string> {
  const branches = [...listOf(schema['anyOf']), ...listOf(schema['oneOf'])];
  const found = new Set<string>();
  for (const branch of branches) for (const type of typesAt(branch, pointer)) found.add(type);
  const [step, ...rest] = pointer;
  if (step === undefined) for (const type of [schema['type']].flat()) if (typeof type === 'string') found.add(type);
  if (step === undefined) return found;
  const next =
    typeof step === 'number' ? schema['items'] : (schema.properties?.[step] ?? schema['additionalProperties']);
  if (isObject(next)) for (const type of typesAt(next, rest)) found.add(type);
  return found;
}

function listOf(value: unknown): readonly ObjectSchema[] {
  return Array.isArray(value) ? (value as ObjectSchema[]) : [];
}
