import { expect, test } from 'vitest';
import { compareAll, makeTally } from './differences.ts';

test('random expressions give what jsonata gives', { timeout: 180_000 }, async () => {
  const tally = makeTally();
  const seeds = [20_260, 77];
  for (const seed of seeds) await compareAll(seed, 3000, tally);
  console.log(
    `seeds ${seeds.join(' and ')}: ${tally.pairs} pairs of ${tally.expressions} expressions: ${tally.fellBack} fell back, ` +
      `${tally.undecided} decided at run time, ${tally.errors} ended in an error, ${tally.differences.length} differ`,
  );
  expect(tally.differences).toEqual([]);
});
