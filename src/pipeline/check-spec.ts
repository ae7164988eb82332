/** Everything that can be told wrong about a spec by its text alone; the world (files, servers) comes later. */
import { isObject } from '../base/json.ts';
import { nearest } from '../base/nearest.ts';
import { toPath, type Pointer } from '../base/pointer.ts';
import { problem, warning, type Problem } from '../base/problem.ts';
import { checkSchema } from '../base/schema.ts';
import { isTimeZone } from '../base/units.ts';
import { isDefault, type ComponentKind } from '../contracts/component.ts';
import type { Assembly } from './assembly.ts';
import { checkConnectionNames, findUnusedConnections } from './check-connections.ts';
import { checkNoExpressions, checkNothingWritten } from './check-scalars.ts';
import type { ChosenKinds } from './chosen-kinds.ts';
import { coerceReplaced } from './coerce-references.ts';
import { componentSchema, transformSchema, type ObjectSchema } from './component-schema.ts';
import { LANGUAGE } from './language.ts';
import { explainUnknownKeys } from './unknown-keys.ts';

export interface SpecCheck {
  readonly kinds: ChosenKinds;
  readonly problems: readonly Problem[];
}

/** Checks an assembled spec against the language and the registered kinds, and fills in defaults in its value. */
export function checkSpec(assembly: Assembly, registry: readonly ComponentKind[], warnUnused: boolean): SpecCheck {
  removeEmptyParts(assembly);
  const problems = checkAgainst(LANGUAGE, [], assembly);
  const kinds = chooseKinds(assembly, registry, problems);
  if (kinds.sink?.role === 'sink' && isObject(assembly.valueAt(['transform'])))
    problems.push(...checkAgainst(transformSchema(kinds.sink), ['transform'], assembly));
  problems.push(...checkConnectionNames(assembly, kinds, registry));
  if (warnUnused && problems.length === 0) problems.push(...findUnusedConnections(assembly));
  problems.push(...checkTimeZone(assembly), ...checkVersionNames(assembly), ...checkMaxAge(assembly, kinds));
  problems.push(...checkGroup(assembly));
  problems.push(...checkNoExpressions(assembly, kinds), ...checkNothingWritten(assembly, kinds));
  return { kinds, problems: explainUnknownKeys(problems, assembly, registry) };
}

/** `connections:` with nothing after it means none. */
function removeEmptyParts({ value }: Assembly): void {
  const root: unknown = value;
  if (!isObject(root)) return;
  for (const key of ['connections', 'lookups', 'transform', 'functions', 'reconcile', 'artifacts'])
    if (root[key] === null) delete root[key];
}

/** Checks what stands at a place against a schema. `kind` is that of the component there. */
function checkAgainst(schema: ObjectSchema, pointer: Pointer, assembly: Assembly, kind?: ComponentKind): Problem[] {
  coerceReplaced(assembly, schema, pointer);
  return checkSchema(
    schema,
    assembly.valueAt(pointer),
    (inner, part) => assembly.placeOf([...pointer, ...inner], part),
    (inner) => {
      const path = toPath([...pointer, ...inner]);
      return kind && inner.length === 0 ? `${path} (${kind.kind})` : path;
    },
  );
}

function chooseKinds(assembly: Assembly, registry: readonly ComponentKind[], problems: Problem[]): ChosenKinds {
  const choose = (pointer: Pointer, ...roles: readonly ComponentKind['role'][]): ComponentKind | undefined => {
    const known = registry.filter((kind) => roles.includes(kind.role));
    const chosen = chooseKind(pointer, known, assembly);
    problems.push(...chosen.problems);
    return chosen.kind;
  };
  const connections = new Map<string, ComponentKind>();
  const declared = assembly.valueAt(['connections']);
  for (const name of isObject(declared) ? Object.keys(declared) : []) {
    const kind = choose(['connections', name], 'storage', 'server');
    if (kind) connections.set(name, kind);
  }
  return {
    connections,
    source: choose(['source'], 'source'),
    sink: choose(['sink'], 'sink'),
    index: choose(['index'], 'index'),
  };
}

/** The kind of a component; what stands there is then checked against that kind's schema alone. */
function chooseKind(
  pointer: Pointer,
  known: readonly ComponentKind[],
  assembly: Assembly,
): { readonly kind?: ComponentKind; readonly problems: readonly Problem[] } {
  const value = assembly.valueAt(pointer);
  if (!isObject(value)) {
    // Of a part of the spec itself the language has said so.
    const isUntold = value !== undefined && pointer.length > 1;
    return { problems: isUntold ? checkAgainst({ type: 'object' }, pointer, assembly) : [] };
  }
  const names = known.map((kind) => kind.kind);
  const written = value['kind'] ?? known.find(isDefault)?.kind;
  if (written === undefined) {
    const args = { key: 'kind', where: toPath(pointer), expected: `one of ${names.join(', ')}` };
    return { problems: [problem('spec/missing-key', args, assembly.placeOf(pointer, 'key'))] };
  }
  const kind = known.find((candidate) => candidate.kind === written);
  if (!kind) {
    const shown = typeof written === 'string' ? written : JSON.stringify(written);
    const args = { kind: shown, where: toPath(pointer), known: names, nearest: nearest(shown, names) ?? '' };
    return { problems: [problem('spec/unknown-kind', args, assembly.placeOf([...pointer, 'kind']))] };
  }
  return { kind, problems: checkAgainst(componentSchema(kind), pointer, assembly, kind) };
}

function checkTimeZone({ valueAt, placeOf }: Assembly): Problem[] {
  const zone = valueAt(['timeZone']);
  if (typeof zone !== 'string' || isTimeZone(zone)) return [];
  const near = nearest(zone, Intl.supportedValuesOf('timeZone')) ?? '';
  return [problem('spec/time-zone', { zone, nearest: near }, placeOf(['timeZone']))];
}

/** A source that is asked anew each time has no age. */
function checkMaxAge({ valueAt, placeOf }: Assembly, { source }: ChosenKinds): Problem[] {
  const isAgeless = source !== undefined && 'hasNoAge' in source;
  if (!isAgeless || valueAt(['source', 'maxAge']) === undefined) return [];
  return [warning('source/max-age-unknown', { kind: source.kind }, placeOf(['source', 'maxAge'], 'key'))];
}

/** What is about single records does not go with groups of them. */
function checkGroup({ valueAt, placeOf }: Assembly): Problem[] {
  if (valueAt(['source', 'group']) === undefined) return [];
  return ['pair', 'versions'].flatMap((key) =>
    valueAt(['source', key]) === undefined ? [] : [problem('group/not-with', { key }, placeOf(['source', key], 'key'))],
  );
}

function checkVersionNames({ valueAt, placeOf }: Assembly): Problem[] {
  const pointer = ['source', 'versions'];
  const versions = valueAt(pointer);
  const names = new Set<string>();
  return (Array.isArray(versions) ? versions : []).flatMap((_, index) => {
    const name = valueAt([...pointer, index, 'name']);
    if (typeof name !== 'string') return [];
    if (names.has(name)) return [problem('spec/version-twice', { name }, placeOf([...pointer, index, 'name']))];
    names.add(name);
    return [];
  });
}
