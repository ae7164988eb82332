/**
 * A slice of `npm run fuzz:files`: each kind of file twice, each kind of answer three times. FUZZ_SEED tries others; a case
 * is tried again with `--family F --from N --count 1`.
 */
import { describe, expect, test } from 'vitest';
import type { Family } from './cases.ts';
import { fuzz, makeTally } from './fuzz.ts';

const SEED = process.env['FUZZ_SEED'] ?? '1';
const COUNTS: readonly (readonly [Family, number])[] = [
  ['csvs', 40],
  ['workbooks', 40],
  ['specs', 30],
  ['files', 34],
  ['answers', 18],
];

describe(`spoilt input, seed ${SEED}`, () => {
  test.each(COUNTS)(
    '%s: %i cases, none a fault of ours, none telling a secret',
    async (family, count) => {
      const tally = makeTally();
      await fuzz(SEED, family, count, tally);
      expect(tally.cases).toBe(count);
      // How long it takes is for `npm run fuzz:files` to say: here others are at work, too.
      expect(tally.findings.filter((one) => one.what !== 'slow')).toEqual([]);
    },
    600_000,
  );
});
