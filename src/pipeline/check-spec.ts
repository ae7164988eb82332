/** Everything that can be told wrong about a spec by its text alone; the world (files, servers) comes later. */
import type { Pointer } from '../base/json-document.ts';
import { isObject } from '../base/json.ts';
import { nearest } from '../base/nearest.ts';
import { problem, warning, type Problem } from '../base/problem.ts';
import { checkSchema, toPath } from '../base/schema.ts';
import type { ComponentKind } from '../contracts/component.ts';
import type { Assembly } from './assembly.ts';
import { coerceReplaced } from './coerce-references.ts';
import { componentSchema, ownKeys, transformSchema, type ObjectSchema } from './component-schema.ts';
import { LANGUAGE } from './language.ts';
import { isEmptyField } from './refine-problems.ts';
import { isTimeZone } from '../base/units.ts';

/** The kinds that a spec has chosen, by the part that chose them; absent where the choice is no kind. */
export interface ChosenKinds {
  readonly connections: ReadonlyMap<string, ComponentKind>;
  readonly source: ComponentKind | undefined;
  readonly sink: ComponentKind | undefined;
}

export interface SpecCheck {
  readonly kinds: ChosenKinds;
  readonly problems: readonly Problem[];
}

/** Checks an assembled spec against the language and the registered kinds, and fills in defaults in its value. */
export function checkSpec(assembly: Assembly, registry: readonly ComponentKind[], warnUnused: boolean): SpecCheck {
  return new SpecChecker(assembly, registry).check(warnUnused);
}

class SpecChecker {
  readonly #assembly: Assembly;
  readonly #registry: readonly ComponentKind[];
  readonly #problems: Problem[] = [];
  readonly #kindAt = new Map<string, ComponentKind>();

  constructor(assembly: Assembly, registry: readonly ComponentKind[]) {
    this.#assembly = assembly;
    this.#registry = registry;
  }

  check(warnUnused: boolean): SpecCheck {
    const root: unknown = this.#assembly.value;
    if (isObject(root)) {
      // `connections:` with nothing after it means none.
      for (const key of ['connections', 'lookups', 'transform', 'functions', 'reconcile', 'artifacts'])
        if (root[key] === null) delete root[key];
    }
    this.#against(LANGUAGE, []);
    const connections = new Map<string, ComponentKind>();
    const declared = this.#objectAt(['connections']);
    for (const name of Object.keys(declared ?? {})) {
      const kind = this.#component(['connections', name], ['storage', 'server']);
      if (kind) connections.set(name, kind);
    }
    const source = this.#component(['source'], ['source']);
    const sink = this.#component(['sink'], ['sink']);
    if (sink?.role === 'sink' && this.#objectAt(['transform'])) this.#against(transformSchema(sink), ['transform']);
    const used = this.#connectionsUsed({ connections, source, sink }, declared ?? {});
    if (warnUnused && this.#problems.length === 0) this.#unused(Object.keys(declared ?? {}), used);
    this.#timeZone();
    this.#versionNames();
    this.#noExpressions();
    this.#nothingWritten();
    return { kinds: { connections, source, sink }, problems: this.#problems };
  }

  #against(schema: ObjectSchema, pointer: Pointer): void {
    const { placeOf } = this.#assembly;
    const value = this.#assembly.valueAt(pointer);
    coerceReplaced(this.#assembly, schema, pointer, value);
    const found = checkSchema(
      schema,
      value,
      (inner, part) => placeOf([...pointer, ...inner], part),
      (inner) => this.#nameOf([...pointer, ...inner]),
    );
    this.#problems.push(...found);
  }

  /** Chooses the kind first, then checks against that kind's schema alone. */
  #component(pointer: Pointer, roles: readonly ComponentKind['role'][]): ComponentKind | undefined {
    const value = this.#objectAt(pointer);
    if (!value) {
      const isThere = this.#assembly.valueAt(pointer) !== undefined && pointer.length > 1;
      if (isThere) this.#against({ type: 'object' }, pointer);
      return undefined;
    }
    const known = this.#registry.filter((one) => roles.includes(one.role));
    const names = known.map((one) => one.kind);
    const { placeOf } = this.#assembly;
    if (value['kind'] === undefined) {
      const args = { key: 'kind', where: this.#nameOf(pointer), expected: `one of ${names.join(', ')}` };
      this.#problems.push(problem('spec/missing-key', args, placeOf(pointer, 'key')));
      return undefined;
    }
    const kind = known.find((one) => one.kind === value['kind']);
    if (!kind) {
      const written = typeof value['kind'] === 'string' ? value['kind'] : JSON.stringify(value['kind']);
      const args = { kind: written, where: toPath(pointer), known: names, nearest: nearest(written, names) ?? '' };
      this.#problems.push(problem('spec/unknown-kind', args, placeOf([...pointer, 'kind'])));
      return undefined;
    }
    this.#kindAt.set(JSON.stringify(pointer), kind);
    this.#against(componentSchema(kind), pointer);
    return kind;
  }

  /** Checks the names of connections where they are used; returns those that are. */
  #connectionsUsed({ connections, source, sink }: ChosenKinds, declared: object): Set<string> {
    const used = new Set<string>();
    const storages = this.#registry.flatMap((one) => (one.role === 'storage' ? [one.kind] : []));
    const uses: [string, readonly string[] | undefined][] = [
      ['source', acceptedBy(source, storages)],
      ['sink', acceptedBy(sink, storages)],
      ['index', storages],
    ];
    for (const [part, accepts] of uses) {
      const name = this.#objectAt([part])?.['connection'];
      if (typeof name !== 'string') continue;
      used.add(name);
      const place = this.#assembly.placeOf([part, 'connection']);
      const kind = connections.get(name);
      if (!Object.hasOwn(declared, name)) {
        const known = Object.keys(declared);
        this.#problems.push(
          problem('spec/unknown-connection', { name, known, nearest: nearest(name, known) ?? '' }, place),
        );
      } else if (kind && accepts && !accepts.includes(kind.kind)) {
        const fitting = [...connections].filter(([, one]) => accepts.includes(one.kind)).map(([one]) => one);
        const args = { name, kind: kind.kind, where: this.#nameOf([part]), accepts, fitting };
        this.#problems.push(problem('spec/connection-kind', args, place));
      }
    }
    return used;
  }

  #unused(declared: readonly string[], used: ReadonlySet<string>): void {
    for (const name of declared) {
      if (used.has(name)) continue;
      this.#problems.push(
        warning('spec/unused-connection', { name }, this.#assembly.placeOf(['connections', name], 'key')),
      );
    }
  }

  #timeZone(): void {
    const zone = this.#objectAt([])?.['timeZone'];
    if (typeof zone !== 'string' || isTimeZone(zone)) return;
    const near = nearest(zone, Intl.supportedValuesOf('timeZone')) ?? '';
    this.#problems.push(problem('spec/time-zone', { zone, nearest: near }, this.#assembly.placeOf(['timeZone'])));
  }

