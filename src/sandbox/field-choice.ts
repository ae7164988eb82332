import { isObject } from '../base/json.ts';

/** One wish of a `fields` expression. `children` null: the property as it stands by default. */
interface Field {
  readonly name: string;
  readonly as: string;
  readonly children: readonly Field[] | null;
  readonly transform: string;
}

/** Finds the full object behind a reference such as `{ "id": … }`; the object itself where there is none. */
export type Resolve = (object: Record<string, unknown>) => Record<string, unknown>;

const PRESETS: ReadonlyMap<string, readonly string[]> = new Map([
  ['identifiable', ['id', 'name', 'code', 'created', 'lastUpdated']],
  ['nameable', ['id', 'name', 'shortName', 'description', 'code', 'created', 'lastUpdated']],
]);

/**
 * Reads a `fields` expression: `id,programStages[id,name],!sharing,*,code~rename(short)`. It is read leniently, as
 * DHIS2 does: brackets that are never closed end with the text.
 */
export function parseFields(text: string): readonly Field[] {
  let at = 0;
  const read = (): Field[] => {
    const fields: Field[] = [];
    while (at < text.length && text[at] !== ']') {
      if (text[at] === ',' || text[at] === ' ') {
        at += 1;
        continue;
      }
      fields.push(readOne());
    }
    at += 1;
    return fields;
  };
  const readOne = (): Field => {
    const start = at;
    let depth = 0;
    while (at < text.length) {
      const char = text[at];
      if (char === '(') depth += 1;
      if (char === ')') depth -= 1;
      if (depth === 0 && (char === ',' || char === '[' || char === ']')) break;
      at += 1;
    }
    const [name = '', ...transforms] = text
      .slice(start, at)
      .trim()
      .split(/~|\||::/);
    const renamed = transforms
      .map((transform) => /^rename\((.+)\)$/.exec(transform)?.[1])
      .find((transform) => transform !== undefined);
    const transform = transforms.find((name) => !name.startsWith('rename')) ?? '';
    let children: Field[] | null = null;
    if (text[at] === '[') {
      at += 1;
      children = read();
    }
    return { name, as: renamed ?? name, children, transform };
  };
  const fields: Field[] = [];
  while (at < text.length) fields.push(...read());
  return fields;
}

/** The asked part of an object. Properties that are null or absent are left out, as DHIS2 does. */
export function pick(
  object: Record<string, unknown>,
  fields: readonly Field[],
  resolve: Resolve,
): Record<string, unknown> {
  const source = resolve(object);
  const excluded = new Set(fields.filter((field) => field.name.startsWith('!')).map((field) => field.name.slice(1)));
  const picked = new Map<string, unknown>();
  for (const field of fields) {
    if (field.name.startsWith('!')) continue;
    for (const wish of expand(field, source)) {
      if (excluded.has(wish.name) || !Object.hasOwn(source, wish.name)) continue;
      const value = transformed(show(source[wish.name], wish.children, resolve), wish.transform);
      if (value !== null && value !== undefined) picked.set(wish.as, value);
    }
  }
  return Object.fromEntries(picked);
}

/** `*` and presets become the properties they stand for. */
function expand(field: Field, source: Record<string, unknown>): readonly Field[] {
  const preset = field.name === '*' ? 'all' : field.name.startsWith(':') ? field.name.slice(1) : null;
  if (preset === null) return [field];
  const names = PRESETS.get(preset) ?? Object.keys(source);
  const plain = preset === 'simple' ? names.filter((name) => typeof source[name] !== 'object') : names;
  return plain.map((name) => ({ name, as: name, children: null, transform: '' }));
}

function show(value: unknown, children: readonly Field[] | null, resolve: Resolve): unknown {
  if (Array.isArray(value)) return value.map((item) => show(item, children, resolve));
  if (!isObject(value)) return value;
  if (children !== null) return pick(value, children, resolve);
  return typeof value['id'] === 'string' ? { id: value['id'] } : value;
}

function transformed(value: unknown, transform: string): unknown {
  const count = Array.isArray(value) ? value.length : isObject(value) ? Object.keys(value).length : 0;
  if (transform === 'size') return count;
  if (transform === 'isEmpty') return count === 0;
  if (transform === 'isNotEmpty') return count > 0;
  return value;
}
