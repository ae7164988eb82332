/** The names of connections, where they are used: each must be there, and of a kind that fits. */
import { isObject } from '../base/json.ts';
import { nearest } from '../base/nearest.ts';
import { problem, warning, type Problem } from '../base/problem.ts';
import type { ComponentKind } from '../contracts/component.ts';
import type { Assembly } from './assembly.ts';
import type { ChosenKinds } from './chosen-kinds.ts';

const USERS = ['source', 'sink', 'index'] as const;

export function checkConnectionNames(
  assembly: Assembly,
  kinds: ChosenKinds,
  registry: readonly ComponentKind[],
): Problem[] {
  const storages = registry.filter(({ role }) => role === 'storage').map(({ kind }) => kind);
  const declared = declaredIn(assembly);
  return USERS.flatMap((part) => {
    const name = connectionOf(part, assembly);
    if (name === undefined) return [];
    const place = assembly.placeOf([part, 'connection']);
    if (!declared.includes(name))
      return [
        problem('spec/unknown-connection', { name, known: declared, nearest: nearest(name, declared) ?? '' }, place),
      ];
    const user = kinds[part];
    const accepts = acceptedBy(user, storages);
    const kind = kinds.connections.get(name);
    if (!kind || !accepts || accepts.includes(kind.kind)) return [];
    const fitting = [...kinds.connections]
      .filter(([, other]) => accepts.includes(other.kind))
      .map(([fitting]) => fitting);
    const where = user ? `${part} (${user.kind})` : part;
    return [problem('spec/connection-kind', { name, kind: kind.kind, where, accepts, fitting }, place)];
  });
}

/** Connections that nothing uses. */
export function findUnusedConnections(assembly: Assembly): Problem[] {
  const used = new Set(USERS.map((part) => connectionOf(part, assembly)));
  return declaredIn(assembly)
    .filter((name) => !used.has(name))
    .map((name) => warning('spec/unused-connection', { name }, assembly.placeOf(['connections', name], 'key')));
}

function declaredIn({ valueAt }: Assembly): readonly string[] {
  const declared = valueAt(['connections']);
  return isObject(declared) ? Object.keys(declared) : [];
}

function connectionOf(part: string, { valueAt }: Assembly): string | undefined {
  const name = valueAt([part, 'connection']);
  return typeof name === 'string' ? name : undefined;
}

/** Kinds of connection that a component takes. */
function acceptedBy(kind: ComponentKind | undefined, storages: readonly string[]): readonly string[] | undefined {
  if (!kind || !('accepts' in kind)) return undefined;
  return kind.accepts.role === 'storage' ? (kind.accepts.kinds ?? storages) : kind.accepts.kinds;
}
