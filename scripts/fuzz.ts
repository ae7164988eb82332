/**
 * Compares the compiler of expressions with jsonata's evaluator, on random expressions and rows: `npm run fuzz`. The same
 * seed tries the same pairs. Ends with 1 where anything differs.
 */
import { inspect, parseArgs } from 'node:util';
import { compareAll } from '../test/expression/compiler/differences.ts';

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, pairs: { type: 'string', default: '100000' } },
});

const started = performance.now();
const tally = await compareAll(Number(values.seed), Number(values.pairs));
const seconds = ((performance.now() - started) / 1000).toFixed(1);
const count = (number: number): string => number.toLocaleString('en');

for (const one of tally.differences.slice(0, 20)) {
  console.log(`\n${one.expression}\n  input   ${JSON.stringify(one.input)}`);
  console.log(`  ours    ${inspect(one.ours, { depth: 8 })}\n  jsonata ${inspect(one.theirs, { depth: 8 })}`);
}
console.log(
  `${count(tally.pairs)} pairs of ${count(tally.expressions)} expressions, seed ${values.seed}, in ${seconds} s`,
);
console.log(
  `  ${count(tally.fellBack)} fell back, ${count(tally.undecided)} were decided by jsonata at run time, ${count(tally.errors)} ended in an error`,
);
console.log(`  ${count(tally.differences.length)} differ`);
if (tally.differences.length > 0) process.exitCode = 1;
