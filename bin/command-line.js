import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { ownCacheFolder } from '../dist/cli/cache-folder.js';

/** So much memory for what is made and gone again at once; Node would go on to 128 MiB, and be no faster for it. */
const MOST_YOUNG_BYTES = 32 * 2 ** 20;
const LOOK_EVERY_MS = 20;

/** Runs the command line; `etl`: what package.json says. */
export async function start(args, etl) {
  // Garbage is collected before it piles up: a third less memory over a large file, for no more time.
  setFlagsFromString('--heap-growing-percent=50');
  holdYoungMemory();
  const cache = ownCacheFolder(process.env);
  if (cache !== undefined) enableCompileCache(cache);
  const { main } = await import('../dist/cli/main.js');
  const root = fileURLToPath(new URL('../dist', import.meta.url));
  await main(args, { root, pjson: { ...etl, oclif: { ...etl.oclif, commands: './commands' } } });
}

/** The limit itself can only be set before Node starts, and how fast it is come up to at any time. */
function holdYoungMemory() {
  const look = setInterval(() => {
    const young = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
    if (young && young.space_size < MOST_YOUNG_BYTES) return;
    setFlagsFromString('--semi-space-growth-factor=1');
    clearInterval(look);
  }, LOOK_EVERY_MS);
  look.unref();
}
