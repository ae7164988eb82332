import type { Storage } from '../storage/storage.ts';
import { EtlError, EXIT } from '../base/errors.ts';
import { parseSidecar } from './sidecar-schema.ts';

/** What stands beside the index and says whose it is: `<index>.etl.json`. */
export interface Sidecar {
  readonly format: 1;
  readonly namespace: string;
  /** DHIS2's `systemId`. */
  readonly server: string;
  readonly program: string;
  /** Columns of the source at the last run. */
  readonly header: readonly string[];
  readonly entries: number;
  readonly liveEntries: number;
}

export function sidecarPath(indexPath: string): string {
  return `${indexPath}.etl.json`;
}

/** Loads the sidecar; undefined where there is none. Throws EtlError `index/bad-sidecar`. */
export async function loadSidecar(storage: Storage, indexPath: string): Promise<Sidecar | undefined> {
  const path = sidecarPath(indexPath);
  const stored = await storage.read(path);
  if (!stored) return undefined;
  return parseSidecar(stored.bytes.toString('utf8'), storage.describe(path)) as unknown as Sidecar;
}

export async function saveSidecar(storage: Storage, indexPath: string, sidecar: Sidecar): Promise<void> {
  await storage.write(sidecarPath(indexPath), Buffer.from(`${JSON.stringify(sidecar, null, 2)}\n`));
}

/** What the index and its sidecar are held against before a run. */
export interface Owner {
  readonly namespace: string;
  readonly server: string;
  readonly program: string;
}

/**
 * Refuses an index that is another pipeline's, server's or program's, or that has lost entries since we last saw it.
 * Throws EtlError `guard/*` (exit 4). `indexExists` is false where there is no file at all.
 */
export function checkSidecar(
  sidecar: Sidecar | undefined,
  owner: Owner,
  index: { readonly exists: boolean; readonly entries: number; readonly location: string },
  accepted: ReadonlySet<string>,
): void {
  const refuse = (
    code: 'guard/other-owner' | 'guard/index-shrunk' | 'guard/no-index',
    args: Record<string, string | number>,
  ): never => {
    throw new EtlError(code, { location: index.location, ...args }, { exitCode: EXIT.refusedByGuard });
  };
  if (!index.exists && !accepted.has('new-index')) refuse('guard/no-index', {});
  if (!sidecar) return;
  for (const what of ['namespace', 'server', 'program'] as const) {
    if (sidecar[what] !== owner[what]) refuse('guard/other-owner', { what, theirs: sidecar[what], ours: owner[what] });
  }
  const isMuchShorter = index.entries < sidecar.entries * 0.9 && sidecar.entries - index.entries >= 5;
  const isEmptied = index.entries === 0 && sidecar.entries > 0;
  if ((isMuchShorter || isEmptied) && !accepted.has('new-index')) {
    refuse('guard/index-shrunk', { entries: index.entries, before: sidecar.entries });
  }
}
