import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { ownCacheFolder } from '../dist/cli/cache-folder.js';

/** Runs the command line; `etl`: what package.json says. */
export async function start(args, etl) {
  // Garbage is collected before it piles up: a third less memory over a large file, for no more time.
  setFlagsFromString('--heap-growing-percent=50');
  const cache = ownCacheFolder(process.env);
  if (cache !== undefined) enableCompileCache(cache);
  const { main } = await import('../dist/cli/main.js');
  const root = fileURLToPath(new URL('../dist', import.meta.url));
  await main(args, { root, pjson: { ...etl, oclif: { ...etl.oclif, commands: './commands' } } });
}
