/** A checked spec as the rest of the program wants it. What does not fit the language cannot come here. */
import { dirname, join, resolve } from 'node:path';
import type { Pointer } from '../base/json-document.ts';
import { isObject, type Json } from '../base/json.ts';
import type { ComponentKind } from '../contracts/component.ts';
import type { ExpressionText } from '../base/expression-text.ts';
import type { Assembly } from './assembly.ts';
import type { ChosenKinds } from './check-spec.ts';
import { ownKeys } from './component-schema.ts';
import { toExpressionText } from './expression-text.ts';
import type { WrittenFunction } from '../expression/rules/check-user-functions.ts';
import type {
  FieldSpec,
  MappingPaths,
  NamedField,
  PathSpec,
  TransformSpec,
  VersionSpec,
  Written,
} from '../mapping/mapping-spec.ts';
import type { ComponentSpec, NamedColumn, PipelineSpec } from './pipeline-spec.ts';
import { parseDuration, parseLimit } from './units.ts';

type Tree = { readonly [key: string]: unknown };

/** Builds the spec from its checked value. `digest` is of the texts that it came from. */
export function toPipelineSpec(assembly: Assembly, kinds: ChosenKinds, digest: string): PipelineSpec {
  return new Builder(assembly, kinds).build(digest);
}

class Builder {
  readonly #assembly: Assembly;
  readonly #kinds: ChosenKinds;
  readonly #root: Tree;

  constructor(assembly: Assembly, kinds: ChosenKinds) {
    this.#assembly = assembly;
    this.#kinds = kinds;
    this.#root = asTree(assembly.value);
  }

