/**
 * Exclusive files. Whoever creates the file holds it; inside stands who that is, so that the file of a process that is
 * gone can be taken over. A process of this host is gone when the system says so; one of another host, or one that the
 * file does not name (a full disk leaves it empty), when it has not shown itself for five minutes (see `Beating`).
 *
 *   free        link(mine, path)                           only one can succeed
 *   held        path says who
 *   holder gone link(mine, path.<its id>.takeover)         only one may replace this very holder
 *               path still has that holder → rename(mine, path)
 *               remove path.<its id>.takeover
 *
 * The second look at `path`, under the takeover, is what keeps a process that comes late from replacing a holder that is alive.
 */
import { link, open, rename, rm, stat } from 'node:fs/promises';
import { livenessOf, parseHolder, thisProcess, type Holder } from '../base/holder.ts';
import { readRegularFile, UnfitFileError } from '../base/regular-file.ts';
import { hasCode } from './file-errors.ts';
import { Beating, HEARTBEAT, type Heartbeat } from './file-heartbeat.ts';

export interface Taken {
  readonly is: 'taken';
  /** True once others may hold the file. */
  readonly isLost: () => boolean;
  readonly release: () => Promise<void>;
}
/** `holder` is null where the file does not say who holds it. */
export type Refused = { readonly is: 'held'; readonly holder: Holder | null };

const TRIES = 5;
/** A holder takes a few hundred. */
const MOST_BYTES = 1 << 16;

/** Takes the exclusive file `path`, or says who holds it. Its folder must be there. Throws errors of the file system. */
export async function takeFile(path: string, heartbeat: Heartbeat = HEARTBEAT): Promise<Taken | Refused> {
  const mine = await thisProcess();
  const text = `${JSON.stringify(mine)}\n`;
  const temp = `${path}.${mine.id}.tmp`;
  await writeNew(temp, text);
  try {
    // The clock of the file system: clocks of two hosts may differ by more than a silence.
    const silentSince = (await stat(temp)).mtimeMs - heartbeat.silenceMs;
    let holder: Holder | null = null;
    for (let tries = 0; tries < TRIES; tries += 1) {
      if (await createFrom(temp, path, text)) return taken(path, mine, text, heartbeat);
      const current = await readHolder(path);
      if (current === 'none') continue;
      holder = current;
      if (!(await isGone(holder, path, silentSince))) return { is: 'held', holder };
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

async function takeOver(
  temp: string,
  path: string,
  gone: Holder | null,
  text: string,
  silentSince: number,
): Promise<boolean> {
  const claim = `${path}.${gone?.id ?? 'nobody'}.takeover`;
  if (!(await createFrom(temp, claim, text))) return clearClaim(claim, silentSince);
  try {
    const now = await readHolder(path);
    if (now === 'none' || now?.id !== gone?.id || !(await isGone(now, path, silentSince))) return false;
    await rename(temp, path);
    return true;
  } finally {
    await rm(claim, { force: true });
  }
}

/** Somebody else is taking over. If it died while doing so, its claim must not block everybody for good. */
async function clearClaim(claim: string, silentSince: number): Promise<false> {
  const claimer = await readHolder(claim);
  if (claimer !== 'none' && (await isGone(claimer, claim, silentSince))) await rm(claim, { force: true });
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

/** Who holds an exclusive file; null where it does not say, `none` where there is none. */
export async function readHolder(path: string): Promise<Holder | null | 'none'> {
  try {
    return parseHolder((await readRegularFile(path, MOST_BYTES)).toString('utf8'));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 'none';
    if (error instanceof UnfitFileError) return null;
    throw error;
  }
}

/** Whether whoever holds a file is gone. `silentSince`: time of the file system before which a last sign of life is too old. */
export async function isGone(holder: Holder | null, file: string, silentSince: number): Promise<boolean> {
  const liveness = holder ? await livenessOf(holder) : 'unknown';
  return liveness === 'gone' || (liveness === 'unknown' && (await isSilent(file, silentSince)));
}

async function isSilent(file: string, since: number): Promise<boolean> {
  try {
    return (await stat(file)).mtimeMs < since;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}