  #versionNames(): void {
    const versions = this.#objectAt(['source'])?.['versions'];
    if (!Array.isArray(versions)) return;
    const seen = new Set<string>();
    for (const [index, version] of versions.entries()) {
      const name: unknown = isObject(version) ? version['name'] : undefined;
      if (typeof name !== 'string') continue;
      const place = this.#assembly.placeOf(['source', 'versions', index, 'name']);
      if (seen.has(name)) this.#problems.push(problem('spec/version-twice', { name }, place));
      seen.add(name);
    }
  }

  /** Only where, when and the fields under transform are expressions; a kind's own keys hold any text. */
  #noExpressions(): void {
    for (const { scalar, is } of this.#assembly.scalars) {
      const [part, key] = scalar.pointer;
      if (is !== 'expression' || scalar.raw === '=') continue;
      if (part === 'transform' || part === 'functions' || part === 'connections') continue;
      if (scalar.pointer.at(-1) === 'where' || scalar.pointer.at(-1) === 'when') continue;
      const kind = this.#kindAt.get(JSON.stringify([part]));
      if (kind && ownKeys(kind).includes(String(key))) continue;
      this.#problems.push(problem('spec/no-expression', { where: this.#nameOf(scalar.pointer) }, scalar.place));
    }
  }

  /** A field that somebody forgot to fill in must not send blanks: null says that it is meant. */
  #nothingWritten(): void {
    for (const { scalar } of this.#assembly.scalars) {
      if (!isEmptyField(scalar)) continue;
      const place = this.#assembly.placeOf(scalar.pointer, 'key');
      this.#problems.push(
        problem(
          'spec/nothing-written',
          { name: String(scalar.pointer.at(-1)), nullable: scalar.pointer[1] === 'dataValues' },
          place,
        ),
      );
    }
  }

  #nameOf(pointer: Pointer): string {
    const kind = this.#kindAt.get(JSON.stringify(pointer));
    return kind ? `${toPath(pointer)} (${kind.kind})` : toPath(pointer);
  }

  #objectAt(pointer: Pointer): Record<string, unknown> | undefined {
    const value = this.#assembly.valueAt(pointer);
    return isObject(value) ? value : undefined;
  }
}

/** Kinds of connection that a component takes. */
function acceptedBy(kind: ComponentKind | undefined, storages: readonly string[]): readonly string[] | undefined {
  if (!kind || !('accepts' in kind)) return undefined;
  return kind.accepts.role === 'storage' ? storages : kind.accepts.kinds;
}
