import { expect, test } from 'vitest';
import { compareAll } from './differences.ts';

test('random expressions give what jsonata gives', { timeout: 180_000 }, async () => {
  const tally = await compareAll(20_260, 5000);
  console.log(
    `${tally.pairs} pairs of ${tally.expressions} expressions: ${tally.fellBack} fell back, ` +
      `${tally.undecided} decided at run time, ${tally.errors} ended in an error, ${tally.differences.length} differ`,
  );
  expect(tally.differences).toEqual([]);
});
