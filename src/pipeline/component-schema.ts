/** Schemas of components: what the language says of every source, sink or index, and what the chosen kind adds. */
import { isDefault, recordShape, type ComponentKind, type SinkKind } from '../contracts/component.ts';
import { INDEX_KEYS, SINK_KEYS, SOURCE_KEYS, targetField, valueFields } from './language.ts';

/** The part of an object schema that is read here. */
export interface ObjectSchema {
  readonly properties?: { readonly [key: string]: object };
  readonly required?: readonly string[];
  readonly [keyword: string]: unknown;
}

const built = new WeakMap<ComponentKind, ObjectSchema>();
const transforms = new WeakMap<SinkKind, ObjectSchema>();

/** The closed schema of a component of that kind, `kind` and the language's own keys included. */
export function componentSchema(kind: ComponentKind): ObjectSchema {
  const known = built.get(kind);
  if (known) return known;
  const own = ownSchema(kind);
  const language = languageOf(kind);
  const byDefault = isDefault(kind) ? { default: kind.kind } : {};
  const kindKey = { kind: { const: kind.kind, description: kind.summary, ...byDefault } };
  const schema = {
    ...own,
    type: 'object',
    description: kind.summary,
    properties: { ...kindKey, ...own.properties, ...language.properties },
    required: [
      ...(isDefault(kind) ? [] : ['kind']),
      ...requiredConnection(kind),
      ...(language.required ?? []),
      ...(own.required ?? []),
    ],
    additionalProperties: false,
  };
  built.set(kind, schema);
  return schema;
}

/** What the language says of every component of that role. */
function languageOf({ role }: ComponentKind): ObjectSchema {
  if (role === 'source') return SOURCE_KEYS;
  if (role === 'sink') return SINK_KEYS;
  return role === 'index' ? INDEX_KEYS : {};
}

/** The closed schema of `transform` for a sink: the properties of a record's own object, and its values. */
export function transformSchema(kind: SinkKind): ObjectSchema {
  const known = transforms.get(kind);
  if (known) return known;
  const shape = recordShape(kind);
  const targets = shape.properties.map((property) => [property.name, targetField(property.description)] as const);
  const properties = { ...Object.fromEntries(targets), ...(shape.values && valueFields(shape.values)) };
  const schema = { type: 'object', additionalProperties: false, properties };
  transforms.set(kind, schema);
  return schema;
}

/** The key of `transform` under which the sink's open-ended values stand, where it has such. */
export function valuesKeyOf(kind: ComponentKind | undefined): string | undefined {
  return kind?.role === 'sink' ? recordShape(kind).values?.name : undefined;
}

/** Keys that the kind itself declares. */
export function ownKeys(kind: ComponentKind): readonly string[] {
  return Object.keys(ownSchema(kind).properties ?? {});
}

export function ownSchema(kind: ComponentKind): ObjectSchema {
  return kind.schema;
}

function requiredConnection(kind: ComponentKind): string[] {
  return (kind.role === 'source' || kind.role === 'sink') && kind.accepts.role !== 'storage' ? ['connection'] : [];
}
