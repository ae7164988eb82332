#!/usr/bin/env -S node --
// The -- keeps Node from taking --env-file, which is also an option of its own, wherever it stands: it would read the
// file first, drain a pipe, and stop where there is none. npm's shims for Windows repeat this line. Who starts it as
// `node bin/etl.js` writes `node -- bin/etl.js`; from in here nothing can be done, for Node looks before it starts us.
import { enableCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { ownCacheFolder } from '../dist/cli/cache-folder.js';

// Garbage is collected before it piles up: a third less memory over a large file, for no more time.
setFlagsFromString('--heap-growing-percent=50');
const cache = ownCacheFolder(process.env);
if (cache !== undefined) enableCompileCache?.(cache);
const { main } = await import('../dist/cli/main.js');
await main(process.argv.slice(2), import.meta.url);
