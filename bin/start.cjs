// Starts the command line, on a Node that `etl.js` has let through.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const etl = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8'));
const args = process.argv.slice(2);
if (args[0] === '--version') {
  // As oclif writes it, and a test holds it to that; it would load everything to say so little.
  process.stdout.on('error', () => {});
  process.stdout.write(`${etl.name}/${etl.version} ${process.platform}-${process.arch} node-${process.version}\n`);
} else {
  void require('./command-line.cjs').start(args, etl);
}
