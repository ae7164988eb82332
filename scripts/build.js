// Builds dist/ with plain tsc. Plain JavaScript, because it runs before anything else does. The new build takes the
// place of the old one at once: whoever runs `etl` meanwhile finds one or the other.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const fresh = at(`dist.new-${process.pid}`);
const old = at(`dist.old-${process.pid}`);
const args = [at('node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--outDir', fresh];
const { status } = spawnSync(process.execPath, args, { cwd: at(''), stdio: 'inherit' });
if (status === 0) {
  if (existsSync(at('dist'))) renameSync(at('dist'), old);
  renameSync(fresh, at('dist'));
}
for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true });
process.exit(status ?? 1);
