/**
 * Where compiled code is kept from one start to the next. Whoever may write there runs code in this program, so it is a
 * folder of the user's own, or none; Node's own choice is the shared temporary folder, which others can prepare.
 */
import { lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';

const OTHERS_MAY_WRITE = 0o022;
const STICKY = 0o1000;

/** The folder, made where it is missing; undefined where nobody can vouch for it. */
export function ownCacheFolder(env: Readonly<Record<string, string | undefined>>): string | undefined {
  try {
    // An account without a home has `/`, `/nonexistent` or nothing; making folders there is not ours to do.
    const { XDG_CACHE_HOME: given = '' } = env;
    const base = isAbsolute(given) ? given : join(homedir(), '.cache');
    const wanted = join(base, 'dhis2-etl', 'compile-cache');
    mkdirSync(wanted, { recursive: true, mode: 0o700 });
    // Links before it may be the user's choice; what counts is where they lead now, and that it stays so.
    const folder = realpathSync(wanted);
    // Windows has no owner or mode to look at; there the folder lies in the user's profile.
    const user = process.getuid?.();
    return user === undefined || isOwn(folder, user) ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** Nobody but the user can write to the folder, nor put another in its place: that is a matter of every folder above. */
function isOwn(folder: string, user: number): boolean {
  const own = lstatSync(folder);
  if (!own.isDirectory() || own.uid !== user || (own.mode & 0o077) !== 0) return false;
  for (let path = dirname(folder); ; path = dirname(path)) {
    const above = lstatSync(path);
    const isOpen = (above.mode & OTHERS_MAY_WRITE) !== 0 && (above.mode & STICKY) === 0;
    if (!above.isDirectory() || isOpen || (above.uid !== user && above.uid !== 0)) return false;
    if (dirname(path) === path) return true;
  }
}
