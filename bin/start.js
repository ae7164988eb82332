// Starts the command line, on a Node that `etl.js` has let through.
import { readFileSync } from 'node:fs';

const etl = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const args = process.argv.slice(2);
if (args[0] === '--version') {
  // As oclif writes it, and a test holds it to that; it would load everything to say so little.
  process.stdout.on('error', () => {});
  process.stdout.write(`${etl.name}/${etl.version} ${process.platform}-${process.arch} node-${process.version}\n`);
} else {
  const { start } = await import('./command-line.js');
  await start(args, etl);
}
