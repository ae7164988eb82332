const { join } = require('node:path');
const { keepCompiledCode } = require('../dist/cli/compiled-code.js');

/** So much memory for what is made and gone again at once; Node would go on to 128 MiB, and be no faster for it. */
const MOST_YOUNG_BYTES = 32 * 2 ** 20;
/** Short commands are over by then. */
const FIRST_LOOK_AFTER_MS = 300;
const LOOK_EVERY_MS = 20;

/** Runs the command line; `etl`: what package.json says. */
exports.start = async function start(args, etl) {
  const root = join(__dirname, '../dist');
  const code = keepCompiledCode(process.env, root, args[0]);
  process.once('exit', () => code.close());
  setTimeout(() => holdMemory(code), FIRST_LOOK_AFTER_MS).unref();
  const { main } = require('../dist/cli/main.js');
  await main(args, { root, pjson: { ...etl, oclif: { ...etl.oclif, commands: './commands' } } });
};

/**
 * Holds the memory of what works through a large file. Not from the start: Node and V8 take no compiled code that was made
 * under other flags, not even that of Node's own modules. The limit for what is young can only be set before Node starts,
 * and how fast it is come up to at any time.
 */
function holdMemory(code) {
  const { getHeapSpaceStatistics, setFlagsFromString } = require('node:v8');
  const look = setInterval(() => {
    const young = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
    if (young && young.space_size < MOST_YOUNG_BYTES) return;
    clearInterval(look);
    code.close();
    // Garbage is collected before it piles up: a third less memory over a large file, for no more time.
    setFlagsFromString('--heap-growing-percent=50');
    setFlagsFromString('--semi-space-growth-factor=1');
  }, LOOK_EVERY_MS);
  look.unref();
}
