import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Exit codes of a process that a signal ends, as shells give them. */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

const open = new Set<string>();

export interface TemporaryFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** A folder for copies of personal data. It goes when it is removed, and also where a signal ends the process before. */
export async function makeTemporaryFolder(purpose: string): Promise<TemporaryFolder> {
  if (open.size === 0) for (const name of Object.keys(SIGNALS)) process.on(name, endBySignal);
  const path = await mkdtemp(join(tmpdir(), `etl-${purpose}-`));
  open.add(path);
  const remove = async (): Promise<void> => {
    await rm(path, { recursive: true, force: true });
    open.delete(path);
    if (open.size === 0) for (const name of Object.keys(SIGNALS)) process.off(name, endBySignal);
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

function endBySignal(name: keyof typeof SIGNALS): void {
  for (const path of open) rmSync(path, { recursive: true, force: true });
  process.exit(SIGNALS[name]);
}
