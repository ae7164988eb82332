import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodeOfSignal, STOPPING } from '../base/signals.ts';

const open = new Set<string>();

export interface TemporaryFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** A folder for copies of personal data. It goes when it is removed, and also where a signal ends the process before. */
export async function makeTemporaryFolder(purpose: string): Promise<TemporaryFolder> {
  if (open.size === 0) for (const name of STOPPING) process.on(name, endBySignal);
  const path = await mkdtemp(join(tmpdir(), `etl-${purpose}-`));
  open.add(path);
  const remove = async (): Promise<void> => {
    await rm(path, { recursive: true, force: true });
    open.delete(path);
    if (open.size === 0) for (const name of STOPPING) process.off(name, endBySignal);
  };
  return { path, remove };
}

/** Runs `use` with a temporary folder. */
export async function withTemporaryFolder<T>(purpose: string, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await makeTemporaryFolder(purpose);
  try {
    return await use(folder.path);
  } finally {
    await folder.remove();
  }
}

function endBySignal(name: NodeJS.Signals): void {
  for (const path of open) rmSync(path, { recursive: true, force: true });
  process.exit(exitCodeOfSignal(name));
}
