/**
 * Where compiled code is kept from one start to the next. Whoever may write there runs code in this program, so it is a
 * folder of the user's own, or none; Node's own choice is the shared temporary folder, which others can prepare.
 */
import { existsSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';

const OTHERS_MAY_WRITE = 0o022;
const STICKY = 0o1000;

/** The folder, made where it is missing; undefined where nobody can vouch for it. */
export function ownCacheFolder(env: Readonly<Record<string, string | undefined>>): string | undefined {
  try {
    const { XDG_CACHE_HOME: given = '' } = env;
    const base = isAbsolute(given) ? given : join(homedir(), '.cache');
    // HOME may be set to nothing; the working folder is no home.
    if (!isAbsolute(base)) return undefined;
    // Windows has no owner or mode to look at; there the folder lies in the user's profile.
    const user = process.getuid?.();
    // One by one: an account without a home has `/nonexistent`, and root may work in another's home (sudo). Making folders
    // there is not ours to do; and in some file systems (/proc, automounts) Node tries for ever to make all at once.
    for (const folder of [base, join(base, 'dhis2-etl'), join(base, 'dhis2-etl', 'compile-cache')]) {
      if (user !== undefined && !isSafe(realpathSync(dirname(folder)), user)) return undefined;
      if (!existsSync(folder)) makeFolder(folder);
    }
    // Links before it may be the user's choice; what counts is where they lead now, and that it stays so.
    const folder = realpathSync(join(base, 'dhis2-etl', 'compile-cache'));
    return user === undefined || (isPrivate(folder, user) && isSafe(dirname(folder), user)) ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** Another start may make it in the same moment. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function isPrivate(path: string, user: number): boolean {
  const own = lstatSync(path);
  return own.isDirectory() && own.uid === user && (own.mode & 0o077) === 0;
}

/** Nobody but the user can put anything in place of what is in the folder: that is a matter of every folder above, too. */
function isSafe(folder: string, user: number): boolean {
  for (let path = folder; ; path = dirname(path)) {
    const above = lstatSync(path);
    const isOpen = (above.mode & OTHERS_MAY_WRITE) !== 0 && (above.mode & STICKY) === 0;
    if (!above.isDirectory() || isOpen || (above.uid !== user && above.uid !== 0)) return false;
    if (dirname(path) === path) return true;
  }
}
