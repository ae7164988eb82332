/**
 * Spoils everything that is read from outside, and sees that no command fails by a fault of ours, tells a secret, takes
 * more than ten seconds, or leaves a file open: `npm run fuzz:files`. `--seed 7` tries other cases, `--scale 0.1` a tenth of them,
 * `--family specs --from 17 --count 1` one again. Ends with 1 where anything was found.
 */
import { parseArgs } from 'node:util';
import { FAMILIES, type Family } from '../test/fuzz/cases.ts';
import { fuzz, makeTally } from '../test/fuzz/fuzz.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    scale: { type: 'string', default: '1' },
    family: { type: 'string', multiple: true },
    from: { type: 'string', default: '0' },
    count: { type: 'string' },
  },
});

const COUNTS: Readonly<Record<Family, number>> = {
  csvs: 2000,
  workbooks: 1000,
  specs: 1000,
  files: 1000,
  answers: 500,
};

const families = FAMILIES.filter((family) => !values.family || values.family.includes(family));
let isClean = true;
for (const family of families) {
  const started = performance.now();
  const tally = makeTally();
  const count = values.count === undefined ? Math.ceil(COUNTS[family] * Number(values.scale)) : Number(values.count);
  await fuzz(values.seed, family, count, tally, Number(values.from));
  for (const finding of tally.findings.slice(0, 50))
    console.log(`\n${finding.what}: ${finding.family} ${finding.number}\n${finding.detail}`);
  const ends = [...tally.ends].sort(([a], [b]) => a - b).map(([code, times]) => `${times} × exit ${code}`);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(
    `${family}: ${tally.cases} cases, seed ${values.seed}, in ${seconds} s: ${ends.join(', ')}; the longest took ${Math.round(tally.longestMs)} ms`,
  );
  const of = (what: string): number => tally.findings.filter((finding) => finding.what === what).length;
  console.log(
    `  ${of('fault')} faults, ${of('secret')} secrets told, ${of('slow')} slow, ${of('leak')} files left open`,
  );
  if (tally.findings.length > 0) isClean = false;
}
process.exitCode = isClean ? 0 : 1;
