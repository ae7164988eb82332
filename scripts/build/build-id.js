// What tells one build from another: a digest of all its files. Compiled code is kept for the build that it was made from.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export function writeBuildId(root) {
  const all = createHash('sha256');
  const files = readdirSync(root, { recursive: true }).filter((name) => statSync(join(root, name)).isFile());
  for (const name of files.sort()) all.update(`${name}\0`).update(readFileSync(join(root, name)));
  const build = all.digest('hex').slice(0, 16);
  writeFileSync(join(root, 'package.json'), JSON.stringify({ type: 'commonjs', build }));
}
