import { writePrivateFile, writePrivateFileSync } from '../base/private-file.ts';

/** Files that are written at once where the disk is slow: each takes several calls of the system, one after the other. */
const FILES_AT_ONCE = 8;
/** A disk that needs longer for a file is far away, or busy. */
const SLOW_MS = 4;
/** So many slow ones are forgiven: it may have been another process that had the processor. */
const FORGIVEN = 5;

export type PayloadFile = readonly [path: string, text: string];

/**
 * Writes many small files. Where the disk is near, waiting for it costs far less than to ask for each call of the system
 * and be told of its end; once files are slow, the others are written while other work goes on.
 */
export async function writePayloadFiles(files: readonly PayloadFile[], slowMs = SLOW_MS): Promise<void> {
  for (let at = writeWhileQuick(files, slowMs); at < files.length; at += FILES_AT_ONCE) {
    const some = files.slice(at, at + FILES_AT_ONCE);
    // All come to their end, or one that fails would leave the others half written.
    const written = await Promise.allSettled(some.map(([path, text]) => writePrivateFile(path, text)));
    const failed = written.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
  }
}

/** How many have been written when it ends. */
function writeWhileQuick(files: readonly PayloadFile[], slowMs: number): number {
  const began = performance.now();
  for (const [at, [path, text]] of files.entries()) {
    writePrivateFileSync(path, text);
    if (performance.now() - began > slowMs * (at + FORGIVEN)) return at + 1;
  }
  return files.length;
}
