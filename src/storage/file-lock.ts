/**
 * Exclusive files. Whoever creates the file holds it; inside stands who that is, so that the file of a process that is
 * gone can be taken over. A process of this host is gone when the system says so; one of another host when it has not
 * shown itself for five minutes (see `Beating`).
 *
 *   free        link(mine, path)                           only one can succeed
 *   held        path says who
 *   holder gone link(mine, path.<its id>.takeover)         only one may replace this very holder
 *               path still has that holder → rename(mine, path)
 *               remove path.<its id>.takeover
 *
 * The second look at `path`, under the takeover, is what keeps a late one from replacing a holder that is alive.
 */
import { randomUUID } from 'node:crypto';
import { link, open, readFile, readlink, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { hasCode } from './file-errors.ts';
import { Beating, HEARTBEAT, type Heartbeat } from './file-heartbeat.ts';

/** Who holds an exclusive file, as written in it. */
export interface Holder {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
  /** Tells this process from a later one of the same number; null where the system does not say. */
  readonly process: string | null;
  /** ISO time. */
  readonly since: string;
}

export interface Taken {
  readonly is: 'taken';
  /** True once others may hold the file. */
  readonly isLost: () => boolean;
  readonly release: () => Promise<void>;
}
/** `holder` is null where the file does not say who holds it. */
export type Refused = { readonly is: 'held'; readonly holder: Holder | null };

const TRIES = 5;

/** Takes the exclusive file `path`, or says who holds it. Its folder must be there. Throws errors of the file system. */
export async function takeFile(path: string, heartbeat: Heartbeat = HEARTBEAT): Promise<Taken | Refused> {
  const mine: Holder = {
    id: randomUUID(),
    pid: process.pid,
    host: hostname(),
    process: await describeProcess(process.pid),
    since: new Date().toISOString(),
  };
  const text = `${JSON.stringify(mine)}\n`;
  const temp = `${path}.${mine.id}.tmp`;
  await writeNew(temp, text);
  try {
    // The clock of the file system: clocks of two hosts may differ by more than a silence.
    const silentSince = (await stat(temp)).mtimeMs - heartbeat.silenceMs;
    let holder: Holder | null = null;
    for (let tries = 0; tries < TRIES; tries += 1) {
      if (await createFrom(temp, path, text)) return taken(path, mine, text, heartbeat);
      const found = await readHolder(path);
      if (found === 'none') continue;
      holder = found;
      if (holder === null || !(await isGone(holder, path, silentSince))) return { is: 'held', holder };
      if (await takeOver(temp, path, holder, text, silentSince)) return taken(path, mine, text, heartbeat);
    }
    return { is: 'held', holder };
  } finally {
    await rm(temp, { force: true });
  }
}

function taken(path: string, mine: Holder, text: string, heartbeat: Heartbeat): Taken {
  const beating = new Beating(path, text, heartbeat);
  const giveBack = async (): Promise<void> => {
    beating.stop();
    await release(path, mine);
  };
  return { is: 'taken', isLost: () => beating.isLost, release: giveBack };
}

/** `process 4711 on web-1`, for people. */
export function nameHolder(holder: Holder | null): string {
  return holder ? `process ${holder.pid} on ${holder.host}` : 'the file does not say who';
}

async function takeOver(temp: string, path: string, gone: Holder, text: string, silentSince: number): Promise<boolean> {
  const claim = `${path}.${gone.id}.takeover`;
  if (!(await createFrom(temp, claim, text))) return clearClaim(claim, silentSince);
  try {
    const now = await readHolder(path);
    if (now === 'none' || now?.id !== gone.id || !(await isGone(now, path, silentSince))) return false;
    await rename(temp, path);
    return true;
  } finally {
    await rm(claim, { force: true });
  }
}

/** Somebody else is taking over. If it died while doing so, its claim must not block everybody for good. */
async function clearClaim(claim: string, silentSince: number): Promise<false> {
  const claimer = await readHolder(claim);
  if (claimer !== 'none' && claimer !== null && (await isGone(claimer, claim, silentSince)))
    await rm(claim, { force: true });
  return false;
}

async function release(path: string, mine: Holder): Promise<void> {
  const now = await readHolder(path);
  if (now !== 'none' && now?.id === mine.id) await rm(path, { force: true });
}

/** Creates `path` with the content of `temp`, all at once; false where it exists. */
async function createFrom(temp: string, path: string, text: string): Promise<boolean> {
  try {
    await link(temp, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    // File systems without hard links (some network shares) can still create exclusively.
    if (!hasCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK')) throw error;
  }
  try {
    await writeNew(path, text);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function writeNew(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function readHolder(path: string): Promise<Holder | null | 'none'> {
  try {
    const value = JSON.parse(await readFile(path, 'utf8')) as Partial<Holder> | null;
    const { id, pid, host, since, process: started } = value ?? {};
    if (typeof id !== 'string' || !/^[\w-]{1,64}$/.test(id) || typeof host !== 'string') return null;
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0 || typeof since !== 'string') return null;
    return { id, pid, host, since, process: typeof started === 'string' ? started : null };
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 'none';
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * On this host true only where it is certain: no such process, or another one under its number. Of other hosts, and of
 * other containers, nothing can be known but whether their file has been touched since.
 */
async function isGone(holder: Holder, file: string, silentSince: number): Promise<boolean> {
  if (holder.host !== hostname()) return isSilent(file, silentSince);
  const ours = await describeProcess(process.pid);
  const [theirBoot, theirNamespace] = holder.process?.split(' ') ?? [];
  const [ourBoot, ourNamespace] = ours?.split(' ') ?? [];
  if (theirBoot && ourBoot && theirBoot !== ourBoot) return true;
  // Numbers of processes mean nothing across containers.
  if (theirNamespace !== ourNamespace) return isSilent(file, silentSince);
  if (!isRunning(holder.pid)) return true;
  const running = await describeProcess(holder.pid);
  return holder.process !== null && running !== null && running !== holder.process;
}

async function isSilent(file: string, since: number): Promise<boolean> {
  try {
    return (await stat(file)).mtimeMs < since;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !hasCode(error, 'ESRCH');
  }
}

/** Boot, process namespace and start time of a process (Linux, proc(5)); null where the system does not tell. */
async function describeProcess(pid: number): Promise<string | null> {
  try {
    const [boot, namespace, stat] = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readlink('/proc/self/ns/pid'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ]);
    // The name of the program, in parentheses, may hold blanks; the start time is the 20th field after it.
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return started ? `${boot.trim()} ${namespace} ${started}` : null;
  } catch {
    return null;
  }
}
