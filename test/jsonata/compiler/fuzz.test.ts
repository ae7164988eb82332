import { expect, test } from 'vitest';
import { compareAll, makeTally } from './differences.ts';

test('random expressions give what jsonata gives', { timeout: 180_000 }, async () => {
  const tally = makeTally();
  for (const seed of [20_260, 77]) await compareAll(seed, 3000, tally);
  console.log(
    `${tally.pairs} pairs of ${tally.expressions} expressions: ${tally.fellBack} fell back, ` +
      `${tally.undecided} decided at run time, ${tally.errors} ended in an error, ${tally.differences.length} differ`,
  );
  expect(tally.differences).toEqual([]);
});
