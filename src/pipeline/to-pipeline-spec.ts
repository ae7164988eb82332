/** A checked spec as the rest of the program wants it. What does not fit the language cannot come here. */
import { join } from 'node:path';
import { canonicalJson, isObject, type Json } from '../base/json.ts';
import type { Pointer } from '../base/pointer.ts';
import type { ComponentKind } from '../contracts/component.ts';
import type { Assembly } from './assembly.ts';
import type { ChosenKinds } from './chosen-kinds.ts';
import { ownKeys, type ObjectSchema } from './component-schema.ts';
import { toExpressionText } from './expression-scalars.ts';
import { conversionsOf } from './spec-conversions.ts';
import { INDEX_KEYS, LANGUAGE, SINK_KEYS, SOURCE_KEYS } from './language.ts';
import type { KeyValueSpec } from '../mapping/mapping-spec.ts';
import type {
  ComponentSpec,
  Conversions,
  IndexKeys,
  Keys,
  PipelineSpec,
  SinkKeys,
  SourceKeys,
} from './pipeline-spec.ts';

/** Builds the spec from its checked value. `digest` is of the texts that it came from. */
export function toPipelineSpec(assembly: Assembly, kinds: ChosenKinds, digest: string): PipelineSpec {
  if (!kinds.source || kinds.sink?.role !== 'sink' || !kinds.index)
    throw new Error('a spec without source, sink or index came through the checks');
  const conversions = conversionsOf(assembly, kinds.sink);
  const { artifacts, notify: _, ...keys } = convert(LANGUAGE, [], assembly, conversions) as Keys;
  const source = convert(SOURCE_KEYS, ['source'], assembly, conversions) as SourceKeys;
  const sink = convert(SINK_KEYS, ['sink'], assembly, conversions) as SinkKeys;
  const index = convert(INDEX_KEYS, ['index'], assembly, conversions) as IndexKeys;
  const connections = [...kinds.connections].map(
    ([name, kind]) => [name, toComponent(['connections', name], kind, assembly)] as const,
  );
  return {
    ...keys,
    connections: toRecord(connections),
    source: { pair: [], versions: [], ...source, ...toComponent(['source'], kinds.source, assembly) },
    sink: { ...sink, ...toSink(kinds.sink, assembly) },
    index: {
      ...toComponent(['index'], kinds.index, assembly),
      path: index.connection === undefined ? conversions.path(['index', 'path']).path : index.path,
      namespace: index.namespace ?? keys.name,
    },
    artifacts: { ...artifacts, folder: artifacts.folder?.path ?? join(assembly.folderOf([]), 'runs', keys.name) },
    digest,
    mapsBy: toMapsBy(assembly),
  };
}

/** What of a spec has a say in what becomes of a record: where it comes from, or when people are told, has none. */
const MAPS: readonly Pointer[] = [
  ...['name', 'lookups', 'mapping', 'transform', 'functions', 'sink'].map((key) => [key]),
  ...['key', 'pair', 'where', 'versions', 'group', 'missing'].map((key) => ['source', key]),
  ['index', 'namespace'],
];

function toMapsBy({ valueAt }: Assembly): string {
  return canonicalJson(MAPS.map((pointer) => (valueAt(pointer) as Json | undefined) ?? null));
}

function toComponent(
  pointer: Pointer,
  kind: ComponentKind,
  { valueAt, placeOf, folderOf, scalarAt }: Assembly,
): ComponentSpec {
  const written = valueAt(pointer) as { readonly [key: string]: Json };
  const config = ownKeys(kind).filter((key) => Object.hasOwn(written, key));
  return {
    kind: kind.kind,
    connection: written['connection'] as string | undefined,
    config: toRecord(config.map((key) => [key, written[key] as Json])),
    folder: folderOf(pointer),
    place: placeOf(pointer, 'key'),
    placeOf: (property) => placeOf([...pointer, property]),
    expressionOf: (property) => {
      const found = scalarAt([...pointer, property]);
      return found?.is === 'expression' ? toExpressionText(found.scalar) : undefined;
    },
  };
}

/** A sink, with what it alone fills. */
function toSink(
  kind: ComponentKind,
  assembly: Assembly,
): ComponentSpec & { readonly keyValue: KeyValueSpec | undefined } {
  const component = toComponent(['sink'], kind, assembly);
  const property = kind.role === 'sink' ? kind.keyProperty : undefined;
  const id = property === undefined ? undefined : component.config[property];
  const isNamed = property !== undefined && typeof id === 'string';
  return { ...component, keyValue: isNamed ? { id, place: component.placeOf(property) } : undefined };
}

/** The values at a place that a schema knows, each turned into what it `becomes`: by type a `Checked` of that schema. */
function convert(schema: ObjectSchema, at: Pointer, assembly: Assembly, conversions: Conversions): unknown {
  const { becomes, properties, additionalProperties, items } = schema;
  if (typeof becomes === 'string') return conversions[becomes as keyof Conversions](at);
  const value = assembly.valueAt(at);
  if (Array.isArray(value) && isObject(items))
    return value.map((_, index) => convert(items, [...at, index], assembly, conversions));
  if (!isObject(value) || (!properties && !isObject(additionalProperties))) return value;
  const known = Object.keys(value).flatMap((key) => {
    const inner = properties && Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    return isObject(inner) ? [[key, convert(inner, [...at, key], assembly, conversions)] as const] : [];
  });
  return toRecord(known);
}

/** Names come from people: an object without a prototype has no member that they did not write. */
function toRecord<T>(entries: Iterable<readonly [string, T]>): { readonly [name: string]: T } {
  return Object.assign(Object.create(null) as object, Object.fromEntries(entries));
}
