import { EtlError } from '../base/errors.ts';
import type { Owner } from '../contracts/store.ts';

/** What is known of an index before a run. */
export interface Standing {
  /** False where there is no file at all. */
  readonly exists: boolean;
  readonly entries: number;
  /** The index as people know it. */
  readonly location: string;
}

/** Whose it was when we left it, and how many entries it had. */
export interface Kept extends Owner {
  readonly entries: number;
}

/** What people have accepted; see `--accept`. */
export type AcceptedWords = Pick<ReadonlySet<string>, 'has'>;

/**
 * Refuses an index that is another pipeline's, server's or program's, or that has lost entries since we last saw it.
 * Throws EtlError `guard/*` (exit 4).
 */
export function checkOwnership(before: Kept | undefined, owner: Owner, index: Standing, accepted: AcceptedWords): void {
  const { location } = index;
  if (!index.exists && !accepted.has('new-index')) throw new EtlError('guard/no-index', { location });
  if (!before) return;
  const names = [
    ['namespace', before.namespace, owner.namespace],
    ['program', before.place, owner.place],
  ] as const;
  for (const [name, theirs, ours] of names)
    if (theirs !== ours) throw new EtlError('guard/other-owner', { location, what: name, theirs, ours });
  if (!isSameServer(before, owner) && !accepted.has('server'))
    throw new EtlError('guard/other-server', { location, theirs: nameServer(before), ours: nameServer(owner) });
  const isMuchShorter = index.entries < before.entries * 0.9 && before.entries - index.entries >= 5;
  const isEmptied = index.entries === 0 && before.entries > 0;
  if ((isMuchShorter || isEmptied) && !accepted.has('new-index')) {
    throw new EtlError('guard/index-shrunk', { location, entries: index.entries, before: before.entries });
  }
}

/**
 * Whether an index was kept for this server. DHIS2 has no `systemId` before its first restart: its address is what it is
 * known by until then, and the id that appears at that address is taken for the same server's. Never the other way: the id
 * lives in the database, so where there was one and is none now, it is another database.
 */
export function isSameServer(before: ServerName, now: ServerName): boolean {
  if (before.server === now.server) return true;
  const addressBefore = before.address ?? (isProvisional(before) ? before.server : undefined);
  return isProvisional(before) && addressBefore !== undefined && addressBefore === now.address;
}

type ServerName = Pick<Owner, 'server' | 'address'>;

/** A server that has told no id of its own, and is known by its address. */
function isProvisional({ server, address }: ServerName): boolean {
  return server === address || /^https?:/.test(server);
}

function nameServer({ server, address }: ServerName): string {
  return address === undefined || address === server ? server : `${address} (${server})`;
}
