// Starts the command line, on a Node that `etl.js` has let through.
import { enableCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { ownCacheFolder } from '../dist/cli/cache-folder.js';

// Garbage is collected before it piles up: a third less memory over a large file, for no more time.
setFlagsFromString('--heap-growing-percent=50');
const cache = ownCacheFolder(process.env);
if (cache !== undefined) enableCompileCache(cache);
const { main } = await import('../dist/cli/main.js');
await main(process.argv.slice(2), import.meta.url);
