/** JSON texts of small objects that come again and again: each is made once, and kept with its object. */
import type { Json, JsonObject } from './json.ts';

/** No property that anybody sees who looks at the object. */
const TEXT = Symbol('JSON text');

/** The same object, which never changes from now on, with its JSON text. */
export function withJsonText<T extends JsonObject>(object: T): T {
  Object.defineProperty(object, TEXT, { value: JSON.stringify(object) });
  return Object.freeze(object);
}

/** The same as JSON.stringify, and quick for long lists of objects that bring their texts. */
export function toJsonText(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const known = (value as { readonly [TEXT]?: string })[TEXT];
  if (known !== undefined) return known;
  return Array.isArray(value) ? listText(value) : objectText(value as JsonObject);
}

function listText(list: readonly Json[]): string {
  let text = '';
  for (const one of list) text += (text === '' ? '[' : ',') + toJsonText(one);
  return text === '' ? '[]' : `${text}]`;
}

function objectText(object: JsonObject): string {
  let text = '';
  for (const name of Object.keys(object)) {
    const value = object[name];
    if (value !== undefined) text += `${(text === '' ? '{' : ',') + JSON.stringify(name)}:${toJsonText(value)}`;
  }
  return text === '' ? '{}' : `${text}}`;
}
