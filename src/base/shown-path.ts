import { relative } from 'node:path';

/** A path as people see it who are in the folder `cwd`: relative to it where that is shorter. */
export function shownPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short.length < path.length && short !== '' ? short : path;
}