  build(digest: string): PipelineSpec {
    const { source, sink } = this.#kinds;
    if (!source || !sink) throw new Error('a spec without source or sink came through the checks');
    const name = String(this.#root['name']);
    const index = asTree(this.#root['index']);
    const connection = index['connection'] as string | undefined;
    const artifacts = asTree(this.#root['artifacts']);
    return {
      name,
      description: this.#root['description'] as string | undefined,
      timeZone: String(this.#root['timeZone']),
      connections: toRecord(
        [...this.#kinds.connections].map(([key, kind]) => [key, this.#component(['connections', key], kind)]),
      ),
      source: this.#source(source),
      lookups: toRecord(Object.keys(asTree(this.#root['lookups'])).map((key) => [key, this.#path(['lookups', key])])),
      mapping: this.#mapping(),
      transform: this.#transform(),
      functions: Object.keys(asTree(this.#root['functions'])).map((name) => this.#function(name)),
      sink: {
        ...this.#component(['sink'], sink),
        giveUpAfterMs: parseDuration(String(this.#valueAt(['sink', 'giveUpAfter']))),
      },
      index: {
        connection,
        path: connection === undefined ? this.#path(['index', 'path']).path : String(index['path']),
        namespace: (index['namespace'] as string | undefined) ?? name,
        place: this.#assembly.placeOf(['index', 'path']),
      },
      reconcile: this.#reconcile(),
      artifacts: {
        folder:
          artifacts['folder'] === undefined
            ? join(this.#assembly.folderOf([]), 'runs', name)
            : this.#path(['artifacts', 'folder']).path,
        legacyNames: artifacts['legacyNames'] === true,
        keepMs: parseDuration(String(artifacts['keep'])),
      },
      digest,
    };
  }

  #component(pointer: Pointer, kind: ComponentKind): ComponentSpec {
    const written = asTree(this.#valueAt(pointer));
    const config = ownKeys(kind).flatMap((key) =>
      Object.hasOwn(written, key) ? [[key, written[key] as Json] as const] : [],
    );
    return {
      kind: kind.kind,
      connection: written['connection'] as string | undefined,
      config: toRecord(config),
      folder: this.#assembly.folderOf(pointer),
      place: this.#assembly.placeOf(pointer, 'key'),
      placeOf: (property) => this.#assembly.placeOf([...pointer, property]),
    };
  }

  #source(kind: ComponentKind): PipelineSpec['source'] {
    const written = asTree(this.#root['source']);
    const maxAge = written['maxAge'] as string | undefined;
    const versions = (written['versions'] ?? []) as readonly unknown[];
    return {
      ...this.#component(['source'], kind),
      key: this.#columns(['source', 'key']),
      pair: this.#columns(['source', 'pair']),
      where: this.#expression(['source', 'where']),
      versions: versions.map((_, index) => this.#version(['source', 'versions', index])),
      maxAgeMs: maxAge === undefined ? undefined : parseDuration(maxAge),
    };
  }

  #columns(pointer: Pointer): readonly NamedColumn[] {
    const value = this.#valueAt(pointer);
    if (value === undefined) return [];
    if (!Array.isArray(value)) return [this.#column(pointer)];
    return value.map((_, index) => this.#column([...pointer, index]));
  }

  #column(pointer: Pointer): NamedColumn {
    const value = this.#valueAt(pointer);
    if (!isObject(value)) return { column: String(value), isOptional: false, place: this.#assembly.placeOf(pointer) };
    const place = this.#assembly.placeOf([...pointer, 'column']);
    return { column: String(value['column']), isOptional: value['optional'] === true, place };
  }

  #version(pointer: Pointer): VersionSpec {
    const written = asTree(this.#valueAt(pointer));
    const when = this.#expression([...pointer, 'when']);
    if (!when) throw new Error('a version without when came through the checks');
    const optional = (key: string): PathSpec | undefined =>
      written[key] === undefined ? undefined : this.#path([...pointer, key]);
    return {
      name: String(written['name']),
      when,
      columns: optional('columns'),
      options: optional('options'),
      fallback: written['fallback'] === 'common' ? 'common' : undefined,
    };
  }

  #mapping(): MappingPaths | undefined {
    const written = this.#root['mapping'];
    if (written === undefined) return undefined;
    const isLong = isObject(written);
    const generated = this.#path(isLong ? ['mapping', 'generated'] : ['mapping']);
    const beside = (key: string, file: string): PathSpec =>
      isLong && written[key] !== undefined
        ? this.#path(['mapping', key])
        : { path: join(dirname(generated.path), file), place: generated.place };
    return {
      generated,
      columns: beside('columns', 'mapping_de.json'),
      options: beside('options', 'mapping_optionSet.json'),
      metadata: beside('metadata', 'retrieved_program_metadata.json'),
    };
  }

  #transform(): TransformSpec {
    const written = asTree(this.#root['transform']);
    const { dataValues, ...properties } = written;
    return {
      properties: Object.keys(properties).map((key) => this.#named(['transform', key])),
      dataValues: Object.keys(asTree(dataValues)).map((key) => this.#named(['transform', 'dataValues', key])),
    };
  }

  #function(name: string): WrittenFunction {
    const text = this.#expression(['functions', name]);
    if (!text) throw new Error('a function without a text came through the checks');
    return { name, namePlace: this.#assembly.placeOf(['functions', name], 'key'), text };
  }

  #named(pointer: Pointer): NamedField {
    return {
      name: String(pointer.at(-1)),
      namePlace: this.#assembly.placeOf(pointer, 'key'),
      field: this.#field(pointer),
    };
  }

  #field(pointer: Pointer): FieldSpec {
    const value = this.#valueAt(pointer);
    if (!isObject(value)) return { form: 'short', value: this.#written(pointer) };
    return {
      form: 'long',
      from: value['from'] === undefined ? undefined : this.#written([...pointer, 'from']),
      when: this.#expression([...pointer, 'when']),
      required: value['required'] as boolean | undefined,
      place: this.#assembly.placeOf(pointer),
    };
  }

  #written(pointer: Pointer): Written {
    const expression = this.#expression(pointer);
    if (expression) return { is: 'expression', expression };
    const found = this.#assembly.scalarAt(pointer);
    const value = this.#valueAt(pointer) as Json;
    // A number is taken as it is written: 007 and 1.50 lose nothing.
    const isAltered =
      typeof value === 'number' && found?.scalar.style === 'plain' && String(value) !== found.scalar.raw;
    return { is: 'literal', value: isAltered ? found.scalar.raw : value, place: this.#assembly.placeOf(pointer) };
  }

  #expression(pointer: Pointer): ExpressionText | undefined {
    const found = this.#assembly.scalarAt(pointer);
    return found?.is === 'expression' ? toExpressionText(found.scalar) : undefined;
  }

  #reconcile(): PipelineSpec['reconcile'] {
    const { grace, guard, ...choices } = asTree(this.#root['reconcile']);
    const { created, changed, missing, atLeast } = asTree(guard);
    return {
      ...(choices as Omit<PipelineSpec['reconcile'], 'graceMs' | 'guard'>),
      graceMs: parseDuration(String(grace)),
      guard: {
        created: parseLimit(created as string),
        changed: parseLimit(changed as string),
        missing: parseLimit(missing as string),
        atLeast: Number(atLeast),
      },
    };
  }

  #path(pointer: Pointer): PathSpec {
    const path = resolve(this.#assembly.folderOf(pointer), String(this.#valueAt(pointer)));
    return { path, place: this.#assembly.placeOf(pointer) };
  }

  #valueAt(pointer: Pointer): unknown {
    let value: unknown = this.#root;
    for (const step of pointer) {
      const holder = value as Record<string | number, unknown> | undefined;
      value = holder !== undefined && Object.hasOwn(holder, step) ? holder[step] : undefined;
    }
    return value;
  }
}

function asTree(value: unknown): Tree {
  return isObject(value) ? value : {};
}

/** Names come from people: an object without a prototype has no member that they did not write. */
function toRecord<T>(entries: Iterable<readonly [string, T]>): { readonly [name: string]: T } {
  return Object.assign(Object.create(null) as object, Object.fromEntries(entries));
}
