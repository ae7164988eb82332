import { isObject } from '../base/json.ts';
import type { Pointer } from '../base/pointer.ts';
import type { Assembly } from './assembly.ts';
import type { ObjectSchema } from './component-schema.ts';

/**
 * What `${…}` gives is text. Where the schema wants a number or true/false, and the text is one, it becomes that; a
 * password of digits stays text, since its schema says so.
 * @param value what stands at `at`; changed in place
 */
export function coerceReplaced({ scalars }: Assembly, schema: ObjectSchema, at: Pointer, value: unknown): void {
  for (const { scalar, is } of scalars) {
    if (is !== 'replaced' || !at.every((step, index) => scalar.pointer[index] === step)) continue;
    const inner = scalar.pointer.slice(at.length);
    const last = inner.at(-1);
    let parent = value;
    for (const step of inner.slice(0, -1)) parent = (parent as Record<string | number, unknown> | undefined)?.[step];
    if (last === undefined || parent === null || typeof parent !== 'object') continue;
    const holder = parent as Record<string | number, unknown>;
    const written = holder[last];
    if (typeof written === 'string') holder[last] = coerce(written, typesAt(schema, inner));
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
