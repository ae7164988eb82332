// Starts the command line, on a Node that `etl.js` has let through.
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const etl = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8'));
const args = process.argv.slice(2);
if (args[0] === '--version') {
  // As oclif writes it, and a test holds it to that; it would load everything to say so little.
  process.stdout.on('error', () => {});
  process.stdout.write(`${etl.name}/${etl.version} ${process.platform}-${process.arch} node-${process.version}\n`);
} else {
  start();
}

function start() {
  try {
    void require('./command-line.cjs').start(args, etl);
  } catch (error) {
    const root = join(__dirname, '..');
    if (existsSync(join(root, 'dist'))) throw error;
    // A clone of the project, in which nobody has built anything yet.
    process.stderr.write(`etl is not built yet: run \`npm ci && npm run build\` in ${root}.\n`);
    process.exitCode = 70;
  }
}
