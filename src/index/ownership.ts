import { EtlError } from '../base/errors.ts';
import type { Owner, Sidecar } from './json/sidecar.ts';

/** What is known of an index before a run. */
export interface Standing {
  /** False where there is no file at all. */
  readonly exists: boolean;
  readonly entries: number;
  /** The index as people know it. */
  readonly location: string;
}

/** What people have accepted; see `--accept`. */
export type AcceptedWords = Pick<ReadonlySet<string>, 'has'>;

/**
 * Refuses an index that is another pipeline's, server's or program's, or that has lost entries since we last saw it.
 * Throws EtlError `guard/*` (exit 4).
 */
export function checkOwnership(
  sidecar: Sidecar | undefined,
  owner: Owner,
  index: Standing,
  accepted: AcceptedWords,
): void {
  const refuse = (
    code: 'guard/other-owner' | 'guard/other-server' | 'guard/index-shrunk' | 'guard/no-index',
    args: Record<string, string | number>,
  ): never => {
    throw new EtlError(code, { location: index.location, ...args });
  };
  if (!index.exists && !accepted.has('new-index')) refuse('guard/no-index', {});
  if (!sidecar) return;
  for (const what of ['namespace', 'program'] as const) {
    if (sidecar[what] !== owner[what]) refuse('guard/other-owner', { what, theirs: sidecar[what], ours: owner[what] });
  }
  if (!isSameServer(sidecar, owner) && !accepted.has('server'))
    refuse('guard/other-server', { theirs: nameServer(sidecar), ours: nameServer(owner) });
  const isMuchShorter = index.entries < sidecar.entries * 0.9 && sidecar.entries - index.entries >= 5;
  const isEmptied = index.entries === 0 && sidecar.entries > 0;
  if ((isMuchShorter || isEmptied) && !accepted.has('new-index')) {
    refuse('guard/index-shrunk', { entries: index.entries, before: sidecar.entries });
  }
}

/**
 * Whether an index was kept for this server. DHIS2 has no `systemId` before its first restart: its address is what it is
 * known by until then, and the id that appears at that address is taken for the same server's. Never the other way: the id
 * lives in the database, so where there was one and is none now, it is another database.
 */
export function isSameServer(before: Owner, now: Owner): boolean {
  if (before.server === now.server) return true;
  const addressBefore = before.address ?? (isProvisional(before) ? before.server : undefined);
  return isProvisional(before) && addressBefore !== undefined && addressBefore === now.address;
}

/** A server that has said no id of its own. */
function isProvisional({ server, address }: Owner): boolean {
  return server === address || /^https?:/.test(server);
}

function nameServer({ server, address }: Owner): string {
  return address === undefined || address === server ? server : `${address} (${server})`;
}
