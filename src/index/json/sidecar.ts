import type { Storage } from '../../contracts/storage.ts';
import type { Owner, SourceMemory, VerifiedMemory } from '../../contracts/store.ts';
import { parseSidecar } from './sidecar-schema.ts';

/** What stands beside the index and says whose it is, and what it was when we left it: `<index>.etl.json`. */
export interface Sidecar extends SidecarOwner {
  readonly format: 1;
  /** Columns of the source at the last run. */
  readonly header: readonly string[];
  readonly entries: number;
  readonly liveEntries: number;
  /** Saves so far; absent in sidecars of earlier releases, like all that follows. */
  readonly serial?: number;
  /** SHA-256 of the index as saved. */
  readonly digest?: string;
  /** Digests of the values that compared columns have had, see `compared-values.ts` of the engine. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /** Of the last look at records that had not changed. */
  readonly verified?: VerifiedMemory;
  /** Digests of what people were told of, see `drift-news.ts` of the engine. */
  readonly told?: readonly string[];
  /** Of the entries that we know to be right, see `seals.ts`. */
  readonly seals?: string;
  /** What the shapes of the entries stand for. */
  readonly shapes?: Readonly<Record<string, readonly string[]>>;
}

/** Whose an index is, as the file has it. */
export interface SidecarOwner {
  readonly namespace: string;
  /** DHIS2's `systemId`; its address where it has none, which then counts until it has one. */
  readonly server: string;
  /** Its address; absent in sidecars of earlier releases. */
  readonly address?: string;
  readonly program: string;
}

export function toOwner({ namespace, server, address, program }: SidecarOwner): Owner {
  return { namespace, server, ...(address !== undefined && { address }), place: program };
}

export function fromOwner({ namespace, server, address, place }: Owner): SidecarOwner {
  return { namespace, server, ...(address !== undefined && { address }), program: place };
}

/** What the last run remembered. */
export function toSourceMemory({ header, values, verified, told }: Sidecar): SourceMemory {
  return { header, ...(values && { values }), ...(verified && { verified }), ...(told && { told }) };
}

function sidecarPath(indexPath: string): string {
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
