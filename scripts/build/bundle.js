// All of src/ in few files: at a start, finding and reading seven hundred would cost more than running them. Each command
// is a file of its own, and what is imported where it is used stays apart.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

// Loaded where they are used, as they are: SDKs that are seldom wanted, and what compiled schemas share with ajv.
const APART = [/^@azure\//, /^got$/, /^ajv/, /^typescript$/];

export async function bundle(source, target) {
  const commands = readdirSync(join(source, 'commands'), { recursive: true }).filter((file) => file.endsWith('.ts'));
  const entries = ['cli/main.ts', 'cli/cache-folder.ts', ...commands.map((file) => join('commands', file))];
  const build = await rolldown({
    input: Object.fromEntries(entries.map((file) => [file.replace(/\.ts$/, ''), join(source, file)])),
    platform: 'node',
    external: APART,
    tsconfig: false,
  });
  const { output } = await build.write({
    dir: target,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  });
  await build.close();
  writeFileSync(join(target, 'LICENSES.txt'), licencesOf(output));
}

/** The licences of what was bundled ask to be passed on with it. */
function licencesOf(output) {
  const files = output.flatMap((one) => Object.keys(one.modules ?? {}));
  const roots = files.flatMap((file) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []);
  const texts = [...new Set(roots)]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((root) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
      const file = readdirSync(root).find((one) => /^licen[cs]e/i.test(one));
      const text = file === undefined ? `Licence: ${license}` : readFileSync(join(root, file), 'utf8').trim();
      return `${name} ${version}\n\n${text}\n`;
    });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}
