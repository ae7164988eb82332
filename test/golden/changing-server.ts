/** A DHIS2 whose metadata changes while its data stay: stopped, given another package, and started again at its address. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox, type SandboxUser } from '../../src/sandbox/sandbox.ts';

/** Objects of a package by their collections; a case changes them as it likes. */
export type Package = Record<string, MetadataItem[]>;
export interface MetadataItem {
  id: string;
  [property: string]: unknown;
}

export interface ChangingServer {
  readonly url: string;
  /** Restarts it with a package that was changed; `version`: as another release. */
  change(edit: (pack: Package) => void, options?: { readonly version?: string }): Promise<void>;
  close(): Promise<void>;
}

export async function startChanging(
  metadata: object,
  { users }: { readonly users?: readonly SandboxUser[] } = {},
): Promise<ChangingServer> {
  const folder = await mkdtemp(join(tmpdir(), 'etl-changing-'));
  const pack = structuredClone(metadata) as Package;
  const options = { stateFile: join(folder, 'state.json'), ...(users && { users }) };
  let sandbox: Sandbox = await startSandbox({ ...options, metadata: pack });
  const { url, port } = sandbox;
  return {
    url,
    async change(edit, more = {}) {
      edit(pack);
      await sandbox.close();
      sandbox = await startSandbox({ ...options, ...more, metadata: pack, port });
    },
    async close() {
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** An object of a package by its id. */
export function item(pack: Package, id: string): MetadataItem {
  const found = Object.values(pack)
    .flat()
    .find((one) => one.id === id);
  if (!found) throw new Error(`the package has no ${id}`);
  return found;
}
