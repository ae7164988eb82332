// Loaded into a measured process (--import) beside `report-usage.js`, of which it makes the times worthless: clears memory
// again and again, and leaves in the file that BENCH_RETAINED names how much was in use after that, at its most.
import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const EVERY_MS = 100;
const file = process.env.BENCH_RETAINED;

setFlagsFromString('--expose-gc');
const clear = runInNewContext('gc');
let most = 0;
let next = 0;

function look() {
  clear();
  const { heapUsed, external } = process.memoryUsage();
  most = Math.max(most, heapUsed + external);
}

setInterval(() => {
  // Of a large heap each look takes long: no more than a third of the time goes into it.
  const start = performance.now();
  if (start < next) return;
  look();
  const end = performance.now();
  next = end + 2 * (end - start);
}, EVERY_MS).unref();

process.on('exit', () => {
  if (file) writeFileSync(file, JSON.stringify({ retainedMiB: most / 2 ** 20 }));
});
