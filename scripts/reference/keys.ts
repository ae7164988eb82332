import { isObject } from '../../src/base/json.ts';
import { toCode, toTable } from './markdown.ts';

interface Schema {
  readonly [keyword: string]: unknown;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly expected?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly notYet?: true | readonly unknown[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly additionalProperties?: boolean | Schema;
}

/** Rows of a table of keys, those inside sets and lists below their own: `source.versions[].name`. */
export function keyRows(schema: object, prefix: string): string[][] {
  const { properties = {}, required = [] } = schema as Schema;
  return Object.entries(properties).flatMap(([name, property]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const isRequired = required.includes(name);
    const row = [toCode(path), toAllowed(property), toDefault(property, isRequired), toMeaning(property)];
    return [
      row,
      ...keyRows(property, path),
      ...(property.items ? keyRows(property.items, `${path}[]`) : []),
      ...insides(property, path),
    ];
  });
}

/** Keys of the long form, where a key also has a short one. */
function insides(schema: Schema, path: string): string[][] {
  const own = (schema.anyOf ?? []).flatMap((branch) => [
    ...keyRows(branch, path),
    ...(branch.items ? insides(branch.items, `${path}[]`) : []),
  ]);
  const named = schema.additionalProperties;
  if (!isObject(named)) return own;
  const inner = `${path}.<name>`;
  const row = named.description === undefined ? [] : [[toCode(inner), toAllowed(named), '', toMeaning(named)]];
  return [...own, ...row, ...insides(named, inner)];
}

export function keyTable(rows: readonly (readonly string[])[]): string {
  return toTable(['key', 'takes', 'default', 'meaning'], rows);
}

function toDefault(schema: Schema, isRequired: boolean): string {
  const value = schema['default'];
  if (value === undefined || isObject(value)) return isRequired ? 'required' : '';
  return toCode(typeof value === 'string' ? value : JSON.stringify(value));
}

function toMeaning({ description = '', notYet }: Schema): string {
  return notYet === true ? `${description} *Part of the language, but not built yet.*` : description;
}

function toAllowed(schema: Schema): string {
  const { enum: values, notYet, expected, type } = schema;
  if (values) {
    const later = Array.isArray(notYet) ? notYet : [];
    return values.map((value) => `${toCode(String(value))}${later.includes(value) ? ' (not yet)' : ''}`).join(', ');
  }
  if (schema['const'] !== undefined) return toCode(String(schema['const']));
  if (expected !== undefined) return expected.startsWith('made of') ? `text, ${expected}` : expected;
  const types = [type ?? []].flat().map((name) => TYPES[name] ?? name);
  const { minimum, maximum } = schema;
  const range =
    minimum === undefined
      ? ''
      : maximum === undefined
        ? `, at least ${String(minimum)}`
        : `, ${String(minimum)} to ${String(maximum)}`;
  return types.join(' or ') + range;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  boolean: 'true or false',
  array: 'list',
  object: 'keys below',
};
