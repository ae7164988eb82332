// Builds dist/. Plain JavaScript, because it runs before anything else does. The new build takes the place of the old one
// at once: whoever runs `etl` meanwhile finds one or the other. Types are checked by `npm run check`.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { writeBuildId } from './build/build-id.js';
import { bundle } from './build/bundle.js';
import { writeManifest } from './build/manifest.js';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const fresh = at(`dist.new-${process.pid}`);
const old = at(`dist.old-${process.pid}`);

try {
  await bundle(at('src'), fresh);
  compileSchemas();
  await writeManifest(at('package.json'), fresh);
  writeBuildId(fresh);
  if (existsSync(at('dist'))) renameSync(at('dist'), old);
  renameSync(fresh, at('dist'));
} finally {
  for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true });
}

/** In a Node of the project: whoever starts this script may have another, that reads no TypeScript. */
function compileSchemas() {
  const node = at('node_modules/node/bin/node');
  const script = at('scripts/build/compile-schemas.ts');
  const { status } = spawnSync(existsSync(node) ? node : process.execPath, [script, `${fresh}/validators`], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('the schemas could not be compiled');
}
