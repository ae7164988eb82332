/** The file that somebody meant who named one that is not there, as part of what a message is told. */
import { readdir } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { nearest } from './nearest.ts';

/**
 * The file beside a missing one that is called nearly so, or so but for its ending, as `shownAs` has its path; nothing
 * where there is none, or where the folder cannot be read.
 */
export async function nearestFile(path: string, shownAs: string): Promise<{ readonly nearest?: string }> {
  const entries = await readdir(dirname(path), { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  const found = nearestName(basename(path), names);
  return found === undefined ? {} : { nearest: join(dirname(shownAs), found) };
}

function nearestName(wanted: string, names: readonly string[]): string | undefined {
  const alike = names.filter((name) => endingOf(name) === endingOf(wanted));
  const stem = nearest(stemOf(wanted), alike.map(stemOf));
  return alike.find((name) => stemOf(name) === stem) ?? names.find((name) => stemOf(name) === stemOf(wanted));
}

function endingOf(name: string): string {
  return extname(name).toLowerCase();
}

function stemOf(name: string): string {
  return basename(name, extname(name));
}
