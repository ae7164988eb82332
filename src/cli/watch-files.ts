/** Waits until one of some files is another. */
import { watch, type FSWatcher } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Editors write a file in several steps. */
const SETTLE_MS = 100;

/** How files were when they were looked at: by path, what tells that they have changed. */
export type Snapshot = ReadonlyMap<string, string>;

/** Looks at files; one that is not there counts, too. */
export async function takeSnapshot(files: Iterable<string>): Promise<Snapshot> {
  const looked = [...new Set(files)].map(async (file) => {
    const found = await stat(file).catch(() => undefined);
    return [file, found ? `${found.mtimeMs} ${found.size} ${found.ino}` : ''] as const;
  });
  return new Map(await Promise.all(looked));
}

/**
 * Waits until a file is no longer as in the snapshot; gives false where `signal` has ended the wait. Folders are watched,
 * not files: editors put a new file in the place of the old one.
 */
export async function untilChanged(before: Snapshot, signal: AbortSignal): Promise<boolean> {
  const watchers: FSWatcher[] = [];
  try {
    return await new Promise<boolean>((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const look = (): void => {
        takeSnapshot(before.keys()).then(
          (now) => (differs(before, now) ? resolve(true) : undefined),
          (error: unknown) => reject(error instanceof Error ? error : new Error(String(error))),
        );
      };
      const soon = (): void => {
        clearTimeout(timer);
        timer = setTimeout(look, SETTLE_MS);
      };
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve(false);
      });
      if (signal.aborted) resolve(false);
      for (const folder of new Set([...before.keys()].map((file) => dirname(file)))) {
        try {
          watchers.push(watch(folder, soon).on('error', soon));
        } catch {
          // A folder that is not there has no file that could change.
        }
      }
      // What has changed while the folders were not watched yet.
      look();
    });
  } finally {
    for (const watcher of watchers) watcher.close();
  }
}

function differs(before: Snapshot, now: Snapshot): boolean {
  return [...before].some(([file, mark]) => now.get(file) !== mark);
}
