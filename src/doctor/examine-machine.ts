import { tmpdir } from 'node:os';
import { proxyVariables, type Environment } from '../base/proxy.ts';
import { freeBytes, tryFolder } from '../base/writable-folder.ts';
import { fault, fine, warningOf, type Finding } from '../contracts/finding.ts';

const MEBIBYTE = 1024 * 1024;
/** A source is copied while it is read, and so is the index. */
const LEAST_FREE = 200 * MEBIBYTE;

/** Node, temporary files, and proxies that the environment names. */
export async function* examineMachine(env: Environment): AsyncGenerator<Finding> {
  yield fine('doctor/node', { version: process.versions.node });
  yield* examineTemporary();
  const [proxy] = proxyVariables(env);
  if (proxy) yield proxy.isUsed ? fine('doctor/proxy-used', proxy) : fine('doctor/proxy-not-used', proxy);
}

async function* examineTemporary(): AsyncGenerator<Finding> {
  const folder = tmpdir();
  try {
    await tryFolder(folder);
    yield await judgeSpace('Temporary files', folder);
  } catch (error) {
    yield fault('run/temp-not-writable', { folder, reason: reasonOf(error) });
  }
}

/** Whether there is room for what a run writes; `needed`: bytes, where more is known to come. */
export async function judgeSpace(what: string, folder: string, needed = LEAST_FREE): Promise<Finding> {
  const free = await freeBytes(folder);
  return free < needed
    ? warningOf('doctor/little-space', { what, folder, free: toSize(free), needed: toSize(needed) })
    : fine('doctor/space', { what, folder, free: toSize(free) });
}

/** Why the file system refuses something. */
export function reasonOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
}

/** `1.5 GiB`, for people. */
function toSize(bytes: number): string {
  const mebibytes = bytes / MEBIBYTE;
  return mebibytes < 1024 ? `${Math.floor(mebibytes)} MiB` : `${(Math.floor(mebibytes / 102.4) / 10).toFixed(1)} GiB`;
}
